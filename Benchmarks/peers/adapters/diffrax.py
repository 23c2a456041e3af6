"""diffrax on the processor, 64-bit floats: batches of patients in one compiled call. Tsit5 for models that are not
stiff, Kvaerno5 for stiff ones; the worker runs both where both come to an end."""

import importlib.metadata
import os
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import numpy
from equations import Equations, segments

VARIANTS = ["tsit5", "kvaerno5"]
# Patients solved together: code is made for one size only. An implicit method solves dense systems, one after another.
BATCH = {"tsit5": 128, "kvaerno5": 8}


def version():
    return f"diffrax {importlib.metadata.version('diffrax')}, JAX {importlib.metadata.version('jax')}"


class Peer:
    def __init__(self, problem, variant):
        import diffrax
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_enable_x64", True)
        equations = Equations(problem.path)
        if any(part.jumps for part in segments(equations, problem.times)):
            raise RuntimeError("this adapter knows no jumps of states")
        definitions, derivatives, _ = equations.program(problem.varied)
        scope = {name: getattr(jnp, name) for name in ("exp", "log", "tanh", "sin", "cos")}
        lines = ["def derivative(t, y, p, u):"] + [f"    {name} = {formula}" for name, formula in definitions]
        lines += ["    return [" + ", ".join(derivatives) + "]"]
        definitions, texts = equations.observation(problem.varied, problem.outputs)
        lines += ["def observe(y, p, u):"] + [f"    {name} = {formula}" for name, formula in definitions]
        lines += ["    return [" + ", ".join(texts) + "]"]
        exec("\n".join(lines), scope)
        parts = segments(equations, problem.times)
        switches = jnp.array([part.start for part in parts[1:]])
        inputs = jnp.array([part.inputs for part in parts]).reshape(len(parts), len(equations.inputs))
        initial = jnp.array(equations.initial, dtype=float)
        times = jnp.array(problem.times)
        self.size = BATCH[variant]
        solver = {"tsit5": diffrax.Tsit5, "kvaerno5": diffrax.Kvaerno5}[variant]()

        def floats(numbers):
            return jnp.stack([jnp.asarray(number, dtype=float) for number in numbers])

        def rate(t, y, p):
            return floats(scope["derivative"](t, y, p, inputs[jnp.searchsorted(switches, t, side="right")]))

        def sample(t, y, p):
            return floats(scope["observe"](y, p, inputs[jnp.searchsorted(switches, t, side="right")]))

        def one(p, rtol, atol):
            control = diffrax.PIDController(rtol=rtol, atol=atol)
            if len(parts) > 1:
                control = diffrax.ClipStepSizeController(control, jump_ts=switches)
            return diffrax.diffeqsolve(
                diffrax.ODETerm(rate), solver, 0.0, float(problem.times[-1]), None, initial, args=p,
                saveat=diffrax.SaveAt(ts=times, fn=sample), stepsize_controller=control, max_steps=2_000_000,
                throw=False,
            ).ys

        self.batch = jax.jit(jax.vmap(one, in_axes=(0, None, None)))
        self.asarray = jnp.asarray
        self.compiled = {}

    def _for(self, size, width):
        """The code for batches of a size: made once, and not on the clock of solving."""
        if size not in self.compiled:
            example = self.asarray(numpy.zeros((size, width)))
            self.compiled[size] = self.batch.lower(example, 0.0, 0.0).compile()
        return self.compiled[size]

    def solve(self, rows, rtol, atol):
        size = self.size
        run = self._for(size, rows.shape[1])
        wall, cpu = time.perf_counter(), time.process_time()
        pieces = []
        for first in range(0, len(rows), size):
            piece = rows[first : first + size]
            padded = numpy.concatenate([piece, numpy.repeat(piece[-1:], size - len(piece), axis=0)])
            pieces.append(numpy.asarray(run(self.asarray(padded), rtol, atol))[: len(piece)])
        values = numpy.concatenate(pieces)
        self.clock = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        return values
