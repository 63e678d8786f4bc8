"""A study in the demo county: registered before its second round, its rounds over and waiting to be counted.

With four communes or more in the demo there is something to compare; with fewer, its page says that there is not.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from vatra.access.queries import worker_named
from vatra.base.days import add_months
from vatra.demo.workers import COUNTY, OF_NATION, PREFIX
from vatra.places import queries as places
from vatra.register.verify import heads
from vatra.releases import studies

ROUNDS = (-14, -8, -2)  # months from the day of the demo
REGISTERED = -11
ARM = 2  # communes


def study(*, on: date) -> None:
    """Communes of the demo first, with the work and without in turn; others of the county where there are too few."""
    evaluator = worker_named(PREFIX + OF_NATION["evaluator"])
    if evaluator is None:
        return
    here = sorted(head.commune for head in heads())
    others = [code for code in sorted(places.codes_of_county(COUNTY)) if code not in here]
    chosen = [*here, *others[: max(0, 2 * ARM - len(here))]]
    today = on.year * 100 + on.month
    rounds = [studies.month_after(today, back) for back in ROUNDS]
    studies.register("Sunt mai multe familii cunoscute?", {
        "question": "Crește partea gospodăriilor recenzate acolo unde echipa lucrează de o jumătate de an?",
        "treated": chosen[::2], "comparison": chosen[1::2], "rounds": rounds, "begun": rounds[-1],
        "outcomes": ["coverage", "services_done"],
    }, by=evaluator, at=timezone.make_aware(datetime.combine(add_months(on, REGISTERED), time(12))))
