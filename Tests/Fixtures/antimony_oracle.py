# Reads Antimony files with the antimony library, and says what their SBML means, as JSON: for every formula its values
# at points whose coordinates are a hash of the names, so that another reader can compute the same.
import json, math, os, re, sys
import xml.etree.ElementTree as tree
import antimony

POINTS = 5
SBML = "{*}"  # any level and version
AVOGADRO = 6.02214179e23  # as SBML level 3 fixes it
MATH = "{http://www.w3.org/1998/Math/MathML}"


def coordinate(name, point):
    """A number from 0.5 to 2 that depends on the name and the point only (FNV-1a, 64 bits)."""
    value = 0xCBF29CE484222325
    for byte in ("%s#%d" % (name, point)).encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    value ^= value >> 29
    return 0.5 + 1.5 * ((value & 0xFFFFFF) / 0x1000000)


def factor(arguments):
    total = 1.0
    for argument in arguments:
        total *= argument
    return total


def plain(function):
    return lambda arguments: function(*arguments)


OPERATORS = {
    "plus": sum, "times": factor, "divide": plain(lambda a, b: a / b), "power": plain(lambda a, b: a ** b),
    "minus": lambda x: -x[0] if len(x) == 1 else x[0] - x[1],
    "exp": plain(math.exp), "ln": plain(math.log), "abs": plain(abs), "floor": plain(math.floor),
    "ceiling": plain(math.ceil), "factorial": plain(lambda a: math.gamma(a + 1)), "max": max, "min": min,
    "sin": plain(math.sin), "cos": plain(math.cos), "tan": plain(math.tan), "arcsin": plain(math.asin),
    "arccos": plain(math.acos), "arctan": plain(math.atan), "sinh": plain(math.sinh), "cosh": plain(math.cosh),
    "tanh": plain(math.tanh), "arcsinh": plain(math.asinh), "arccosh": plain(math.acosh), "arctanh": plain(math.atanh),
    "sec": plain(lambda a: 1 / math.cos(a)), "csc": plain(lambda a: 1 / math.sin(a)),
    "cot": plain(lambda a: 1 / math.tan(a)), "sech": plain(lambda a: 1 / math.cosh(a)),
    "csch": plain(lambda a: 1 / math.sinh(a)), "coth": plain(lambda a: 1 / math.tanh(a)),
    "quotient": plain(lambda a, b: math.trunc(a / b)), "rem": plain(math.fmod),
    "lt": lambda x: all(a < b for a, b in zip(x, x[1:])), "gt": lambda x: all(a > b for a, b in zip(x, x[1:])),
    "leq": lambda x: all(a <= b for a, b in zip(x, x[1:])), "geq": lambda x: all(a >= b for a, b in zip(x, x[1:])),
    "eq": lambda x: all(a == b for a, b in zip(x, x[1:])), "neq": plain(lambda a, b: a != b),
    "and": all, "or": any, "not": plain(lambda a: not a), "xor": lambda x: sum(bool(a) for a in x) % 2 == 1,
    "implies": plain(lambda a, b: (not a) or b),
}
CONSTANTS = {
    "pi": math.pi, "exponentiale": math.e, "true": True, "false": False, "infinity": math.inf, "notanumber": math.nan,
}


def number(node):
    parts = [node.text] + [child.tail for child in node]
    kind = node.get("type", "real")
    if kind == "e-notation":
        return float(parts[0]) * 10.0 ** int(parts[1])
    if kind == "rational":
        return float(parts[0]) / float(parts[1])
    return float(parts[0])


