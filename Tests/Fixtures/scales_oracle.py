"""Graded response models in many digits: reads lines `severity spread slope threshold...` and prints, for each, the mean
and variance of the number of thresholds passed, and the mean over a normal error of severity with that spread."""

import sys

import mpmath

mpmath.mp.dps = 20


def share(slope, threshold, severity):
    return 1 / (1 + mpmath.exp(-slope * (severity - threshold)))


def mean(slope, thresholds, severity):
    return mpmath.fsum(share(slope, threshold, severity) for threshold in thresholds)


for line in sys.stdin:
    severity, spread, slope, *thresholds = map(mpmath.mpf, line.split())
    passed = [1] + [share(slope, threshold, severity) for threshold in thresholds] + [0]
    chances = [above - below for above, below in zip(passed, passed[1:])]
    first = mpmath.fsum(score * chance for score, chance in enumerate(chances))
    second = mpmath.fsum((score - first) ** 2 * chance for score, chance in enumerate(chances))
    averaged = first
    if spread > 0:
        averaged = mpmath.quad(
            lambda z: mean(slope, thresholds, severity + spread * z) * mpmath.npdf(z), [-12, -4, 0, 4, 12]
        )
    print(mpmath.nstr(first, 17), mpmath.nstr(second, 17), mpmath.nstr(averaged, 17))
