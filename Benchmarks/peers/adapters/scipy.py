"""SciPy: LSODA with a right-hand side compiled by Numba, started again at each switch of the inputs."""

import numba
import numpy
import scipy
from equations import Equations, segments
from scalar_code import functions
from scipy.integrate import solve_ivp

VARIANTS = ["lsoda"]


def version():
    return f"SciPy {scipy.__version__}, Numba {numba.__version__}"


class Peer:
    def __init__(self, problem, variant):
        self.problem = problem
        self.method = variant.upper()
        equations = Equations(problem.path)
        right_hand_side, outputs = functions(equations, problem)
        compiled = numba.njit(right_hand_side)
        count = len(equations.states)

        @numba.njit
        def derivative(t, y, data):
            dy = numpy.empty(count)
            compiled(t, y, dy, data)
            return dy

        self.derivative, self.observe = derivative, numba.njit(outputs)
        self.initial = numpy.array(equations.initial, dtype=float)
        self.parts = segments(equations, problem.times)

    def solve(self, rows, rtol, atol):
        values = numpy.full((len(rows), len(self.problem.times), len(self.problem.outputs)), numpy.nan)
        for index, row in enumerate(rows):
            y = self.initial.copy()
            for part in self.parts:
                inputs = numpy.array(part.inputs)
                data = numpy.concatenate([row, inputs])
                for state, value in part.jumps.items():
                    y[state] = value
                grid = numpy.array(part.grid)
                course = solve_ivp(
                    lambda t, y: self.derivative(t, y, data), (grid[0], grid[-1]), y, method=self.method, t_eval=grid,
                    rtol=rtol, atol=atol,
                )
                if not course.success:
                    break
                offset = 0 if part.has_start else 1
                for i in range(part.count):
                    self.observe(
                        numpy.ascontiguousarray(course.y[:, i + offset]), row, inputs, values[index, part.first + i]
                    )
                y = course.y[:, -1].copy()
        return values
