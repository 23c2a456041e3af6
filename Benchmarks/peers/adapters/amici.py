"""AMICI: CVODES with KLU on C++ that is generated and compiled for the model. The compiled module is kept in
$PEERS_BUILD and made anew when that has none."""

import importlib.metadata
import os
import pathlib
import sys

import numpy

VARIANTS = ["cvodes"]


def version():
    return f"AMICI {importlib.metadata.version('amici')}"


class Peer:
    def __init__(self, problem, variant):
        # The build tools of the environment.
        os.environ["PATH"] = f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
        import amici
        import amici.sim.sundials as sundials

        self.problem, self.sundials = problem, sundials
        name = f"amici_{problem.name}"
        folder = pathlib.Path(os.environ.get("PEERS_BUILD", ".peers/build")) / name
        self.was_built = not (folder / "built").exists()
        if self.was_built:
            from amici import MeasurementChannel
            from amici.importers.sbml import SbmlImporter

            importer = SbmlImporter(problem.path)
            constants = [
                one.getId()
                for one in importer.sbml_model.getListOfParameters()
                if one.getConstant() and one.getId() not in problem.varied
            ]
            channels = [MeasurementChannel(id_=f"output_{name_}", formula=name_) for name_ in problem.outputs]
            importer.sbml2amici(
                name, str(folder), fixed_parameters=constants, observation_model=channels, verbose=False,
                generate_sensitivity_code=False, compute_conservation_laws=False,
            )
            (folder / "built").touch()
        self.model = amici.import_model_module(name, str(folder)).get_model()
        self.model.set_timepoints([float(time) for time in problem.times])
        self.solver = self.model.create_solver()
        self.solver.set_max_steps(5_000_000)
        self.solver.set_sensitivity_order(sundials.SensitivityOrder.none)
        self.solver.set_return_data_reporting_mode(sundials.RDataReporting.observables_likelihood)
        self.order = [problem.varied.index(name) for name in self.model.get_free_parameter_ids()]

    def solve(self, rows, rtol, atol):
        self.solver.set_relative_tolerance(rtol)
        self.solver.set_absolute_tolerance(atol)
        values = numpy.full((len(rows), len(self.problem.times), len(self.problem.outputs)), numpy.nan)
        for index, row in enumerate(rows):
            self.model.set_free_parameters([float(row[i]) for i in self.order])
            result = self.sundials.run_simulation(self.model, self.solver)
            if result.status == 0:
                values[index] = result.y
        return values
