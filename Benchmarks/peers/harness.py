#!/usr/bin/env python3
"""Measures Rewire and other simulators on the same models, patients and output times, at equal error.

    Benchmarks/peers/harness.py [--models FOLDER] [--peers a,b] [--problems x,y] [--output TABLE.csv]

Each peer runs in an environment of its own, one process for each problem, pinned to one core. Environments are looked
for in $PEERS (folders with colons between; default: .peers/*); the first one that can load a peer is used. A peer that
none can load is left out, and the table says so.
"""

import argparse
import csv
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# Which module shows that an environment has the peer.
PEERS = {
    "rewire": "numpy", "libroadrunner": "roadrunner", "amici": "amici", "copasi": "COPASI", "numbalsoda": "numbalsoda",
    "heyoka": "heyoka", "scipy": "scipy.integrate, numba, libsbml", "diffrax": "diffrax, libsbml",
}
VARIANTS = {"diffrax": ["tsit5", "kvaerno5"]}
COLUMNS = [
    "problem", "peer", "variant", "version", "status", "rtol", "error", "error_p95", "scored_patients", "patients",
    "failed", "patients_per_cpu_second_best", "patients_per_cpu_second_median", "patients_per_second_median",
    "first_result_s", "first_result_cold_s", "setup_s", "parse_s", "compile_s", "write_s", "lane_use", "sweep", "note",
]


def environments():
    given = os.environ.get("PEERS")
    folders = given.split(":") if given else sorted(str(path) for path in (ROOT / ".peers").glob("*"))
    own = str(ROOT / ".venv")
    return [folder for folder in [*folders, own] if (pathlib.Path(folder) / "bin/python").exists()]


def find(peer, folders):
    """The Python that can load the peer, or None."""
    for folder in [str(ROOT / ".venv"), *folders] if peer == "rewire" else folders:
        python = str(pathlib.Path(folder) / "bin/python")
        probe = subprocess.run(
            [python, "-c", f"import {PEERS[peer]}, numpy"], capture_output=True, cwd=HERE, env=environment({}), timeout=120
        )
        if probe.returncode == 0:
            return python
    return None


def environment(more):
    single = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")}
    return dict(os.environ, PYTHONDONTWRITEBYTECODE="1", **single, **more)


def measure(python, peer, variant, folder, problem, options):
    """What the worker found; with `status`: done, stopped (out of time), failed (with a `note`)."""
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "result.json"
        words = ["taskset", "-c", str(options.core), python, str(HERE / "worker.py"), peer, variant, folder, problem]
        more = {
            "WORKER_STARTED": repr(time.time()), "WORKER_BUDGET": str(options.budget),
            "WORKER_REPEATS": str(options.repeats), "WORKER_TARGET": str(options.target),
            "PEERS_BUILD": str(pathlib.Path(options.build).resolve()), "REWIRE": str(pathlib.Path(options.rewire).resolve()),
        }
        status, note = "done", ""
        try:
            done = subprocess.run(
                words + [str(path)], cwd=HERE, env=environment(more), capture_output=True, text=True,
                timeout=options.limit,
            )
            if done.returncode:
                lines = [line for line in done.stderr.strip().splitlines() if line.strip()] or ["no message"]
                status, note = "failed", lines[-1][:200]
        except subprocess.TimeoutExpired:
            status, note = "stopped", f"not done after {options.limit:g} s"
        result = json.loads(path.read_text()) if path.exists() else {"peer": peer, "variant": variant, "problem": problem}
        result["status"] = status if status != "done" or "final" in result else "no crossing"
        result["note"] = note or result.get("note", "")
        return result


def row(result):
    final = result.get("final") or {}
    clocks = final.get("clocks") or {}
    runs = final.get("runs") or []
    rates = [final["patients"] / run["cpu"] for run in runs if run["cpu"] > 0]
    walls = [final["patients"] / run["wall"] for run in runs if run["wall"] > 0]
    sweep = "; ".join(
        f"{p['rtol']:.2g} {p['error']:.2g} {p['patients'] / p['cpu']:.4g}" for p in result.get("sweep", []) if p["cpu"] > 0
    )

    def short(value):
        return f"{value:.4g}" if isinstance(value, float) else value

    values = {
        **{name: result.get(name) for name in COLUMNS}, **{name: final.get(name) for name in COLUMNS if name in final},
        **{name: clocks.get(name) for name in ("parse_s", "compile_s", "write_s", "lane_use")},
        "scored_patients": final.get("scored"), "sweep": sweep,
        "patients_per_cpu_second_best": max(rates, default=None),
        "patients_per_cpu_second_median": statistics.median(rates) if rates else None,
        "patients_per_second_median": statistics.median(walls) if walls else None,
    }
    return {name: "" if values[name] is None else short(values[name]) for name in COLUMNS}


def machine():
    name = platform.processor() or platform.machine()
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        name = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{name}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default=str(ROOT / ".peers/models"), help="a folder of problems")
    parser.add_argument("--peers", default=",".join(PEERS), help="names with commas between; name:variant for one variant")
    parser.add_argument("--problems", help="some of the folder's problems")
    parser.add_argument("--output", default=str(ROOT / "Benchmarks/results/peers.csv"))
    parser.add_argument("--rewire", default=str(ROOT / ".build/release/rewire"))
    parser.add_argument("--build", default=str(ROOT / ".peers/build"), help="where compiled models are kept")
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--target", type=float, default=1e-5, help="the error at which speeds are compared")
    parser.add_argument("--budget", type=float, default=0.8, help="processor seconds of one timed run")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60, help="seconds for one peer on one problem")
    parser.add_argument("--keep", action="store_true", help="keep what the table has of others")
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    known = list(json.loads((pathlib.Path(options.models) / "meta.json").read_text()))
    problems = options.problems.split(",") if options.problems else known
    folders = environments()
    results = []
    for asked in options.peers.split(","):
        peer, _, variant = asked.partition(":")
        python = find(peer, folders)
        if python is None:
            print(f"{peer}: not installed", flush=True)
            continue
        for problem in problems:
            for variant in [variant] if variant else VARIANTS.get(peer, ["default"]):
                start = time.time()
                result = measure(python, peer, variant, str(pathlib.Path(options.models).resolve()), problem, options)
                results.append(result)
                line = row(result)
                print(
                    f"{problem:14} {peer:14} {variant:9} {line['status']:12} error {line['error']:>9}  "
                    f"{line['patients_per_cpu_second_best']:>9} patients a second  {time.time() - start:5.1f} s  {line['note']}",
                    flush=True,
                )
    rows = [row(result) for result in results]
    if options.keep and pathlib.Path(options.output).exists():
        rows += kept(options.output, rows)
    rows.sort(key=lambda one: (known.index(one["problem"]), list(PEERS).index(one["peer"])))
    with open(options.output, "w", newline="", encoding="utf-8") as file:
        file.write(f"# {time.strftime('%Y-%m-%d')}; {machine()}; one core; target error {options.target:g}\n")
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def kept(path, rows):
    """The rows of an older table that were not measured again."""
    again = {(one["problem"], one["peer"], one["variant"]) for one in rows}
    with open(path, newline="", encoding="utf-8") as file:
        file.readline()
        old = list(csv.DictReader(file))
    return [one for one in old if (one["problem"], one["peer"], one["variant"]) not in again]


if __name__ == "__main__":
    main()
