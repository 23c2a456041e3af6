"""COPASI: LSODA on the model as COPASI holds it, through its Python interface."""

import COPASI
import numpy

VARIANTS = ["lsoda"]


def version():
    return f"COPASI {COPASI.__version__}"


class Peer:
    def __init__(self, problem, variant):
        self.problem = problem
        self.data = COPASI.CRootContainer.addDatamodel()
        if not self.data.importSBML(problem.path):
            raise RuntimeError("COPASI does not read the model")
        self.model = self.data.getModel()
        self.task = self.data.getTask("Time-Course")
        self.task.setMethodType(COPASI.CTaskEnum.Method_deterministic)
        course = self.task.getProblem()
        course.setDuration(float(problem.times[-1]))
        course.setUseValues(True)
        course.setValues(" ".join(repr(float(time)) for time in problem.times))
        course.setOutputEvent(False)
        course.setTimeSeriesRequested(True)
        by_id = {value.getSBMLId(): value for value in self.model.getModelValues()}
        self.varied = [by_id[name] for name in problem.varied]
        self.changed = COPASI.ObjectStdVector()
        for value in self.varied:
            self.changed.append(value.getInitialValueReference())
        self.columns = None

    def _set(self, name, value):
        method = self.task.getMethod()
        for i in range(method.size()):
            parameter = method.getParameter(i)
            if parameter.getObjectName() == name:
                parameter.setIntValue(value) if isinstance(value, int) else parameter.setDblValue(value)

    def _one(self, row):
        for value, number in zip(self.varied, row):
            value.setInitialValue(float(number))
        self.model.updateInitialValues(self.changed)
        is_done = self.task.initializeRaw(COPASI.CCopasiTask.OUTPUT_UI) and self.task.processRaw(True)
        self.task.restore()
        if not is_done:
            raise RuntimeError(self.task.getProcessError())
        series = self.task.getTimeSeries()
        if self.columns is None:
            places = {series.getSBMLId(i, self.data): i for i in range(series.getNumVariables())}
            self.columns = [places[name] for name in self.problem.outputs]
        steps = range(series.getRecordedSteps())
        return [[series.getConcentrationData(step, column) for column in self.columns] for step in steps]

    def solve(self, rows, rtol, atol):
        self._set("Relative Tolerance", float(rtol))
        self._set("Absolute Tolerance", float(atol))
        self._set("Max Internal Steps", 2_000_000)
        values = numpy.full((len(rows), len(self.problem.times), len(self.problem.outputs)), numpy.nan)
        for index, row in enumerate(rows):
            try:
                values[index] = self._one(row)
            except (RuntimeError, ValueError):
                pass
        return values
