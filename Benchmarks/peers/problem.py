"""A benchmark problem: a model in SBML, who is to be simulated, and what is right.

A folder of problems holds, for each model M, `M.xml`, `M_params.csv` (names in the first line, a row for each patient)
and `M_ref.npz` (y[patient, time, output], for the first patients), and one `meta.json` with, by model, `times`,
`outputs` and `atol_factor` (absolute over relative tolerance).
"""

import json
import pathlib

import numpy


class Problem:
    def __init__(self, folder, name):
        folder = pathlib.Path(folder)
        meta = json.loads((folder / "meta.json").read_text())[name]
        self.name = name
        self.path = str(folder / f"{name}.xml")
        self.table = str(folder / f"{name}_params.csv")
        self.times = numpy.array(meta["times"], dtype=float)
        self.outputs = list(meta["outputs"])
        self.atol_factor = float(meta["atol_factor"])
        with open(self.table, encoding="utf-8") as file:
            self.varied = file.readline().strip().split(",")
        self.parameters = numpy.loadtxt(self.table, delimiter=",", skiprows=1, ndmin=2)
        self.reference = numpy.load(folder / f"{name}_ref.npz")["y"]

    @staticmethod
    def names(folder):
        return list(json.loads((pathlib.Path(folder) / "meta.json").read_text()))

    def rows(self, count):
        """The first patients; after the last one the table begins again."""
        return self.parameters[numpy.arange(count) % len(self.parameters)]

    def errors(self, values):
        """The scaled error of each patient: the largest over outputs and times of |y - r| / max over times of |r|.

        Infinite where a number is missing.
        """
        right = self.reference[: len(values)]
        scale = numpy.abs(right).max(axis=1, keepdims=True)
        error = numpy.abs(values[: len(right)] - right) / numpy.where(scale > 0, scale, 1)
        return numpy.where(numpy.isfinite(error), error, numpy.inf).max(axis=(1, 2))
