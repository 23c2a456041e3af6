"""From a sweep of tolerances to the one that gives an error."""

import math


def crossing(points, target):
    """The tolerance at which the error is `target`, between two points on logarithmic scales; None when no two points
    enclose it.

    points: (rtol, error); of several crossings the tightest counts, since from there on the error stays below.
    """
    points = sorted((rtol, error) for rtol, error in points if 0 < error < math.inf)
    for (tight, small), (loose, large) in zip(points, points[1:]):
        if small <= target < large:
            share = math.log(target / small) / math.log(large / small)
            return tight * (loose / tight) ** share
    return None


def next_tolerance(points, target, loosest=3e-2, tightest=1e-11):
    """Which tolerance to try next so that the target becomes enclosed; None when it is, or cannot be."""
    if crossing(points, target) is not None:
        return None
    known = sorted(points)
    (tight, small), (loose, large) = known[0], known[-1]
    if not small <= target:
        return tight / 10 if tight / 10 >= tightest else None
    if large <= target:
        return loose * 10 if loose * 10 <= loosest else None
    return None
