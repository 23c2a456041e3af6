#!/usr/bin/env python3
"""Puts the results of the harness into a page, between its marks, and draws work against precision:

    report.py TABLE.csv [TABLE.csv ...] --page PAGE.md --picture PICTURE.svg
"""

import argparse
import csv
import json
import math
import pathlib

TITLES = {
    "libroadrunner": "libRoadRunner", "amici": "AMICI", "copasi": "COPASI", "numbalsoda": "numbalsoda",
    "heyoka": "heyoka", "scipy": "SciPy", "diffrax": "diffrax", "rewire": "Rewire",
}
# Errors that the picture shows.
EDGES = [5e-7, 1e-2]
OWN, OTHER = "#1F4E79", "#8A8A8A"
START, END = "<!-- measured -->", "<!-- end -->"


def read(path):
    """The line about the machine, and the rows."""
    with open(path, newline="", encoding="utf-8") as file:
        head = file.readline().lstrip("# ").strip()
        return head, list(csv.DictReader(file))


def title(row):
    name = TITLES.get(row["peer"], row["peer"])
    return f"{name} ({row['variant']})" if row["peer"] == "diffrax" else name


def grouped(text):
    """Three digits that count, thousands with commas."""
    if not text:
        return "–"
    value = float(text)
    if value <= 0:
        return "0"
    value = round(value, 2 - math.floor(math.log10(value)))
    return f"{value:,.0f}" if value >= 100 else f"{value:g}"


def error(text):
    return f"{float(text):.1e}".replace("e-0", "e-") if text else "–"


def tables(head, rows):
    lines = [f"Measured {head}.", ""]
    for problem in dict.fromkeys(row["problem"] for row in rows):
        own = [row for row in rows if row["problem"] == problem]
        rate = lambda row: float(row["patients_per_cpu_second_best"] or 0)
        own.sort(key=rate, reverse=True)
        rewire = max((rate(row) for row in own if row["peer"] == "rewire"), default=0)
        lines += [
            f"### `{problem}`", "",
            "| | error | rtol | patients a second and core: best | median | wall | Rewire is faster by | first result, s (cold) | patients | failed |",
            "|---|---|---|---|---|---|---|---|---|---|",
        ]
        for row in own:
            if not rate(row):
                lines.append(f"| {title(row)} | {row['status']}: {row['note'] or 'no numbers'} | | | | | | | | |")
                continue
            ratio = "" if row["peer"] == "rewire" or not rewire else f"{grouped(str(rewire / rate(row)))}×"
            first = grouped(row["first_result_s"])
            if row["first_result_cold_s"]:
                first += f" ({grouped(row['first_result_cold_s'])})"
            mark = "**" if row["peer"] == "rewire" else ""
            cells = [
                f"{mark}{title(row)}{mark}", error(row["error"]), error(row["rtol"]),
                f"{mark}{grouped(row['patients_per_cpu_second_best'])}{mark}",
                grouped(row["patients_per_cpu_second_median"]), grouped(row["patients_per_second_median"]), ratio, first,
                f"{int(row['patients']):,}", row["failed"],
            ]
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    versions = sorted({row["version"] for row in rows if row["version"]}, key=str.lower)
    return "\n".join(lines + ["Versions: " + "; ".join(versions) + "."])


def points(row):
    """The sweep, loose to tight."""
    found = []
    for part in filter(None, row["sweep"].split("; ")):
        rtol, size, rate = (float(number) for number in part.split(" "))
        if math.isfinite(size) and size > 0:
            found.append({"rtol": rtol, "error": size, "rate": rate, "peer": title(row), "own": row["peer"] == "rewire"})
    return sorted(found, key=lambda point: -point["rtol"])


def spread(labels, room):
    """Moves labels apart on a logarithmic axis, at least `room` decades."""
    labels.sort(key=lambda label: label["rate"])
    places = [math.log10(label["rate"]) for label in labels]
    for _ in range(200):
        for i in range(len(places) - 1):
            gap = places[i + 1] - places[i]
            if gap < room:
                places[i] -= (room - gap) / 2
                places[i + 1] += (room - gap) / 2
    for label, place in zip(labels, places):
        label["rate"] = 10**place
    return labels


