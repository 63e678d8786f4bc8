"""The figures of a study as SVG: an outcome by arm and round, with its numbers written beside the lines."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 300, 56, 150, 24, 40
LINES = {True: ("#00594c", ""), False: ("#555555", ' stroke-dasharray="6 4"')}  # colour, and what tells them in print


def course(
    title: str, names: Mapping[bool, str], means: Mapping[tuple[bool, int], float], *, begun: int, unit: str
) -> str:
    """Means by (arm, round) as two lines from zero on; a mark where the intervention begins."""
    rounds = sorted({month for _arm, month in means})
    most = max([abs(value) for value in means.values()], default=0.0) or 1.0
    least = min([0.0, *means.values()])

    def x(month: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (rounds.index(month) / max(len(rounds) - 1, 1))

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - least) / (most - least)

    parts = [f'<line x1="{LEFT}" y1="{y(0):.1f}" x2="{WIDTH - RIGHT}" y2="{y(0):.1f}" stroke="#999"/>']
    if begun in rounds:
        parts.append(f'<line x1="{x(begun):.1f}" y1="{TOP}" x2="{x(begun):.1f}" y2="{HEIGHT - BOTTOM}" stroke="#999" '
                     f'stroke-dasharray="2 4"/>')
    for arm, (colour, dashes) in LINES.items():
        points = [(x(month), y(means[arm, month]), means[arm, month]) for month in rounds if (arm, month) in means]
        if not points:
            continue
        path = " ".join(f"{across:.1f},{down:.1f}" for across, down, _value in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dashes}/>')
        parts += [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="4" fill="{colour}"/>' for across, down, _v in points]
        parts += [_text(across, down - 9, f"{value:.1f}", "middle") for across, down, value in points]
        parts.append(_text(points[-1][0] + 12, points[-1][1] + 4, names[arm], "start"))
    parts += [_text(x(month), HEIGHT - 14, f"{month // 100}-{month % 100:02d}", "middle") for month in rounds]
    parts.append(_text(LEFT - 8, y(0) + 4, f"0 {unit}".strip(), "end"))
    words = "; ".join(f"{names[arm]}, {month // 100}-{month % 100:02d}: {value:.1f} {unit}".strip()
                      for (arm, month), value in sorted(means.items(), key=lambda one: (not one[0][0], one[0][1])))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title><desc>{escape(words)}</desc>'
            f'{"".join(parts)}</svg>\n')


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
