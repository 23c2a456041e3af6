"""One module for each program that is measured. Each has

VARIANTS: names of ways to run it, the first is the usual one,
version(): what is measured, and
Peer(problem, variant): with solve(rows, rtol, atol), which returns y[patient, time, output], NaN where a solve failed.

A peer may keep clocks of its own: solve(...) may set `self.clock` to {"wall": seconds, "cpu": seconds}.
"""
