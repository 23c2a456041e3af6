"""Writes what mpmath and statsmodels compute to distributions.json and oracle_python.json beside itself.

python oracle.py (mpmath, statsmodels)
"""
import csv
import json
import pathlib

import mpmath as mp
import statsmodels
from statsmodels.stats.proportion import confint_proportions_2indep

FOLDER = pathlib.Path(__file__).parent
mp.mp.dps = 60


def text(value):
    return float(mp.nstr(value, 17))


def beta_tail(a, b, x, y):
    """Upper tail of the incomplete beta function at x = 1 - y, by quadrature-free hypergeometric evaluation."""
    return mp.betainc(b, a, 0, y, regularized=True)


def student(df, t):
    df, t = mp.mpf(df), mp.mpf(t)
    return mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2


def f_tails(d1, d2, f):
    d1, d2, f = mp.mpf(d1), mp.mpf(d2), mp.mpf(f)
    x = d1 * f / (d1 * f + d2)
    return mp.betainc(d1 / 2, d2 / 2, 0, x, regularized=True), mp.betainc(d2 / 2, d1 / 2, 0, 1 - x, regularized=True)


def chi_tails(k, x):
    k, x = mp.mpf(k), mp.mpf(x)
    return mp.gammainc(k / 2, 0, x / 2, regularized=True), mp.gammainc(k / 2, x / 2, mp.inf, regularized=True)


def distributions():
    normal = [[z, text(mp.erfc(-mp.mpf(z) / mp.sqrt(2)) / 2)] for z in (-37.5, -20, -8.25, -3, -1.96, -0.5, -1e-9, 0, 0.25, 1, 2.5, 6)]
    normal_quantile = []
    for p in (1e-300, 1e-40, 1e-12, 0.001, 0.025, 0.2, 0.45, 0.499999, 0.5000001, 0.6, 0.8413, 0.975, 0.9999):
        normal_quantile.append([p, text(-mp.sqrt(2) * mp.erfinv(1 - 2 * mp.mpf(p))) if p > 1e-30 else
                                text(mp.findroot(lambda z: mp.log(mp.erfc(-z / mp.sqrt(2)) / 2) - mp.log(mp.mpf(p)), -mp.sqrt(-2 * mp.log(mp.mpf(p)))))])
    t = [[df, x, text(student(df, x))] for df in (0.5, 1, 2.5, 7.3, 30, 200.7, 10_000, 1e6)
         for x in (1e-6, 0.1, 0.7, 1, 1.7, 1.9799, 3.2, 8, 30) if not (df >= 1e4 and x >= 30)]
    f = []
    for d1, d2 in ((1, 1), (1, 7.3), (2, 50), (3.6, 4.2), (6, 120.5), (40, 3), (10, 5000)):
        for x in (1e-5, 0.2, 0.9, 1.3, 2.5, 7, 40):
            low, high = f_tails(d1, d2, x)
            f.append([d1, d2, x, text(low), text(high)])
    chi = []
    for k in (0.3, 1, 2, 3.7, 10, 55.5, 1000):
        for ratio in (1e-4, 0.3, 0.8, 1, 1.2, 2, 4):
            low, high = chi_tails(k, k * ratio)
            chi.append([k, k * ratio, text(low), text(high)])
    return {"tool": f"mpmath {mp.__version__}", "normal": normal, "normalQuantile": normal_quantile, "t": t, "f": f, "chiSquare": chi}


def newcombe():
    rows = list(csv.DictReader(open(FOLDER / "proportions.csv")))
    return [list(map(float, confint_proportions_2indep(
        int(r["events1"]), int(r["n1"]), int(r["events2"]), int(r["n2"]), method="newcomb", compare="diff", correction=False))) for r in rows]


GUESSES = [((82, 25, 170), (27, 29, 83)), ((30, 5, 5), (10, 20, 10)), ((9, 3, 1), (4, 7, 0)), ((40, 0, 7), (3, 19, 3))]


def james(active, control):
    """James' index from its definition: disagreement weights 0, 1/2, and unsure 1."""
    n = mp.mpf(sum(active) + sum(control))

    def index(p):
        unsure = p[2] + p[5]
        observed = (p[1] + p[3]) / 2 / (1 - unsure)
        expected = ((p[1] + p[4]) * (p[0] + p[1]) + (p[0] + p[3]) * (p[3] + p[4])) / 2 / (1 - unsure) ** 2
        return (1 + unsure + (1 - unsure) * (observed - expected) / expected) / 2

    p = [mp.mpf(c) / n for c in active + control]
    slopes = [mp.diff(lambda v, k=k: index(p[:k] + [v] + p[k + 1:]), p[k]) for k in range(6)]
    mean = sum(a * b for a, b in zip(p, slopes))
    return [text(index(p)), text(mp.sqrt(sum(a * (b - mean) ** 2 for a, b in zip(p, slopes)) / n))]


if __name__ == "__main__":
    (FOLDER / "distributions.json").write_text(json.dumps(distributions(), indent=0))
    values = {"tools": {"statsmodels": statsmodels.__version__, "mpmath": mp.__version__}, "newcombe": newcombe(),
              "james": [{"active": a, "control": c, "value": james(list(a), list(c))} for a, c in GUESSES]}
    (FOLDER / "oracle_python.json").write_text(json.dumps(values, indent=1))