def panel(problem, rows, shows_y):
    lines = [points(row) for row in rows if row["problem"] == problem]
    lines = [line for line in lines if line]
    every = [point for line in lines for point in line if EDGES[0] <= point["error"] <= EDGES[1]]
    low = 10 ** math.floor(math.log10(min(point["rate"] for point in every)))
    high = 10 ** math.ceil(math.log10(max(point["rate"] for point in every)))
    decades = [low * 10**i for i in range(round(math.log10(high / low)) + 1)]
    labels = []
    for line in lines:
        seen = [point for point in line if EDGES[0] <= point["error"] <= EDGES[1]]
        if seen:
            labels.append({**seen[-1], "error": EDGES[0] / 1.2})
    spread(labels, math.log10(high / low) * 0.062)
    x = {
        "field": "error", "type": "quantitative", "sort": "descending",
        "scale": {"type": "log", "domain": EDGES, "reverse": True, "clamp": False},
        "axis": {
            "values": [1e-2, 1e-3, 1e-4, 1e-5, 1e-6], "title": "largest scaled error",
            "labelExpr": "'10' + {'-2': '⁻²', '-3': '⁻³', '-4': '⁻⁴', '-5': '⁻⁵', '-6': '⁻⁶'}"
            "[round(log(datum.value) / log(10))]",
        },
    }
    y = {
        "field": "rate", "type": "quantitative", "scale": {"type": "log", "domain": [low, high]},
        "axis": {"values": decades, "format": ",", "title": "patients per second, one core" if shows_y else None},
    }
    color = {"condition": {"test": "datum.own", "value": OWN}, "value": OTHER}
    encoding = {
        "x": x, "y": y, "color": color, "detail": {"field": "peer"}, "order": {"field": "rtol", "sort": "descending"},
    }
    return {
        "title": problem, "width": 230, "height": 250, "data": {"values": every},
        "layer": [
            {
                "mark": {"type": "rule", "strokeDash": [3, 3], "color": "#C9C9C9"},
                "data": {"values": [{"error": 1e-5}]}, "encoding": {"x": x},
            },
            {"mark": {"type": "line", "strokeWidth": 1.6}, "encoding": encoding},
            {"mark": {"type": "point", "filled": True, "size": 22, "opacity": 1}, "encoding": encoding},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 10, "clip": False},
                "data": {"values": labels},
                "encoding": {"x": x, "y": y, "text": {"field": "peer"}, "color": color},
            },
        ],
    }


def specification(rows):
    problems = list(dict.fromkeys(row["problem"] for row in rows))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "background": "white", "padding": 12, "columns": 3,
        "spacing": {"row": 40, "column": 110}, "bounds": "flush",
        "concat": [panel(problem, rows, place % 3 == 0) for place, problem in enumerate(problems)],
        "config": {
            "font": "system-ui, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif", "view": {"stroke": None},
            "title": {"fontSize": 11.5, "fontWeight": "bold", "anchor": "start", "frame": "group", "offset": 8},
            "axis": {
                "domainColor": "#9A9A9A", "tickColor": "#9A9A9A", "labelColor": "#444444", "titleColor": "#222222",
                "labelFontSize": 10, "titleFontSize": 10.5, "titleFontWeight": "normal", "tickSize": 3, "grid": False,
                "labelFlush": False, "labelBound": False, "labelOverlap": False,
            },
        },
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="+", type=pathlib.Path)
    parser.add_argument("--page", type=pathlib.Path)
    parser.add_argument("--picture", type=pathlib.Path, nargs="*", default=[])
    options = parser.parse_args()
    read_tables = [read(path) for path in options.tables]
    if options.page:
        text = options.page.read_text(encoding="utf-8")
        before, rest = text.split(START, 1)
        _, after = rest.split(END, 1)
        measured = "\n\n".join(tables(head, rows) for head, rows in read_tables)
        options.page.write_text(f"{before}{START}\n\n{measured}\n\n{END}{after}", encoding="utf-8")
    if options.picture:
        import vl_convert

        drawing = json.dumps(specification([row for _, rows in read_tables for row in rows]))
        for path in options.picture:
            if path.suffix == ".png":
                path.write_bytes(vl_convert.vegalite_to_png(drawing, scale=2))
            else:
                path.write_text(vl_convert.vegalite_to_svg(drawing), encoding="utf-8")


if __name__ == "__main__":
    main()
