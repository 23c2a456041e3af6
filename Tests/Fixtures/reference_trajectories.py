"""Makes the fixtures of the reduced model: reference.ant's numbers are checked against these trajectories.

An independent statement of the equations for SciPy, integrated piece by piece between the times at which an input
jumps. Writes reference_arms.csv (what each arm is given) and reference_trajectories.csv (all states of all arms at
the sampled days). Run: python reference_trajectories.py
"""

import csv
import math
from pathlib import Path

import numpy as np
from scipy.integrate import solve_ivp

FOLDER = Path(__file__).parent
STATES = "G B T M P W N S C H R Pi Z D Q".split()
DAYS = [0.02, 0.05, 0.125, 0.25, 0.5, 1, 2, 3, 7, 14, 28, 56, 119]
K = dict(
    tauG=0.014, EC_i=8.0, n_i=2.0, EC_p=60.0, n_p=3.0, gK=0.8, dK=0.8, g2A=0.929, kQ=20.0, tauQ=0.25,
    kB=30.0, aA=2.15, aE=0.769, val=1.0, KT=0.532, nT=1.5, kT=60.0, kM=30.0, kP=21.5, tauP=1.2, PK=1.82,
    kW=30.6, Wmax=0.305, tauW=0.773, f0=0.0587, Xcap=1.45, ke=0.19, ks=0.16, kd=0.00835, phi=5.28, psi=0.559,
    bF=0.878, bE=0.583, bS=0.811, Hmin=0.2, Hmax=0.666, C50=0.854, wC=0.0442, tauH=1.18, tauC=0.05,
    R0=1.0, Rmin=0.45, rho=0.0025, lam=4.0, Pi0=0.02, tauZ=13.7, kZT=0.0107, etaZ=0.121,
    cR=0.00292, cZ=0.0216, D0=4.0, D1=34.0, xD=0.855, wD=0.0757, tauD=0.08,
)
KETAMINE_HALF_LIFE, KETAMINE_COUNTED, KETAMINE_FELT = 1.5 / 24, 0.8, 0.3
PSILOCIN_SLOW, PSILOCIN_FAST, PSILOCIN_COUNTED, PSILOCIN_FELT = 4 / 24, 0.6 / 24, 1.0, 0.02


def saturation(x, half, n):
    return 0.0 if x <= 0 else x**n / (half**n + x**n)


def activation(scale, age):
    return scale * (math.exp(-age / PSILOCIN_SLOW) - math.exp(-age / PSILOCIN_FAST))


def crossing(scale, low, high):
    """The age between `low` and `high` at which the activation passes the level that opens the window."""
    for _ in range(200):
        middle = 0.5 * (low + high)
        if (activation(scale, low) > PSILOCIN_FELT) == (activation(scale, middle) > PSILOCIN_FELT):
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def ketamine(day, dose=12.0):
    felt = KETAMINE_HALF_LIFE * math.log2(dose / KETAMINE_FELT)
    return [
        ("ketamine_level", "bolus", day, dose, 0.0),
        ("ketamine_gate", "hold", day, 1.0, KETAMINE_COUNTED),
        ("ketamine_window", "hold", day, 1.0, felt),
    ]


def psilocybin(day, occupancy):
    scale = 1.6 * occupancy
    opens, closes = crossing(scale, 0.0, 0.05), crossing(scale, 0.05, PSILOCIN_COUNTED)
    return [
        ("psilocin_slow", "bolus", day, scale, 0.0),
        ("psilocin_fast", "bolus", day, scale, 0.0),
        ("psilocin_gate", "hold", day, 1.0, PSILOCIN_COUNTED),
        ("psilocin_window", "hold", day + opens, 1.0, closes - opens),
        ("tauPi", "parameter", 0.0, 6.0, 0.0),
    ]


def hold(target, start, end, level=1.0):
    return [(target, "hold", start, level, end - start)]


def course(days, give):
    return [entry for day in days for entry in give(day)]


ARMS = {
    "none": [],
    "ketamine": ketamine(0),
    "ketamine_training": ketamine(0) + hold("therapy", 1, 5, 0.5),
    "training": hold("therapy", 1, 5, 0.5),
    "ketamine_late_training": ketamine(0) + hold("therapy", 14, 18, 0.5),
    "ketamine_six": course([0, 2, 5, 7, 9, 12], ketamine),
    "psilocybin": psilocybin(0, 0.65),
    "psilocybin_low": psilocybin(0, 0.4),
    "psilocybin_low_sessions": psilocybin(0, 0.4) + course([2, 7, 14], lambda d: hold("therapy", d, d + 1)),
    "ssri": hold("ssri", 0, 200),
    "cbt": hold("therapy", 0, 84, 16 / 84),
    "ketamine_nbqx": ketamine(0) + hold("nbqx", 0, 1),
    "ketamine_rapamycin": ketamine(0) + hold("rapamycin", 0, 1),
    "ketamine_erased": ketamine(0) + hold("erase", 1, 3, 100.0),
    "ketamine_six_stress": course([0, 2, 5, 7, 9, 12], ketamine) + hold("stress", 80, 94, 0.5),
}