def evaluate(node, values, functions):
    tag = node.tag.replace(MATH, "")
    if tag == "math":
        return evaluate(node[0], values, functions)
    if tag == "cn":
        return number(node)
    if tag == "ci":
        return values(node.text.strip())
    if tag == "csymbol":
        return values("time") if node.get("definitionURL").endswith("time") else AVOGADRO
    if tag in CONSTANTS:
        return CONSTANTS[tag]
    if tag == "piecewise":
        for child in node:
            if child.tag == MATH + "otherwise":
                return evaluate(child[0], values, functions)
            if evaluate(child[1], values, functions):
                return evaluate(child[0], values, functions)
        return math.nan
    head, rest = node[0], list(node[1:])
    name = head.tag.replace(MATH, "")
    if name == "csymbol" and head.get("definitionURL").endswith("rateOf"):
        return values(rest[0].text.strip() + "'")
    if name == "csymbol":  # a delay
        past, duration = [evaluate(child, values, functions) for child in rest]
        return 0.75 * past + 0.31 * duration
    if name == "ci":
        names, body = functions[head.text.strip()]
        arguments = dict(zip(names, [evaluate(child, values, functions) for child in rest]))
        return evaluate(body, lambda symbol: arguments[symbol], functions)
    if name in ("log", "root"):
        special = 10.0 if name == "log" else 2.0
        if rest[0].tag in (MATH + "logbase", MATH + "degree"):
            special = evaluate(rest.pop(0)[0], values, functions)
        value = evaluate(rest[0], values, functions)
        return math.log(value) / math.log(special) if name == "log" else value ** (1 / special)
    return OPERATORS[name]([evaluate(child, values, functions) for child in rest])


def lines(model, name):
    found = model.find(SBML + "listOf" + name)
    return [] if found is None else list(found)


