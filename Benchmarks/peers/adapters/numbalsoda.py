"""numbalsoda: LSODA in C++ with a right-hand side compiled by Numba; the loop over patients is compiled too. The solver is
started again at each switch of the inputs."""

import importlib.metadata

import numba
import numpy
from equations import Equations, segments
from numbalsoda import lsoda, lsoda_sig
from scalar_code import functions

VARIANTS = ["lsoda"]


def version():
    return f"numbalsoda {importlib.metadata.version('numbalsoda')}, Numba {numba.__version__}"


class Peer:
    def __init__(self, problem, variant):
        equations = Equations(problem.path)
        right_hand_side, outputs = functions(equations, problem)
        self.kept = numba.cfunc(lsoda_sig)(right_hand_side)
        address, observe = self.kept.address, numba.njit(outputs)
        parts = segments(equations, problem.times)
        grids = [numpy.array(part.grid) for part in parts]
        starts = numpy.cumsum([0] + [len(grid) for grid in grids])
        grid = numpy.concatenate(grids)
        firsts = numpy.array([part.first for part in parts])
        counts = numpy.array([part.count for part in parts])
        have_start = numpy.array([part.has_start for part in parts])
        inputs = numpy.array([part.inputs for part in parts]).reshape(len(parts), len(equations.inputs))
        jumps = [(s, state, value) for s, part in enumerate(parts) for state, value in part.jumps.items()]
        jumps = numpy.array(jumps or [(-1, 0, 0)], dtype=float)
        initial = numpy.array(equations.initial, dtype=float)
        sample_count, output_count, varied = len(problem.times), len(problem.outputs), len(problem.varied)

        @numba.njit
        def run(rows, rtol, atol):
            values = numpy.full((rows.shape[0], sample_count, output_count), numpy.nan)
            data = numpy.empty(varied + inputs.shape[1])
            for patient in range(rows.shape[0]):
                data[:varied] = rows[patient]
                y = initial.copy()
                for s in range(firsts.size):
                    data[varied:] = inputs[s]
                    for j in range(jumps.shape[0]):
                        if jumps[j, 0] == s:
                            y[int(jumps[j, 1])] = jumps[j, 2]
                    course, is_done = lsoda(
                        address, y, grid[starts[s]:starts[s + 1]], data, rtol=rtol, atol=atol, mxstep=2_000_000
                    )
                    if not is_done:
                        break
                    offset = 0 if have_start[s] else 1
                    for i in range(counts[s]):
                        observe(course[i + offset], rows[patient], inputs[s], values[patient, firsts[s] + i])
                    y = course[-1].copy()
            return values

        self.run = run

    def solve(self, rows, rtol, atol):
        return self.run(numpy.ascontiguousarray(rows), rtol, atol)
