"""What is decided for everybody in the demo county: a change of the method being thought about, and open data.

The sum tried is the one that the rulebook's own note on `vmi_fam` names as the other that was printed.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from vatra.access.queries import worker_named
from vatra.demo.workers import OF_NATION, PREFIX
from vatra.method.editing import Edit
from vatra.releases import entries, queries
from vatra.releases.open_data import CannotPublish, publish_data

MOST_TRIED = 3  # communes: of a larger county the trial is left half-way, to be gone on with on its page
INDEXED = Edit("parameters.csv", "vmi_fam", "value", "930")


def decide(*, on: date) -> None:
    """A draft that was tried, and the years that are over as open data."""
    editor, national = (worker_named(PREFIX + OF_NATION[role]) for role in ("method_editor", "national"))
    if editor is None or national is None:
        return
    at = timezone.make_aware(datetime.combine(on, time(12)))
    draft = next(iter(queries.method_drafts()), None) or entries.begin_draft(  # the one of a demo that was cut short
        "Pragul de sărăcie monetară după indexare", "Sursele dau 879 sau 930 de lei; cât mișcă suma mai mare?",
        by=editor, at=at,
    )
    entries.edit_draft(draft, [INDEXED], by=editor, at=at)
    draft.refresh_from_db()
    entries.agree_cases(draft, by=editor, at=at)
    draft.refresh_from_db()
    tried = iter(range(MOST_TRIED))
    entries.go_on(entries.begin_trial(draft, by=editor, at=at), at=at, enough=lambda: next(tried, None) is None)
    try:
        publish_data(words="Hotărâre de probă: date ale unui județ sintetic, nimeni din ele nu există.", by=national,
                     at=at)
    except CannotPublish:
        return  # the three years of a demo may end before any of them is over
