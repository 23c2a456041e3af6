"""Python functions of a model's equations for one patient, for Numba to compile."""

import math
import re


def functions(equations, problem):
    """f(t, y, dy, d), the right-hand side, where d holds the varied parameters and after them the inputs; and
    o(y, p, u, out), the outputs."""
    scope = {name: getattr(math, name) for name in ("exp", "log", "tanh", "sin", "cos")}
    count = len(problem.varied)

    def together(formula):
        formula = re.sub(r"\bu\[(\d+)\]", lambda found: f"d[{count + int(found[1])}]", formula)
        return re.sub(r"\bp\[(\d+)\]", r"d[\1]", formula)

    definitions, derivatives, _ = equations.program(problem.varied)
    lines = ["def f(t, y, dy, d):"]
    lines += [f"    {name} = {together(formula)}" for name, formula in definitions]
    lines += [f"    dy[{i}] = {together(formula)}" for i, formula in enumerate(derivatives)]
    exec("\n".join(lines), scope)
    definitions, texts = equations.observation(problem.varied, problem.outputs)
    lines = ["def o(y, p, u, out):"] + [f"    {name} = {formula}" for name, formula in definitions]
    lines += [f"    out[{i}] = {formula}" for i, formula in enumerate(texts)]
    exec("\n".join(lines), scope)
    return scope["f"], scope["o"]
