"""A chart of curves on two logarithmic scales, as SVG that can be read in light and in dark."""

import math
from collections.abc import Mapping, Sequence
from html import escape

Points = Sequence[tuple[float, float]]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 420, 70, 20, 190, 50
COLOURS = ("#1f6feb", "#bf3989", "#1a7f37", "#9a6700", "#6639ba", "#57606a")


def svg(curves: Mapping[str, Points], across: str, up: str) -> str:
    """
    The chart, each curve with its name at its end.

    Args:
        across: what the first of each pair is; `up` the second. All are greater than nothing.
    """
    every = [point for points in curves.values() for point in points]
    x = _Scale([point[0] for point in every], LEFT, WIDTH - RIGHT)
    y = _Scale([point[1] for point in every], HEIGHT - BOTTOM, TOP)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{escape(', '.join(curves))}: {escape(up)} by {escape(across)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in x.powers:
        lines.append(_line(x.at(10**power), HEIGHT - BOTTOM, x.at(10**power), TOP))
        lines.append(_text(x.at(10**power), HEIGHT - BOTTOM + 18, _power(power), "middle"))
    for power in y.powers:
        lines.append(_line(LEFT, y.at(10**power), WIDTH - RIGHT, y.at(10**power)))
        lines.append(_text(LEFT - 8, y.at(10**power) + 4, _power(power), "end"))
    lines.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, across, "middle"))
    lines.append(_text(LEFT - 8, TOP - 6, up, "end"))
    for colour, (name, points) in zip(COLOURS, curves.items(), strict=False):
        path = " ".join(f"{x.at(one):.1f},{y.at(other):.1f}" for one, other in points)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines += [f'<circle cx="{x.at(a):.1f}" cy="{y.at(b):.1f}" r="3" fill="{colour}"/>' for a, b in points]
        lines.append(_text(x.at(points[-1][0]) + 8, y.at(points[-1][1]) + 4, name, "start", colour))
    return "\n".join([*lines, "</svg>", ""])


class _Scale:
    """From values to places: whole powers of ten around all the values."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        logs = [math.log10(value) for value in values]
        self.first, self.last = math.floor(min(logs)), max(math.ceil(max(logs)), math.floor(min(logs)) + 1)
        self.begin, self.end = begin, end

    @property
    def powers(self) -> range:
        return range(self.first, self.last + 1)

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.first) / (self.last - self.first)
        return self.begin + share * (self.end - self.begin)


def _power(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#d0d7de"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#1f2328") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