def inputs_at(entries, time):
    """Levels of all inputs at `time`; at a jump, the value just after it."""
    level = dict.fromkeys("ket a2A drive therapy ssri stress erase nbqx rapamycin antagonist2A".split(), 0.0)
    doses = {"ketamine_level": [], "psilocin_slow": []}
    gates = dict.fromkeys("ketamine_gate ketamine_window psilocin_gate psilocin_window".split(), 0.0)
    for target, action, start, value, duration in entries:
        if action == "bolus" and target in doses and time >= start:
            doses[target].append((start, value))
        elif action == "hold" and start <= time < start + duration:
            if target in gates:
                gates[target] += value
            else:
                level[target] += value
    ket = sum(dose * 2 ** (-(time - start) / KETAMINE_HALF_LIFE) for start, dose in doses["ketamine_level"])
    a2A = sum(activation(scale, time - start) for start, scale in doses["psilocin_slow"])
    level["ket"], level["a2A"] = ket * gates["ketamine_gate"], a2A * gates["psilocin_gate"]
    level["drive"] = 20 * (saturation(ket, 8, 2) * gates["ketamine_window"] + a2A * gates["psilocin_window"])
    return level


def rates(y, u, tau_window):
    G, B, T, M, P, W, N, S, C, H, R, Pi, Z, D, Q = y
    k = K
    block, deep = saturation(u["ket"], k["EC_i"], k["n_i"]), saturation(u["ket"], k["EC_p"], k["n_p"])
    surge = k["gK"] * block * (1 - Q) - k["dK"] * Q + k["g2A"] * u["a2A"] * (1 - u["antagonist2A"])
    ampar = (1 - u["nbqx"]) * max(0.0, G - 1)
    h = saturation(T, k["KT"], k["nT"])
    drive = P / (1 + P / k["PK"])
    X = N + S
    formed = k["f0"] / (1 + k["bF"] * H) * max(0.0, k["Xcap"] - X) * (1 + k["phi"] * drive)
    maturing = k["ks"] * (1 + k["psi"] * drive) * N
    felt = C + k["cR"] * (1 - R) + k["cZ"] * Z
    loop = k["Hmax"] / (1 + math.exp((C - k["C50"]) / k["wC"]))
    level = k["D0"] + (k["D1"] - k["D0"]) / (1 + math.exp((felt - k["xD"]) / k["wD"]))
    return [
        (1 + surge - G) / k["tauG"],
        k["kB"] * (k["aA"] * ampar + k["aE"] * block * ampar / (ampar + 0.05) * (1 - Q) - B),
        k["kT"] * (k["val"] * B + k["kZT"] * Z - T),
        k["kM"] * ((1 - u["rapamycin"]) * h - M),
        k["kP"] * M - P / k["tauP"],
        k["kW"] * h * (k["Wmax"] - W) - W / k["tauW"],
        formed - k["ke"] * (1 + k["bE"] * H) * N - maturing - u["erase"] * N,
        maturing - k["kd"] * (1 + k["bS"] * H) * S,
        (X * (1 + W) - C) / k["tauC"],
        (k["Hmin"] + R * (1 - k["etaZ"] * Z) * loop + u["stress"] - H) / k["tauH"],
        -k["lam"] * u["therapy"] * (k["Pi0"] + Pi) * (R - k["Rmin"]) + k["rho"] * (k["R0"] - R),
        u["drive"] * (1 - Pi) - Pi / tau_window,
        (u["ssri"] - Z) / k["tauZ"],
        (level - D) / k["tauD"],
        k["kQ"] * deep * (1 - Q) - Q / k["tauQ"],
    ]


def integrate(entries, start, times):
    """States at `times`, hitting every jump of an input."""
    tau_window = next((value for target, action, _, value, _ in entries if action == "parameter"), 1.2)
    jumps = {edge for _, action, time, _, length in entries if action != "parameter" for edge in (time, time + length)}
    marks = sorted({0.0, *times} | {jump for jump in jumps if 0 < jump < times[-1]})
    y, found = np.array(start, float), {}
    for left, right in zip(marks, marks[1:]):
        inner = 0.5 * (left + right)
        given = [e for e in entries if e[1] == "bolus" and e[2] <= left]
        held = [(*e[:4], math.inf) for e in entries if e[1] == "hold" and e[2] <= inner < e[2] + e[4]]
        active = given + held
        piece = solve_ivp(
            lambda t, state: rates(state, inputs_at(active, t), tau_window), (left, right), y,
            method="LSODA", rtol=1e-10, atol=1e-13, max_step=0.02 if right - left < 1.5 else 0.5)
        y = piece.y[:, -1]
        found[right] = y
    return [found[time] for time in times]


def main():
    guess = [1, 0, 0, 0, 0, 0, 0.057, 0.645, 0.702, 0.845, 1, 0, 0, 30.5, 0]
    depressed = integrate([], guess, [500.0, 4000.0])[-1]
    depressed[[0, 10]], depressed[[1, 2, 3, 4, 5, 11, 12, 14]] = 1, 0
    print("\n".join(f"{name} = {value:.15g};" for name, value in zip(STATES, depressed)))
    with open(FOLDER / "reference_arms.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow("arm target action time value duration".split())
        for arm, entries in ARMS.items():
            for target, action, time, value, duration in entries or [("therapy", "hold", 0.0, 0.0, 1.0)]:
                table.writerow([arm, target, action, f"{time:.12g}", f"{value:.12g}", f"{duration:.12g}"])
    with open(FOLDER / "reference_trajectories.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["arm", "day", *STATES])
        for arm, entries in ARMS.items():
            for day, state in zip(DAYS, integrate(entries, depressed, DAYS)):
                table.writerow([arm, f"{day:g}", *(f"{value:.10g}" for value in state)])


if __name__ == "__main__":
    main()