def describe(text):
    model = tree.fromstring(text).find(SBML + "model")
    functions = {}
    for function in lines(model, "FunctionDefinitions"):
        body = function.find(MATH + "math")[0]
        functions[function.get("id")] = ([child[0].text.strip() for child in body[:-1]], body[-1])

    def values_of(math):
        values = []
        for point in range(POINTS):
            try:
                value = evaluate(math, lambda name: coordinate(name, point), functions)
                values.append(repr(float(value.real if isinstance(value, complex) else value)))
            except (ValueError, ZeroDivisionError, OverflowError):
                values.append("nan")
        return values

    def constant(text):
        return None if text is None else [repr(float(text))] * POINTS

    def margin_of(math):
        """How far the sides of comparisons are from each other, all of them together."""
        squares = [0.0] * POINTS
        for node in math.iter(MATH + "apply"):
            if node[0].tag.replace(MATH, "") in ("lt", "gt", "leq", "geq"):
                sides = [[float(x) for x in values_of(side)] for side in node[1:]]
                for a, b in zip(sides, sides[1:]):
                    squares = [s + (x - y) ** 2 for s, x, y in zip(squares, a, b)]
        return [repr(s ** 0.5) for s in squares]

    def math_of(item, name):
        found = item.find(SBML + name)
        return None if found is None else values_of(found.find(MATH + "math"))

    result = {
        "compartments": {}, "species": {}, "parameters": {}, "rates": {}, "assignments": {}, "reactions": {}, "events": {},
        "algebraic": [], "functions": {}, "stoichiometries": [],
    }
    for name, (arguments, body) in functions.items():
        result["functions"][name] = []
        for point in range(POINTS):
            numbers = {argument: coordinate("argument%d" % index, point) for index, argument in enumerate(arguments)}
            value = evaluate(body, lambda symbol: numbers[symbol], functions)
            result["functions"][name].append(repr(float(value)))
    for item in lines(model, "Compartments"):
        result["compartments"][item.get("id")] = constant(item.get("size"))
    for item in lines(model, "Parameters"):
        result["parameters"][item.get("id")] = constant(item.get("value"))
    for item in lines(model, "Species"):
        start = item.get("initialConcentration") or item.get("initialAmount")
        result["species"][item.get("id")] = {
            "compartment": item.get("compartment"), "boundary": item.get("boundaryCondition"),
            "amount": item.get("hasOnlySubstanceUnits"),
            "factor": item.get("conversionFactor") or model.get("conversionFactor"),
            "start": constant(start),
        }
    for reaction in lines(model, "Reactions"):
        for reference in lines(reaction, "Reactants") + lines(reaction, "Products"):
            if reference.get("id"):
                result["parameters"][reference.get("id")] = constant(reference.get("stoichiometry"))
                result["stoichiometries"].append(reference.get("id"))
    for item in lines(model, "InitialAssignments"):
        name, values = item.get("symbol"), values_of(item.find(MATH + "math"))
        if name in result["species"]:
            result["species"][name]["start"] = values
        for kind in ("parameters", "compartments"):
            if name in result[kind]:
                result[kind][name] = values
    for item in lines(model, "Rules"):
        values = values_of(item.find(MATH + "math"))
        if item.tag.endswith("algebraicRule"):
            result["algebraic"].append(values)
            continue
        kind = {"rateRule": "rates", "assignmentRule": "assignments"}[item.tag.split("}")[1]]
        result[kind][item.get("variable")] = values
    # A name that stands at several participants: the library gives the others names of their own that equal it.
    copies = {
        item.get("variable"): [float(value) for value in values_of(item.find(MATH + "math"))]
        for item in lines(model, "Rules") if (item.get("variable") or "").endswith("_stoich")
    }
    for item in lines(model, "Reactions"):
        changes = {}
        for sign, list_name in ((-1, "Reactants"), (1, "Products")):
            for reference in lines(item, list_name):
                name, count = reference.get("species"), reference.get("stoichiometry")
                known = changes.get(name, [0.0] * POINTS)
                if reference.get("id") in copies:
                    many = copies[reference.get("id")]
                elif reference.get("id"):
                    many = [coordinate(reference.get("id"), point) for point in range(POINTS)]
                else:
                    many = [float(count)] * POINTS
                changes[name] = [a + sign * b for a, b in zip(known, many)]
        result["reactions"][item.get("id")] = {
            "reversible": item.get("reversible"), "changes": {k: [repr(x) for x in v] for k, v in changes.items()},
            "law": math_of(item, "kineticLaw") or ["0.0"] * POINTS,
        }
    for item in lines(model, "Events"):
        trigger = item.find(SBML + "trigger")
        result["events"][item.get("id")] = {
            "trigger": math_of(item, "trigger"), "margin": margin_of(trigger.find(MATH + "math")),
            "delay": math_of(item, "delay"), "priority": math_of(item, "priority"),
            "startsTrue": trigger.get("initialValue"), "isPersistent": trigger.get("persistent"),
            "usesTriggerTimeValues": item.get("useValuesFromTriggerTime"),
            "assignments": {
                line.get("variable"): values_of(line.find(MATH + "math")) for line in lines(item, "EventAssignments")
            },
        }
    return result


def with_imports(path, seen):
    """The text of a file below the texts it imports, each once (the library reads a file again when its path is
    written another way)."""
    path = os.path.normpath(path)
    if path in seen:
        return ""
    seen.add(path)
    text, above = open(path).read(), ""
    for match in re.finditer(r'^import "([^"]*)"', text, re.M):
        above += with_imports(os.path.join(os.path.dirname(path), match.group(1)), seen)
    return above + re.sub(r'^import "[^"]*";?', "", text, flags=re.M) + "\n"


wants_text = sys.argv[1:2] == ["--sbml"]  # the SBML itself instead of what it means
results = {}
for path in sys.argv[2 if wants_text else 1:]:
    antimony.clearPreviousLoads()
    text = with_imports(path, set())
    # Only the last mark of a main model is the file's own.
    marks = list(re.finditer(r"^model \*", text, re.M))
    for match in reversed(marks[:-1]):
        text = text[: match.start()] + "model  " + text[match.end():]
    if antimony.loadAntimonyString(text) < 0:
        results[path] = {"error": antimony.getLastError()}
    else:
        text = antimony.getSBMLString(antimony.getMainModuleName())
        results[path] = text if wants_text else describe(text)
print(json.dumps(results))
