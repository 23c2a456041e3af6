"""Ordinary differential equations from SBML, as text of Python, for peers that read no SBML.

Takes models of rate rules, assignment rules, reactions in compartments of constant size, and events that come at times
written as numbers and give parameters or states numbers. Anything else is refused with its name.
"""

import libsbml

OPERATORS = {
    libsbml.AST_PLUS: " + ",
    libsbml.AST_TIMES: " * ",
    libsbml.AST_MINUS: " - ",
    libsbml.AST_DIVIDE: " / ",
    libsbml.AST_POWER: " ** ",
    libsbml.AST_FUNCTION_POWER: " ** ",
}
FUNCTIONS = {
    libsbml.AST_FUNCTION_EXP: "exp",
    libsbml.AST_FUNCTION_LN: "log",
    libsbml.AST_FUNCTION_TANH: "tanh",
    libsbml.AST_FUNCTION_SIN: "sin",
    libsbml.AST_FUNCTION_COS: "cos",
}


class Unsupported(Exception):
    """The model has something that this reader does not know."""


class Equations:
    """Names and texts of a model's equations.

    states: ids, with `initial` numbers; `rates`: text of each state's derivative; `inputs`: parameters that events
    change, with `input_values`; `definitions`: (name, text) of what is computed on the way, in order;
    `switches`: (time, {name: number}), in order of time.
    """

    def __init__(self, path):
        document = libsbml.readSBML(path)
        if document.getNumErrors(libsbml.LIBSBML_SEV_ERROR):
            raise Unsupported(document.getErrorLog().toString())
        self.model = document.getModel()
        for count, what in [
            (self.model.getNumFunctionDefinitions(), "functions"),
            (self.model.getNumConstraints(), "constraints"),
        ]:
            if count:
                raise Unsupported(f"{path} has {what}")
        self.values = {}
        self._read_values()
        self._read_rules()
        self._read_reactions()
        self._read_events()
        self._order_definitions()
        self._initialise()
        self.initial = [self.values[name] for name in self.states]
        self.input_values = [self.values[name] for name in self.inputs]

    def _read_values(self):
        model = self.model
        for compartment in model.getListOfCompartments():
            self.values[compartment.getId()] = compartment.getSize() if compartment.isSetSize() else 1.0
        for parameter in model.getListOfParameters():
            self.values[parameter.getId()] = parameter.getValue() if parameter.isSetValue() else None
        self.species = {}
        for species in model.getListOfSpecies():
            size = self.values[species.getCompartment()]
            is_amount = species.getHasOnlySubstanceUnits()
            if species.isSetInitialConcentration():
                value = species.getInitialConcentration() * (size if is_amount else 1)
            else:
                value = species.getInitialAmount() / (1 if is_amount else size)
            self.values[species.getId()] = value
            self.species[species.getId()] = (species.getBoundaryCondition(), 1.0 if is_amount else size)

    def _read_rules(self):
        self.rates = {}
        self.definitions = []
        for rule in self.model.getListOfRules():
            if rule.isAlgebraic():
                raise Unsupported("an algebraic rule")
            if rule.isRate():
                self.rates[rule.getVariable()] = text(rule.getMath())
            else:
                self.definitions.append((rule.getVariable(), rule.getMath()))
        if any(name in self.rates for name in [c.getId() for c in self.model.getListOfCompartments()]):
            raise Unsupported("a compartment that changes its size")

    def _read_reactions(self):
        terms = {}
        for reaction in self.model.getListOfReactions():
            law = reaction.getKineticLaw()
            if law.getNumLocalParameters() or law.getNumParameters():
                raise Unsupported(f"parameters of reaction {reaction.getId()} alone")
            self.definitions.append((reaction.getId(), law.getMath()))
            for sign, list_of in ((-1, reaction.getListOfReactants()), (1, reaction.getListOfProducts())):
                for one in list_of:
                    name = one.getSpecies()
                    is_boundary, size = self.species[name]
                    if not is_boundary:
                        terms.setdefault(name, []).append((sign * one.getStoichiometry() / size, reaction.getId()))
        for name, summands in terms.items():
            if name in self.rates:
                raise Unsupported(f"a rule and reactions for {name}")
            self.rates[name] = " + ".join(
                reaction if factor == 1 else f"{factor!r} * {reaction}" for factor, reaction in summands
            )
        self.states = list(self.rates)

    def _read_events(self):
        self.switches = []
        for event in self.model.getListOfEvents():
            trigger = event.getTrigger().getMath()
            is_time = trigger.getType() in (libsbml.AST_RELATIONAL_GEQ, libsbml.AST_RELATIONAL_GT)
            if event.isSetDelay() or not is_time or trigger.getChild(0).getType() != libsbml.AST_NAME_TIME:
                raise Unsupported(f"event {event.getId()}, which does not come at a time")
            time = number(trigger.getChild(1))
            changes = {one.getVariable(): number(one.getMath()) for one in event.getListOfEventAssignments()}
            self.switches.append((time, changes))
        self.switches.sort(key=lambda switch: switch[0])
        changed = {name for _, changes in self.switches for name in changes}
        self.inputs = sorted(changed - set(self.states))

    def _order_definitions(self):
        """Each after those that it uses."""
        waiting = {name: (text(math), names(math)) for name, math in self.definitions}
        self.definitions = []
        while waiting:
            ready = [name for name, (_, used) in waiting.items() if not used & waiting.keys()]
            if not ready:
                raise Unsupported("definitions in a circle")
            self.definitions += [(name, waiting.pop(name)[0]) for name in ready]

    def _initialise(self):
        import math

        scope = {"exp": math.exp, "log": math.log, "tanh": math.tanh, "sin": math.sin, "cos": math.cos}
        for assignment in self.model.getListOfInitialAssignments():
            value = eval(text(assignment.getMath()), scope, dict(self.values))
            self.values[assignment.getSymbol()] = float(value)

    def program(self, varied):
        """The definitions and the derivatives with all names put in: `y[i]` states, `p[i]` varied parameters, `u[i]`
        inputs, `t` the time; other parameters are numbers. Returns (definitions, derivatives, observe), where
        `observe(name)` is the text of an output."""
        known = {name: repr(value) for name, value in self.values.items() if value is not None}
        known |= {name: f"v_{name}" for name, _ in self.definitions}
        known |= {name: f"y[{i}]" for i, name in enumerate(self.states)}
        known |= {name: f"u[{i}]" for i, name in enumerate(self.inputs)}
        known |= {name: f"p[{i}]" for i, name in enumerate(varied)}
        definitions = [(f"v_{name}", put(formula, known)) for name, formula in self.definitions]
        derivatives = [put(self.rates[name], known) for name in self.states]
        return definitions, derivatives, lambda name: known[name]

    def observation(self, varied, outputs):
        """Like `program`, for outputs: the definitions that they need, and their texts."""
        definitions, _, observe = self.program(varied)
        texts = [observe(name) for name in outputs]
        needed = set(texts)
        kept = []
        for name, formula in reversed(definitions):
            if name in needed:
                kept.append((name, formula))
                needed |= {word for word in words(formula)}
        return kept[::-1], texts


