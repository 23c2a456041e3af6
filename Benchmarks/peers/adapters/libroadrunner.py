"""libRoadRunner: CVODE with the model compiled by LLVM."""

import xml.etree.ElementTree

import numpy
import roadrunner

VARIANTS = ["cvode"]


def version():
    return f"libRoadRunner {roadrunner.__version__}"


class Peer:
    def __init__(self, problem, variant):
        self.problem = problem
        self.runner = roadrunner.RoadRunner(problem.path)
        self.runner.integrator.setValue("maximum_num_steps", 2_000_000)
        species = set(self.runner.model.getFloatingSpeciesIds()) | set(self.runner.model.getBoundarySpeciesIds())
        self.runner.selections = [f"[{name}]" if name in species else name for name in problem.outputs]
        ids = list(self.runner.model.getGlobalParameterIds())
        self.places = [ids.index(name) for name in problem.varied]
        # What events change must be put back before each patient.
        tree = xml.etree.ElementTree.parse(problem.path)
        changed = {one.get("variable") for one in tree.iter() if one.tag.endswith("}eventAssignment")}
        self.others = [i for i, name in enumerate(ids) if name in changed]
        values = self.runner.model.getGlobalParameterValues()
        self.other_values = [values[i] for i in self.others]
        self.times = problem.times.tolist()

    def solve(self, rows, rtol, atol):
        runner, model = self.runner, self.runner.model
        runner.integrator.setValue("relative_tolerance", rtol)
        runner.integrator.setValue("absolute_tolerance", atol)
        values = numpy.full((len(rows), len(self.times), len(self.problem.outputs)), numpy.nan)
        kinds = roadrunner.SelectionRecord
        what = kinds.TIME | kinds.RATE | kinds.FLOATING
        places = self.places + self.others
        for index, row in enumerate(rows):
            model.setGlobalParameterValues(places, row.tolist() + self.other_values)
            runner.reset(what)
            try:
                values[index] = runner.simulate(times=self.times)
            except RuntimeError:
                pass
        return values
