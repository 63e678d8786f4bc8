"""The chapter on the process of a case: its states as a diagram, and every row of its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

WHAT_IS_NO_ENTRY = {
    "found_severe": "a finding of severity 3", "found_emergency": "a finding of severity 4",
    "found_milder": "no longer an emergency", "found_no_longer": "nothing severe is left", "months_pass": "months pass",
}


def process() -> str:
    """The diagram, what is asked for in each state, and the table itself."""
    from vatra.care.process import BY_THE_RULES, NEXT, TABLE

    named = _names()
    asked = [f"| {state} | {named[act]} | {', '.join(f'`{rule}`' for rule in rules) or 'none'} |"
             for state, (act, rules) in NEXT.items()]
    rows = [f"| {row.state} | {named[row.act]} (`{row.act}`) | {', '.join(row.words) or 'any'} | {row.to} | "
            f"{'the rules' if row.may == BY_THE_RULES else f'`{row.may}`'} |" for row in TABLE]
    return "\n".join([
        "# The process of a case\n",
        "Drawn from the one table in `vatra/care/process.py`; the state of a household follows from its history by it. "
        "What leads from every state of a frame is drawn from the frame.\n",
        "```mermaid", "stateDiagram-v2", *_drawn(named), "```\n",
        "## What is asked for in each state\n",
        "| state | what comes next | deadlines of the rulebook |", "|---|---|---|", *asked,
        "\n## Every row\n",
        "| in | what happens | saying | leads to | who may (act of roles.csv) |", "|---|---|---|---|---|", *rows,
    ]) + "\n"


def _names() -> dict[str, str]:
    from vatra.register.kinds import every_kind

    labels = {kind.name: str(kind.label) for kind in every_kind()}
    return WHAT_IS_NO_ENTRY | {name: label[:1].lower() + label[1:] for name, label in labels.items()}


def _drawn(named: dict[str, str]) -> Iterator[str]:
    from vatra.care.process import CALM, TABLE, UNDER_WAY

    yield "  [*] --> unknown"
    for frame, framed in (("at_rest", CALM), ("under_way", UNDER_WAY)):
        yield from (f"  state {frame} {{", *(f"    {state}" for state in framed), "  }")
    sources: dict[tuple[str, str], set[str]] = {}
    for row in TABLE:
        if row.to is not row.state:
            sources.setdefault((row.act, row.to), set()).add(row.state)
    arrows: dict[tuple[str, str], list[str]] = {}
    for (act, to), states in sources.items():
        for source in _framed(states, {"at_rest": set(CALM), "under_way": set(UNDER_WAY)}):
            arrows.setdefault((source, to), []).append(named[act])
    yield from (f"  {source} --> {to}: {', '.join(acts)}" for (source, to), acts in arrows.items())


def _framed(states: Iterable[str], frames: dict[str, set[str]]) -> list[str]:
    """States with a frame in the place of all that stand in it."""
    left, found = set(states), []
    for frame, inside in frames.items():
        if len(inside - left) <= (frame == "under_way"):  # an arrow into the frame is not drawn from its own end
            found.append(frame)
            left -= inside
    return found + sorted(left)
