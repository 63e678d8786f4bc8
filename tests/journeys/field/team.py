"""A family with a placed child, a plan of two professions and a colleague's message, and one that has moved away.

Run in the server's VATRA_HOME.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import Any


def main() -> None:
    """All through the register's door."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vatra.config.settings"
    import django

    django.setup()
    from dataclasses import replace

    from django.utils import timezone

    from tests.unit.web import village

    today = timezone.localdate()

    def member(house: str, surname: str, given: str, years: int, sex: str, relation: str) -> dict[str, Any]:
        return {"uuid": str(village.uuid(f"{house}/{given}")), "surname": surname, "given_name": given, "sex": sex,
                "born": village.born(years, today), "relation": relation, "cnp": {"state": "none"}}

    def of(kind: str, house: str, payload: dict[str, Any], *, days: int = 0, person: str = "") -> Any:
        made = replace(village.draft(kind, house, payload), on=today - timedelta(days=days))
        return replace(made, person=village.uuid(f"{house}/{person}")) if person else made

    def enrolled(house: str, *members: dict[str, Any]) -> Any:
        said = {"village": village.HERE + 1, "address": "Ulița Teilor 5", "members": list(members)}
        return of("enrol_household", house, said, days=50)

    village.handed_in([
        enrolled("zamfir", member("zamfir", "Zamfir", "Vasilica", 41, "f", "head"),
                 member("zamfir", "Zamfir", "Raluca", 35, "f", "sibling"),
                 member("zamfir", "Zamfir", "Luca", 10, "m", "child"),
                 member("zamfir", "Zamfir", "Iris", 8, "f", "child")),
        enrolled("vlas", member("vlas", "Vlas", "Octavian", 44, "m", "head"),
                 member("vlas", "Vlas", "Daria", 6, "f", "child")),
        of("place_child", "zamfir", {"measure": "foster", "to": "foster"}, days=30, person="Iris"),
        of("move_out", "vlas", {"to": "commune"}, days=20),
        of("open_case", "zamfir", {}, days=10),
        of("agree_plan", "zamfir", {"agreed_with": "mama", "services": [_service("W08", "social_worker", today),
                                                                      _service("N01", "community_nurse", today)]},
           days=5),
    ], "ana")
    village.handed_in([of("write_message", "zamfir", {"text": "Câinele este legat, poarta se deschide din grădină."})],
                      "nina")


def _service(code: str, role: str, on: date) -> dict[str, Any]:
    return {"service": code, "codes": [], "due_on": on.isoformat(), "responsible": role}


if __name__ == "__main__":
    main()
