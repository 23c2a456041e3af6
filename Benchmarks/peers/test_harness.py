"""Tests of the harness's own arithmetic: python -m unittest (in this folder)."""

import json
import math
import pathlib
import tempfile
import unittest

import harness
import numpy
import report
from problem import Problem
from scoring import crossing, next_tolerance


class Scoring(unittest.TestCase):
    def test_a_power_law_is_met_exactly(self):
        points = [(rtol, 3 * rtol**0.8) for rtol in (1e-3, 1e-6, 1e-8)]
        self.assertAlmostEqual(math.log(crossing(points, 1e-5)), math.log((1e-5 / 3) ** 1.25), places=12)

    def test_without_two_points_around_there_is_none(self):
        self.assertIsNone(crossing([(1e-4, 1e-3), (1e-5, 1e-4)], 1e-5))
        self.assertIsNone(crossing([(1e-4, 1e-6)], 1e-5))
        self.assertIsNone(crossing([(1e-4, math.inf), (1e-5, 1e-6)], 1e-5))

    def test_of_several_crossings_the_tightest_counts(self):
        found = crossing([(1e-3, 1e-3), (1e-4, 1e-6), (1e-5, 2e-5), (1e-6, 1e-7)], 1e-5)
        self.assertTrue(1e-6 < found < 1e-5)

    def test_the_search_goes_both_ways_and_ends(self):
        self.assertAlmostEqual(next_tolerance([(1e-4, 1e-3), (1e-5, 1e-4)], 1e-5), 1e-6)
        self.assertAlmostEqual(next_tolerance([(1e-4, 1e-7), (1e-5, 1e-8)], 1e-5), 1e-3)
        self.assertAlmostEqual(next_tolerance([(1e-4, math.inf), (1e-5, math.inf)], 1e-5), 1e-6)
        self.assertIsNone(next_tolerance([(1e-4, 1e-4), (1e-5, 1e-6)], 1e-5))
        self.assertIsNone(next_tolerance([(1e-11, 1e-3)], 1e-5))
        self.assertIsNone(next_tolerance([(3e-2, 1e-7)], 1e-5))


class Errors(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        meta = {"m": {"times": [0, 1], "outputs": ["a", "b"], "atol_factor": 0.1}}
        (folder / "meta.json").write_text(json.dumps(meta))
        (folder / "m_params.csv").write_text("k,l\n1,2\n3,4\n5,6\n")
        self.reference = numpy.array([[[1.0, 0.0], [2.0, 0.0]], [[4.0, 10.0], [8.0, -20.0]]])
        numpy.savez(folder / "m_ref.npz", y=self.reference)
        self.problem = Problem(folder, "m")

    def tearDown(self):
        self.folder.cleanup()

    def test_errors_are_scaled_by_the_largest_of_a_course(self):
        values = self.reference.copy()
        values[0, 0, 0] += 0.02
        values[1, 1, 1] += 0.4
        numpy.testing.assert_allclose(self.problem.errors(values), [0.01, 0.02])

    def test_a_missing_number_is_an_infinite_error(self):
        values = self.reference.copy()
        values[0, 1, 1] = numpy.nan
        self.assertEqual(self.problem.errors(values).tolist(), [math.inf, 0])

    def test_patients_beyond_the_reference_are_not_scored_and_tables_repeat(self):
        self.assertEqual(len(self.problem.errors(numpy.zeros((3, 2, 2)))), 2)
        self.assertEqual(self.problem.rows(4).tolist(), [[1, 2], [3, 4], [5, 6], [1, 2]])


class Tables(unittest.TestCase):
    def test_a_row_has_rates_of_the_best_and_the_median_run(self):
        runs = [{"cpu": 2.0, "wall": 4.0}, {"cpu": 1.0, "wall": 1.0}, {"cpu": 4.0, "wall": 8.0}]
        final = {"patients": 100, "runs": runs, "rtol": 1e-5, "error": 1e-5, "error_p95": 9e-6, "failed": 0, "scored": 8}
        row = harness.row({"problem": "m", "peer": "amici", "status": "done", "final": final, "sweep": []})
        self.assertEqual(row["patients_per_cpu_second_best"], "100")
        self.assertEqual(row["patients_per_cpu_second_median"], "50")
        self.assertEqual(row["patients_per_second_median"], "25")

    def test_the_page_shows_who_is_faster_and_who_gave_up(self):
        def row(peer, rate, **more):
            given = {"problem": "m", "peer": peer, "variant": "v", "patients_per_cpu_second_best": rate, "patients": "7"}
            return {name: "" for name in harness.COLUMNS} | given | more

        page = report.tables("here", [row("rewire", "50"), row("heyoka", "100"), row("scipy", "", status="stopped", note="late")])
        lines = [line for line in page.splitlines() if line.startswith("| ") and "error" not in line]
        self.assertTrue(lines[0].startswith("| heyoka ") and "0.5×" in lines[0])
        self.assertTrue(lines[1].startswith("| **Rewire**"))
        self.assertTrue("stopped: late" in lines[2])


if __name__ == "__main__":
    unittest.main()
