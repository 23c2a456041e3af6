#!/usr/bin/env python3
"""Makes the folder of problems that the harness runs: SBML by `rewire convert`, patients drawn with a fixed seed, and
what is right by LSODA at a tight tolerance, checked against CVODE (of libRoadRunner, or of AMICI where that gives up).

    make_models.py FOLDER [--rewire PROGRAM]

References are kept in Benchmarks/models/references and computed only where the kept ones are of other patients.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy

HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE.parent / "models"
KEPT = MODELS / "references"
SEED = 20261123
# Spread of the varied parameters, in natural logarithms.
SPREAD = 0.3
PROBLEMS = {
    "indirect_response": {
        "varied": "CL V1 Q V2 CLm Vm keo EC50 Emax kout ktol tolerance",
        "times": numpy.linspace(0, 24, 97), "outputs": "central metabolite site response loss total",
        "atol_factor": 0.01, "patients": 10_000, "references": 50,
    },
    "stiff_signalling": {
        "varied": "CL V1 Q V2 kon koff gain damp k1 k2 k3 k4 kg km kp ks kl feed",
        "times": numpy.unique(numpy.concatenate([numpy.linspace(0, 12, 25), numpy.linspace(0, 1008, 64)])),
        "outputs": "bound calcium e1 e4 factor m1 p1 p3 s1 s3 score", "atol_factor": 0.01, "patients": 1000,
        "references": 25,
    },
    "receptor_network": {
        "varied": "bind release enter recycle decay on0 on1 on2 on3 on4 off0 off1 off2 off3 up0 up1 up2 down0 down1 down2",
        "times": numpy.linspace(0, 120, 61), "outputs": "signal bound ras_active mek_active erk_active",
        "atol_factor": 1.0, "patients": 200, "references": 8,
    },
}


def sbml(name, path, rewire):
    source = MODELS / f"{name}.ant"
    with tempfile.TemporaryDirectory() as scratch:
        if not source.exists():
            text = subprocess.run([sys.executable, str(MODELS / f"{name}.py")], capture_output=True, text=True, check=True)
            source = pathlib.Path(scratch) / f"{name}.ant"
            source.write_text(text.stdout)
        subprocess.run([rewire, "convert", str(source), str(path)], check=True, stdout=subprocess.DEVNULL)
        return source.read_text()


def nominal(text, name):
    """A parameter's number in the text of a model."""
    import re

    return float(re.search(rf"(?<![\w]){name} = ([-+.\deE]+)\s*;", text)[1])


def solve(peer, folder, name, count, rtol):
    """A peer's courses of the first patients, in the peer's environment."""
    sys.path.insert(0, str(HERE))
    import harness

    python = harness.find(peer, harness.environments())
    if python is None:
        sys.exit(f"make_models: {peer} is needed for the references and is not installed: make peers")
    script = (
        "import importlib, numpy, sys; from problem import Problem; "
        "p = Problem(sys.argv[1], sys.argv[2]); m = importlib.import_module('adapters.' + sys.argv[5]); "
        "r = float(sys.argv[4]); y = m.Peer(p, m.VARIANTS[0]).solve(p.rows(int(sys.argv[3])), r, r * p.atol_factor); "
        "numpy.save(sys.argv[6], y)"
    )
    with tempfile.TemporaryDirectory() as scratch:
        path = str(pathlib.Path(scratch) / "y.npy")
        words = [python, "-c", script, str(folder), name, str(count), repr(rtol), peer, path]
        subprocess.run(words, check=True, cwd=HERE, env=harness.environment({}))
        return numpy.load(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--rewire", default=str(HERE.parents[1] / ".build/release/rewire"))
    options = parser.parse_args()
    folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    KEPT.mkdir(exist_ok=True)
    meta = {}
    for place, (name, problem) in enumerate(PROBLEMS.items()):
        text = sbml(name, folder / f"{name}.xml", options.rewire)
        varied = problem["varied"].split()
        random = numpy.random.Generator(numpy.random.PCG64([SEED, place]))
        factors = numpy.exp(SPREAD * random.standard_normal((problem["patients"], len(varied))))
        rows = numpy.array([nominal(text, one) for one in varied]) * factors
        numpy.savetxt(folder / f"{name}_params.csv", rows, fmt="%.9g", delimiter=",", header=",".join(varied), comments="")
        rows = numpy.loadtxt(folder / f"{name}_params.csv", delimiter=",", skiprows=1)[: problem["references"]]
        meta[name] = {
            "times": problem["times"].tolist(), "outputs": problem["outputs"].split(),
            "atol_factor": problem["atol_factor"],
        }
        (folder / "meta.json").write_text(json.dumps(meta))
        kept = KEPT / f"{name}_ref.npz"
        known = numpy.load(kept) if kept.exists() else None
        if known is None or not numpy.array_equal(known["parameters"], rows) or known["y"].shape[1] != len(problem["times"]):
            numpy.savez_compressed(folder / f"{name}_ref.npz", y=numpy.zeros((1, 1, 1)))
            right = solve("numbalsoda", folder, name, problem["references"], 1e-11)
            # libRoadRunner gives up on one model at tight tolerances.
            for peer, rtol in (("libroadrunner", 1e-10), ("amici", 1e-10)):
                other = solve(peer, folder, name, min(10, problem["references"]), rtol)
                scale = numpy.abs(right[: len(other)]).max(axis=1, keepdims=True)
                differences = (numpy.abs(other - right[: len(other)]) / numpy.where(scale > 0, scale, 1)).max(axis=(1, 2))
                solved = differences[numpy.isfinite(differences)]
                if len(solved):
                    break
            difference = solved.max() if len(solved) else numpy.nan
            print(
                f"{name}: LSODA at 1e-11 and CVODE ({peer}) at {rtol:g} differ by {difference:.1e} at most "
                f"({len(solved)} patients)", flush=True,
            )
            numpy.savez_compressed(kept, y=right, parameters=rows, agreement=difference)
        (folder / f"{name}_ref.npz").write_bytes(kept.read_bytes())


if __name__ == "__main__":
    main()
