"""Measures one peer on one problem, in the peer's own environment:

    worker.py ADAPTER VARIANT FOLDER PROBLEM RESULT.json

The result is written anew after each step, so that a worker that is stopped leaves what it has.
"""

import importlib
import json
import math
import os
import pathlib
import sys
import time

STARTED = float(os.environ.get("WORKER_STARTED", time.time()))

import numpy
from problem import Problem
from scoring import crossing, next_tolerance

TARGET = float(os.environ.get("WORKER_TARGET", 1e-5))
# Processor seconds of one timed run, and of one run of the sweep.
BUDGET = float(os.environ.get("WORKER_BUDGET", 0.8))
REPEATS = int(os.environ.get("WORKER_REPEATS", 5))
LARGEST = int(os.environ.get("WORKER_LARGEST", 100_000))
SMALLEST = 4
START = 1e-4


class Worker:
    def __init__(self, adapter, variant, problem, path):
        self.path = pathlib.Path(path)
        self.problem = problem
        self.result = {"peer": adapter, "variant": variant, "problem": problem.name, "target": TARGET, "sweep": []}
        module = importlib.import_module(f"adapters.{adapter}")
        self.result["version"] = module.version()
        before = time.perf_counter()
        variant = module.VARIANTS[0] if variant == "default" else variant
        self.result["variant"] = variant
        self.peer = module.Peer(problem, variant)
        self.result["setup_s"] = time.perf_counter() - before
        self.result["was_built"] = getattr(self.peer, "was_built", None)
        self.timed(1, START)
        # From the start of the process to the first patient's course.
        self.result["first_result_s"] = time.time() - STARTED
        if hasattr(self.peer, "first_results"):
            cold, warm = self.peer.first_results()
            self.result |= {"first_result_cold_s": cold, "first_result_s": warm}
        self.write()

    def write(self):
        temporary = self.path.with_suffix(".part")
        temporary.write_text(json.dumps(self.result, indent=1))
        temporary.rename(self.path)

    def timed(self, count, rtol):
        """One run of the first patients: y, and seconds on the wall and of the processor."""
        rows = self.problem.rows(count)
        wall, cpu = time.perf_counter(), time.process_time()
        values = self.peer.solve(rows, rtol, rtol * self.problem.atol_factor)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        own = getattr(self.peer, "clock", None)
        return values, own or {"wall": wall, "cpu": cpu}

    def point(self, rtol):
        """One point of the sweep, on as many patients with a reference as the budget allows."""
        scored = len(self.problem.reference)
        count = getattr(self.peer, "smallest", min(SMALLEST, scored))
        values, clock = self.timed(count, rtol)
        fitting = int(2 * BUDGET / max(clock["cpu"] / count, 1e-7))
        if min(scored, fitting) > count:
            count = min(scored, fitting)
            values, clock = self.timed(count, rtol)
        errors = self.problem.errors(values)
        point = {
            "rtol": rtol, "error": float(errors.max()), "error_p95": float(numpy.percentile(errors, 95)),
            "patients": count, "failed": int(numpy.isnan(values).any(axis=(1, 2)).sum()), **clock,
        }
        self.result["sweep"].append(point)
        self.write()
        return point

    def sweep(self):
        points = [self.point(rtol) for rtol in (START, START / 10)]
        while True:
            rtol = next_tolerance([(p["rtol"], p["error"]) for p in self.result["sweep"]], TARGET)
            if rtol is None:
                break
            self.point(rtol)
        # The error is not always even in the tolerance: look once more where it should be met.
        for _ in range(2):
            rtol = self.crossing()
            if rtol is None:
                return None
            point = self.point(rtol)
            if TARGET / 1.5 <= point["error"] <= TARGET * 1.2:
                return rtol
        return self.crossing()

    def crossing(self):
        return crossing([(p["rtol"], p["error"]) for p in self.result["sweep"]], TARGET)

    def run(self):
        rtol = self.sweep()
        if rtol is None:
            self.result["note"] = "the error does not meet the target"
            return self.write()
        nearest = min(self.result["sweep"], key=lambda p: abs(math.log(p["rtol"] / rtol)))
        rate = nearest["patients"] / max(nearest["cpu"], 1e-9)
        count = max(SMALLEST, min(LARGEST, int(rate * BUDGET)))
        # Where the error jumps between two tolerances, the one is taken that keeps it.
        for _ in range(5):
            values, _ = self.timed(count, rtol)
            errors = self.problem.errors(values)
            if errors.max() <= 1.2 * TARGET:
                break
            rtol /= 1.5
        self.result["final"] = {
            "rtol": rtol, "patients": count, "error": float(errors.max()),
            "error_p95": float(numpy.percentile(errors, 95)), "scored": len(errors),
            "failed": int(numpy.isnan(values).any(axis=(1, 2)).sum()), "runs": [],
        }
        del values
        for _ in range(REPEATS):
            _, clock = self.timed(count, rtol)
            self.result["final"]["runs"].append(clock)
            self.result["final"]["clocks"] = getattr(self.peer, "clocks", None)
            self.write()


if __name__ == "__main__":
    adapter, variant, folder, name, path = sys.argv[1:]
    Worker(adapter, variant, Problem(folder, name), path).run()
