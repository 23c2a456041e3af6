"""Rewire: `rewire ensemble`, one process for each call. Its clocks are the program's own; the clock of solving has no
writing in it, and what writing takes is noted beside it."""

import json
import os
import pathlib
import subprocess
import tempfile
import time

import numpy

VARIANTS = ["ensemble"]
PROGRAM = os.environ.get("REWIRE", ".build/release/rewire")


def version():
    return "Rewire " + subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout.strip()


class Peer:
    # Fewer patients would be run with code that is quicker to make and slower to run.
    smallest = 64

    def __init__(self, problem, variant):
        self.problem = problem
        self.folder = tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
        numpy.savetxt(self._path("times.csv"), problem.times, fmt="%.17g")
        self.clocks = {}

    def _path(self, name):
        return str(pathlib.Path(self.folder.name) / name)

    def call(self, rows, rtol, atol, cache=None):
        table = self._path("draws.csv")
        numpy.savetxt(table, rows, delimiter=",", fmt="%.17g", header=",".join(self.problem.varied), comments="")
        environment = dict(os.environ, **({"REWIRE_CACHE": cache} if cache else {}))
        words = [PROGRAM, "ensemble", self.problem.path, "--parameters", table, "--times", self._path("times.csv")]
        words += ["--outputs", ",".join(self.problem.outputs), "--rtol", repr(rtol), "--atol", repr(atol)]
        words += ["--threads", "1", "-o", self._path("y.npy"), "--stats", self._path("stats.json")]
        start = time.perf_counter()
        done = subprocess.run(words, capture_output=True, text=True, env=environment)
        wall = time.perf_counter() - start
        if done.returncode:
            raise RuntimeError(done.stderr)
        return wall

    def solve(self, rows, rtol, atol):
        self.call(rows, rtol, atol)
        statistics = json.loads(pathlib.Path(self._path("stats.json")).read_text())
        self.clock = {"wall": statistics["solve_s"], "cpu": statistics["solve_cpu_s"]}
        self.clocks = {
            name: statistics[name] for name in ("parse_s", "compile_s", "solve_s", "write_s", "lane_use", "failed")
        }
        return numpy.load(self._path("y.npy"), mmap_mode="r")

    def first_results(self):
        """Seconds from the start of the program to its end for one patient: with an empty cache of machine code, then
        with what that left."""
        row = self.problem.rows(1)
        with tempfile.TemporaryDirectory() as cache:
            os.chmod(cache, 0o700)
            cold = self.call(row, 1e-4, 1e-4 * self.problem.atol_factor, cache)
            return cold, min(self.call(row, 1e-4, 1e-4 * self.problem.atol_factor, cache) for _ in range(3))
