"""Hand in what a tablet brought home: the interview of a household on a day gone by; run in the server's VATRA_HOME.

`HOUSEHOLD DAY FACTS WORKER`: the uuid, the day, as JSON the answers by given name (those of `household` are its own),
and who asked (Ana where nobody is named), in the commune of that worker.
"""

from __future__ import annotations

import json
import os
import sys


def main(household: str, day: str, facts: str, worker: str = "ana") -> None:
    """One entry through the register's door."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vatra.config.settings"
    import django

    django.setup()
    from dataclasses import replace
    from datetime import date
    from uuid import UUID, uuid4

    from tests.unit.web import village
    from vatra.people import queries as people

    on, said = date.fromisoformat(day), json.loads(facts)
    members = {one.given_name: str(one.uuid) for one in people.members_of([UUID(household)], on=on)[UUID(household)]}
    answered = village.draft("record_interview", household, {
        "questionnaire": "household", "household": said.pop("household", {}),
        "members": [{"person": members[name], "facts": of_one} for name, of_one in said.items()],
    })
    _name, _role, commune, _county = village.WORKERS[worker]
    village.handed_in(
        [replace(answered, uuid=uuid4(), household=UUID(household), on=on, commune=commune)], worker)


if __name__ == "__main__":
    main(*sys.argv[1:])
