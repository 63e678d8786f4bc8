"""P5: one answer in an interview on the tablet, with what the screen reads after it, in Node.

Processor time. The form's share of "findings shown after the last answer": skip logic, constraints, totals over
members, progress, and what is drawn again. Stack.md measured 5 ms an answer with 8 children, slowed 6x; ODK's engine
took 0.6-0.8 s, enketo-core 1.6 s.
"""

from __future__ import annotations

from bench.report import Figure, print_figure
from bench.tablet import measured
from vatra.base.shipped import shipped
from vatra.method.forms import form_data

SLOWED = 6
GOAL_MS = 5
CHILDREN = "8"


def main() -> None:
    """Every question answered in households of 2, 8 and 32 children."""
    sizes = measured("src/questionnaire/speed.ts", form_data(shipped("rulebook/romania/questionnaires/household")))
    eight = sizes[CHILDREN]
    slowed = eight["mean_ms"] * SLOWED
    print_figure(
        Figure(
            "P5", f"an answer with {CHILDREN} children ({eight['answers']} answers), processor x {SLOWED}",
            f"≤ {GOAL_MS} ms", f"{slowed:.2f} ms", slowed <= GOAL_MS,
            ratio=f"saving the draft {eight['draft_ms'] * SLOWED:.1f} ms, facts for findings "
            f"{eight['facts_ms'] * SLOWED:.1f} ms; ODK's engine: 600-800 ms an answer",
            growth=tuple(f"{size} children: {each['mean_ms'] * SLOWED:.2f} ms" for size, each in sizes.items()),
        )
    )


if __name__ == "__main__":
    main()
