"""The curve of a study whose recipes cut channels in rounds: accuracy against the FLOPs and the parameters that are gone.

    python docs/results/resnet56.py build/studies/resnet56 docs/results/resnet56.svg

Reads the runs of the study (study.json, and metrics.jsonl of each run), prints a table, and draws the picture: for each
recipe one line for the test accuracy right after the cuts, and one for that after the training behind them.
"""

import json
import pathlib
import sys

COLOURS = ("#1b6ca8", "#c1440e", "#3a7d44", "#7a3b8f")
WIDTH, HEIGHT = 900, 460
TOP, BOTTOM, LEFT, GAP = 70, 50, 50, 40
TICKS = 5


def test_accuracy(event):
    return event["values"]["accuracy"] if event["event"] == "evaluated" and event["split"] == "test" else None


def points_of(folder, run):
    """What happened at each cut of a run."""
    events = [json.loads(line) for line in (folder / run["folder"] / "metrics.jsonl").read_text().splitlines()]
    points, accuracy, whole = [], None, None
    for event in events:
        measured = test_accuracy(event)
        if event["event"] == "shrunk":
            whole = whole or event["before"]
            points.append({"recipe": run["recipe"], "before": accuracy, "size": event["after"], "lost": event["lost"]})
            for what in ("flopsPerExample", "parameters"):
                points[-1][what] = 1 - event["after"][what] / whole[what]
        elif measured is not None:
            accuracy = measured
            if points and "cut" not in points[-1]:
                points[-1]["cut"] = measured
            elif event["phase"].startswith("tune"):
                points[-1]["after"] = measured
    return [point for point in points if "after" in point]


def table(points):
    print("| recipe | parameters | FLOPs per example | before the cut | right after it | trained again |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for p in points:
        print(
            f"| {p['recipe']} | {p['size']['parameters']:,} ({-p['parameters']:.1%})"
            f" | {p['size']['flopsPerExample']:,.0f} ({-p['flopsPerExample']:.1%})"
            f" | {p['before']:.4f} | {p['cut']:.4f} | {p['after']:.4f} |"
        )


class Panel:
    """One coordinate system, from x = left on."""

    def __init__(self, left, width, low, high):
        self.left, self.width, self.low, self.high = left, width, low, high

    def x(self, share):
        return self.left + self.width * share

    def y(self, accuracy):
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.high - accuracy) / (self.high - self.low)


def text(x, y, what, anchor="middle", colour="#333"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{what}</text>'


def line(points, colour, dashes=""):
    pairs = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points)
    dashes = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{pairs}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>{dots}'


def axes(panel, title):
    parts = [text(panel.left + panel.width / 2, HEIGHT - 12, title)]
    for tick in range(TICKS + 1):
        share = tick / TICKS
        parts.append(text(panel.x(share), HEIGHT - BOTTOM + 18, f"{share:.0%}"))
        accuracy = panel.low + share * (panel.high - panel.low)
        parts.append(text(panel.left - 6, panel.y(accuracy) + 4, f"{accuracy:.0%}", "end"))
        parts.append(
            f'<line x1="{panel.left}" y1="{panel.y(accuracy):.1f}" x2="{panel.left + panel.width}"'
            f' y2="{panel.y(accuracy):.1f}" stroke="#ddd"/>'
        )
    return parts


def picture(points):
    recipes = list(dict.fromkeys(p["recipe"] for p in points))
    width = (WIDTH - 2 * LEFT - GAP) / 2
    low = min(p["cut"] for p in points) // 0.1 / 10
    high = 1 if max(p["after"] for p in points) > 0.9 else 0.9
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for number, recipe in enumerate(recipes):
        parts.append(text(LEFT, 20 + 16 * number, f"{recipe}", "start", COLOURS[number]))
    parts.append(text(WIDTH - LEFT, 20, "test accuracy after training: solid; right after the cut: dashed", "end"))
    for place, (what, title) in enumerate({"flopsPerExample": "FLOPs gone", "parameters": "parameters gone"}.items()):
        panel = Panel(LEFT + place * (width + GAP), width, low, high)
        parts += axes(panel, title)
        for number, recipe in enumerate(recipes):
            for when, dashes in (("after", ""), ("cut", "5 4")):
                mine = sorted((p[what], p[when]) for p in points if p["recipe"] == recipe)
                parts.append(line([(panel.x(x), panel.y(y)) for x, y in mine], COLOURS[number], dashes))
    return "\n".join(parts + ["</svg>", ""])


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: resnet56.py FOLDER-OF-THE-STUDY PICTURE.svg")
    folder, file = map(pathlib.Path, sys.argv[1:])
    runs = json.loads((folder / "study.json").read_text())["measurements"]
    points = [point for run in runs for point in points_of(folder, run)]
    if not points:
        sys.exit(f"No run in {folder} has been cut and trained again yet.")
    table(points)
    file.write_text(picture(points))


if __name__ == "__main__":
    main()
