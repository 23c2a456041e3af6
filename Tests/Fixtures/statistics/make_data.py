"""Writes the data sets of the statistics tests beside itself: seeded, so that they are the same each time.

Made with NumPy 2.4.6: python make_data.py
"""
import csv
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parent


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(["" if isinstance(v, float) and np.isnan(v) else v for v in row])


def ancova():
    # Three unbalanced arms, two covariates, a site.
    r = np.random.default_rng(101)
    rows = []
    for i in range(84):
        arm, site = int(r.choice(3, p=[0.5, 0.3, 0.2])), int(r.integers(3))
        base, age = round(r.normal(32, 5), 2), int(r.integers(18, 70))
        change = round(-5 - 4 * arm - 0.4 * (base - 32) + 0.05 * age + 2 * site + r.normal(0, 8), 3)
        rows.append([change, arm, base, age, site])
    write("ancova_1.csv", ["change", "arm", "baseline", "age", "site"], rows)
    # Fourteen patients.
    r = np.random.default_rng(102)
    rows = []
    for i in range(14):
        arm, base = i % 2, round(r.normal(30, 4), 1)
        rows.append([round(-8 * arm + 0.5 * base + r.normal(0, 6), 2), arm, base])
    write("ancova_2.csv", ["change", "arm", "baseline"], rows)
    # Whole numbers with ties, missing responses, two factors of which one is rare.
    r = np.random.default_rng(103)
    rows = []
    for i in range(200):
        arm, site, severe = int(r.random() < 0.35), int(r.choice(4, p=[0.6, 0.25, 0.1, 0.05])), int(r.random() < 0.4)
        base = int(np.clip(round(r.normal(31 + 4 * severe, 5)), 20, 60))
        change = float(np.clip(round(-9 - 3 * arm - 0.3 * (base - 31) + r.normal(0, 12)), -base, 60 - base))
        if r.random() < 0.15:
            change = float("nan")
        rows.append([change, arm, base, site, severe])
    write("ancova_3.csv", ["change", "arm", "baseline", "site", "severe"], rows)


def two_groups():
    for number, (seed, n, m, effect, ratio) in enumerate([(111, 40, 40, 0.5, 1), (112, 5, 9, 1.5, 3), (113, 150, 50, 0, 2)]):
        r = np.random.default_rng(seed)
        rows = [[round(r.normal(effect, 1), 3), 0] for _ in range(n)] + [[round(r.normal(0, ratio), 3), 1] for _ in range(m)]
        write(f"means_{number + 1}.csv", ["value", "group"], rows)


def tables():
    rows = [[21, 47, 7, 25], [3, 10, 0, 12], [0, 8, 0, 9], [11, 11, 5, 9], [60, 115, 41, 112], [1, 300, 4, 310],
            [250, 1000, 200, 1000], [5, 5, 5, 5], [9, 20, 9, 20], [1, 2, 0, 1], [0, 40, 6, 38]]
    write("proportions.csv", ["events1", "n1", "events2", "n2"], rows)


def survival():
    # Continuous times; whole weeks with many ties; small with heavy censoring and an unbalanced allocation.
    for number, (seed, n, share, ties, hazard, censoring) in enumerate(
            [(121, 120, 0.5, 0, 0.6, 30), (122, 200, 0.5, 1, 0.5, 40), (123, 18, 0.3, 2, 0.4, 12)]):
        r = np.random.default_rng(seed)
        rows = []
        for i in range(n):
            arm, x = int(r.random() < share), round(r.normal(30, 5), 1)
            t = r.exponential(20 / np.exp(np.log(hazard) * arm + 0.03 * (x - 30)))
            c = r.exponential(censoring)
            time = max(min(t, c), 0.001)
            time = round(time, 4) if ties == 0 else max(1.0, float(np.ceil(time / ties)))
            rows.append([time, int(t <= c), arm, x])
        write(f"survival_{number + 1}.csv", ["time", "event", "arm", "x"], rows)


def repeated():
    def sigma(t, sd, rho):
        s = np.array([[sd[i] * sd[j] * rho ** abs(i - j) for j in range(t)] for i in range(t)])
        return s
    # Complete; three arms with all kinds of gaps; small, 2:1, few visits and a site; covariance different by arm.
    designs = [(131, 60, [0.5, 0.5], 4, "none", 1, 1.0), (132, 90, [0.4, 0.3, 0.3], 4, "any", 1, 1.0),
               (133, 24, [0.67, 0.33], 3, "dropout", 3, 1.0), (134, 80, [0.5, 0.5], 3, "any", 1, 1.6)]
    for number, (seed, n, shares, visits, gaps, sites, inflation) in enumerate(designs):
        r = np.random.default_rng(seed)
        rows = []
        for i in range(n):
            arm, site, base = int(r.choice(len(shares), p=shares)), int(r.integers(sites)), round(r.normal(32, 5), 1)
            s = sigma(visits, [6 + 1.5 * j for j in range(visits)], 0.7) * (inflation if arm else 1.0)
            y = r.multivariate_normal([-3 * (j + 1) - 1.5 * arm * j - 0.3 * (base - 32) + site for j in range(visits)], s)
            gone = False
            for j in range(visits):
                if j > 0 and gaps != "none" and r.random() < 0.06 + 0.08 * (y[j - 1] > -4):
                    gone = True
                if gone or (gaps == "any" and r.random() < 0.08):
                    continue
                rows.append([i, arm, site, j, base, round(y[j], 3)])
        write(f"repeated_{number + 1}.csv", ["id", "arm", "site", "visit", "baseline", "change"], rows)


if __name__ == "__main__":
    ancova()
    two_groups()
    tables()
    survival()
    repeated()
