"""heyoka: Taylor series of high order, compiled by LLVM; one patient for each SIMD lane. For models that are not stiff."""

import heyoka
import numpy
from equations import Equations, segments

VARIANTS = ["batch"]


def version():
    return f"heyoka.py {heyoka.__version__}"


class Peer:
    def __init__(self, problem, variant):
        self.problem = problem
        equations = Equations(problem.path)
        definitions, derivatives, _ = equations.program(problem.varied)
        varied = len(problem.varied)
        y = [heyoka.expression(f"y{i}") for i in range(len(equations.states))]
        scope = {
            "exp": heyoka.exp, "log": heyoka.log, "tanh": heyoka.tanh, "sin": heyoka.sin, "cos": heyoka.cos,
            "t": heyoka.time, "y": y, "p": [heyoka.par[i] for i in range(varied)],
            "u": [heyoka.par[varied + i] for i in range(len(equations.inputs))],
        }
        for name, formula in definitions:
            scope[name] = eval(formula, scope)
        self.system = [(state, eval(formula, scope) + 0.0 * state) for state, formula in zip(y, derivatives)]
        self.initial = numpy.array(equations.initial)
        self.parts = segments(equations, problem.times)
        self.width = heyoka.recommended_simd_size()
        self.parameter_count = varied + len(equations.inputs)
        definitions, texts = equations.observation(problem.varied, problem.outputs)
        lines = ["def observe(y, p, u):"] + [f"    {name} = {formula}" for name, formula in definitions]
        lines += ["    return [" + ", ".join(texts) + "]"]
        numbers = {name: getattr(numpy, name) for name in ("exp", "log", "tanh", "sin", "cos")}
        exec("\n".join(lines), numbers)
        self.observe = numbers["observe"]
        # Outputs that are states need no formulas.
        is_plain = all(name in equations.states for name in problem.outputs)
        self.places = [equations.states.index(name) for name in problem.outputs] if is_plain else None
        self.grids = [numpy.repeat(numpy.array(part.grid)[:, None], self.width, axis=1) for part in self.parts]
        self.integrators = {}

    def _integrator(self, tolerance):
        if tolerance not in self.integrators:
            states = numpy.repeat(self.initial[:, None], self.width, axis=1)
            self.integrators[tolerance] = heyoka.taylor_adaptive_batch(
                self.system, states, pars=numpy.ones((self.parameter_count, self.width)), tol=tolerance,
                compact_mode=len(self.system) > 20,
            )
        return self.integrators[tolerance]

    def solve(self, rows, rtol, atol):
        integrator, width, problem = self._integrator(rtol), self.width, self.problem
        count = -(-len(rows) // width) * width
        padded = numpy.concatenate([rows, numpy.repeat(rows[-1:], count - len(rows), axis=0)])
        values = numpy.full((count, len(problem.times), len(problem.outputs)), numpy.nan)
        varied = rows.shape[1]
        for first in range(0, count, width):
            group = padded[first : first + width].T
            integrator.set_time(numpy.zeros(width))
            integrator.state[:] = self.initial[:, None]
            integrator.pars[:varied] = group
            for part, grid in zip(self.parts, self.grids):
                for state, value in part.jumps.items():
                    integrator.state[state] = value
                integrator.pars[varied:] = numpy.array(part.inputs)[:, None]
                course = integrator.propagate_grid(grid)[-1]
                offset = 0 if part.has_start else 1
                samples = course[offset : offset + part.count]
                target = values[first : first + width, part.first : part.first + part.count]
                if self.places is not None:
                    target[:] = samples[:, self.places].transpose(2, 0, 1)
                    continue
                observed = self.observe(numpy.moveaxis(samples, 1, 0), group[:, None, :], part.inputs)
                for output, number in enumerate(observed):
                    target[:, :, output] = numpy.transpose(number)
        return values[: len(rows)]