class Segment:
    """A stretch of time between two switches: from `start` to `end` with constant inputs. Samples `first` and the
    `count` - 1 after it lie in it; `grid` are the times a solver is to visit, `has_start` says that the first sample is
    the start itself. `jumps` are states that get a number at the start."""

    def __init__(self, start, end, inputs, jumps, times, is_last):
        inside = [i for i, time in enumerate(times) if start <= time and (time < end or is_last)]
        self.start, self.end, self.inputs, self.jumps = start, end, inputs, jumps
        self.first = inside[0] if inside else 0
        self.count = len(inside)
        self.has_start = self.count > 0 and times[self.first] == start
        samples = [times[i] for i in inside if times[i] > start]
        self.grid = [start] + samples + ([] if samples and samples[-1] == end else [end])


def segments(equations, times):
    bounds = sorted({0.0, *[time for time, _ in equations.switches if 0 <= time < times[-1]]})
    inputs = dict(zip(equations.inputs, equations.input_values))
    made = []
    for index, start in enumerate(bounds):
        jumps = {}
        for time, changes in equations.switches:
            if time == start:
                inputs |= {name: value for name, value in changes.items() if name in inputs}
                jumps |= {equations.states.index(n): v for n, v in changes.items() if n in equations.states}
        is_last = index + 1 == len(bounds)
        end = float(times[-1]) if is_last else bounds[index + 1]
        made.append(Segment(start, end, list(inputs.values()), jumps, [float(t) for t in times], is_last))
    return made


def text(math):
    """A formula as text of Python, with the model's names."""
    kind = math.getType()
    children = [math.getChild(i) for i in range(math.getNumChildren())]
    if math.isNumber():
        return repr(number(math))
    if kind == libsbml.AST_NAME_TIME:
        return "t"
    if kind == libsbml.AST_NAME:
        return math.getName()
    if kind == libsbml.AST_MINUS and len(children) == 1:
        return f"(-{text(children[0])})"
    if kind in OPERATORS:
        return "(" + OPERATORS[kind].join(text(child) for child in children) + ")"
    if kind in FUNCTIONS:
        return f"{FUNCTIONS[kind]}({text(children[0])})"
    if kind == libsbml.AST_FUNCTION_ROOT:
        return f"({text(children[-1])} ** 0.5)"
    raise Unsupported(f"the formula {libsbml.formulaToL3String(math)}")


def number(math):
    if math.getType() == libsbml.AST_MINUS and math.getNumChildren() == 1:
        return -number(math.getChild(0))
    if not math.isNumber():
        raise Unsupported(f"{libsbml.formulaToL3String(math)} where a number is expected")
    return float(math.getValue())


def names(math):
    found = {math.getName()} if math.getType() == libsbml.AST_NAME else set()
    for i in range(math.getNumChildren()):
        found |= names(math.getChild(i))
    return found


def words(formula):
    import re

    return re.findall(r"[A-Za-z_]\w*", formula)


def put(formula, known):
    """The formula with each name replaced by what is known of it."""
    import re

    # A number's exponent, as in 1e-05, is no name.
    return re.sub(r"(?<![\w.])[A-Za-z_]\w*", lambda word: known.get(word[0], word[0]), formula)
