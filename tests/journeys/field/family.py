"""Change what the register knows from another desk; run in the server's VATRA_HOME.

`numbered` registers a family with a CNP and prints it, `neighbours` two without one, `grave SURNAME` one in which a
child is perhaps beaten, and `planned SURNAME` agrees a plan with it; `moved HOUSE` has a household go to live in the
next commune.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

BORN, SEX_AND_BIRTH, COUNTY = "1985-04-17", "2850417", "04001"
WEIGHTS = "279146358279"


def _number() -> str:
    """A made-up CNP whose last digit is right."""
    digits = SEX_AND_BIRTH + COUNTY
    rest = sum(int(digit) * int(weight) for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + str(1 if rest == 10 else rest)


def main(what: str, house: str = "ciobanu") -> None:
    """One entry through the register's door."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vatra.config.settings"
    import django

    django.setup()
    from dataclasses import replace

    from django.utils import timezone

    from tests.unit.web import village

    if what == "moved":
        left = village.draft("move_out", house, {"to": "commune"})
        came = village.draft("move_in", house, {"address": "Calea Nouă 12"})
        village.handed_in([left], "sefa")
        village.handed_in([replace(came, commune=village.THERE)], "sorin")
        return
    if what == "planned":
        due = (timezone.localdate() + timedelta(days=20)).isoformat()
        service = {"service": "W01", "codes": [], "due_on": due, "responsible": "social_worker"}
        village.handed_in([
            village.draft("open_case", house, {}),
            village.draft("agree_plan", house, {"agreed_with": "mama", "services": [service]}),
        ], "ana")
        return
    if what == "grave":
        child = str(village.uuid(f"{house}/Ionela"))
        members = [
            {"uuid": uuid, "surname": house, "given_name": name, "sex": "f", "born": born, "relation": relation,
             "is_head": relation == "head", "cnp": {"state": "none"}}
            for uuid, name, born, relation in (
                (str(village.uuid(f"{house}/Tudora")), "Tudora", "1987-03-02", "head"),
                (child, "Ionela", "2018-05-06", "child"))
        ]
        village.handed_in([
            village.draft("enrol_household", house, {
                "village": village.HERE + 1, "address": "Ulița Fântânii 40", "members": members}),
            village.draft("record_interview", house, {"questionnaire": "household", "household": {}, "members": [
                {"person": child, "facts": {"c_phys": "suspected"}}]}),
        ], "ana")
        return
    if what == "neighbours":
        for surname, head, other in (("Baciu", "Ilie", "Floarea"), ("Vornicu", "Ana", "Luca")):
            members = [
                {"uuid": str(village.uuid(f"{surname}/{name}")), "surname": surname, "given_name": name,
                 "born": born, "relation": relation, "cnp": {"state": "none"}}
                for name, born, relation in ((head, "1961-02-03", "head"), (other, "1988-05-06", "other"))
            ]
            said = {"village": village.HERE + 1, "address": f"Ulița {surname} 3", "members": members}
            village.handed_in([village.draft("enrol_household", surname, said)], "ana")
        return
    head = {
        "uuid": str(village.uuid(f"{house}/Zamfira")), "surname": "Ciobanu", "given_name": "Zamfira", "sex": "f",
        "born": BORN, "relation": "head", "is_head": True, "cnp": {"state": "present", "value": _number()},
    }
    said = {"village": village.HERE + 1, "address": "Ulița Fântânii 31", "members": [head]}
    made = village.draft("enrol_household", house, said)
    village.handed_in([replace(made, on=timezone.localdate() - timedelta(days=9))], "ana")
    print(_number())


if __name__ == "__main__":
    main(*sys.argv[1:])
