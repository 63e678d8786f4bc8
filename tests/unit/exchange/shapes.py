"""What ODK tools write of our questionnaire: built from the form that pyxform makes, for every tool alike."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

from vatra.base.shipped import shipped
from vatra.exchange.questionnaire import build_workbook, xform_of

FOLDER = shipped("rulebook/romania/questionnaires/household")
XFORMS = "{http://www.w3.org/2002/xforms}"
TEMPLATE = "{http://openrosa.org/javarosa}template"
INSTANCE = UUID(int=77)
SETS = ("h_sources", "h_hazards", "h_benefit_gap")
Told = dict[str, Any]


def family(**changes: Any) -> Told:
    """A household of three, as a worker in a village would fill it in."""
    return {
        "instanceID": f"uuid:{INSTANCE}", "start": "2026-03-02T10:15:00.000+02:00",
        "end": "2026-03-02T11:05:00.000+02:00", "interview_on": "2026-03-02", "worker_role": "social_worker",
        "round": "baseline", "village": "Grinda", "address": "nr. 12, lângă „școală”", "h_adults": "2",
        "h_children": "1", "h_income": "1250.5", "h_rooms_why": "dk", "h_electricity": "no", "h_water": "dk",
        "h_hazards": "structural fire", "remarks": "câine rău; intrați pe din spate",
        "members": [
            {"surname": "Țăranu", "given_name": "Ion", "relation": "head", "sex": "m", "birth_known": "day",
             "birth_date": "1985-01-31", "a_literate": "yes", "a_gp": "no"},
            {"surname": "Țăranu", "given_name": "Ana", "relation": "partner", "sex": "f", "birth_known": "year",
             "birth_year": "1990", "a_literate": "refused"},
            {"surname": "Țăranu", "given_name": "Maria", "relation": "child", "sex": "f", "birth_known": "day",
             "birth_date": "2015-03-12", "c_birth_cert": "yes", "c_enrolled": "no"},
        ],
    } | changes


@lru_cache(maxsize=1)
def blank() -> ElementTree.Element:
    """The empty instance of the form, as pyxform writes it."""
    with TemporaryDirectory() as folder:
        workbook = Path(folder) / "questionnaire.xlsx"
        build_workbook(FOLDER, workbook)
        xform = ElementTree.fromstring(xform_of(workbook))
    data = next(iter(next(xform.iter(f"{XFORMS}instance"))))
    for element in data.iter():
        element.tag = element.tag.rpartition("}")[2]
    return data


def filled(element: ElementTree.Element, answers: Told) -> None:
    for child in element:
        if len(child):
            filled(child, answers)
        elif child.tag in answers:
            child.text = str(answers[child.tag])


def xml(told: Told) -> str:
    """The instance that Collect sends: the template of the repeat goes, each member is an element."""
    data = deepcopy(blank())
    (template,) = [child for child in data if child.tag == "member" and TEMPLATE in child.attrib]
    for child in [child for child in data if child.tag == "member" and child is not template]:
        data.remove(child)
    place = list(data).index(template)
    del template.attrib[TEMPLATE]
    data.remove(template)
    filled(data, told)
    for number, member in enumerate(told["members"]):
        one = deepcopy(template)
        filled(one, member)
        data.insert(place + number, one)
    return '<?xml version="1.0"?>' + ElementTree.tostring(data, encoding="unicode")


def paths(*, of_member: bool) -> list[str]:
    """The names of all questions with their groups, in the order of the form."""
    found: list[str] = []

    def walk(element: ElementTree.Element, path: str) -> None:
        for child in element:
            if child.tag == "member":
                continue
            if len(child):
                walk(child, f"{path}{child.tag}/")
            else:
                found.append(f"{path}{child.tag}")

    walk(next(child for child in blank() if child.tag == "member") if of_member else blank(), "")
    return found


def leaf(path: str) -> str:
    return path.rpartition("/")[2]


def kobo_json(*families: Told) -> str:
    """What Kobo's API gives: groups in the names, repeats as lists, null for nothing."""
    results = []
    for told in families:
        row = {path: told[leaf(path)] for path in paths(of_member=False) if leaf(path) in told}
        members = [
            {f"member/{path}": one[leaf(path)] for path in paths(of_member=True) if leaf(path) in one}
            for one in told["members"]
        ]
        results.append({
            "_id": 4711, "formhub/uuid": "f0", **row, "member": members, "_xform_id_string": "vatra_household",
            "_uuid": told["instanceID"].removeprefix("uuid:"), "_attachments": [], "_geolocation": [None, None],
            "_submission_time": "2026-03-02T09:30:00", "_tags": [], "_notes": [], "_validation_status": {},
            "_submitted_by": None,
        })
    return json.dumps({"count": len(results), "next": None, "previous": None, "results": results})


def central_json(*families: Told) -> str:
    """What ODK Central's OData gives with `$expand=*`."""
    value = []
    for told in families:
        row: dict[str, Any] = {"__id": told["instanceID"], "__system": {"submissionDate": "2026-03-02T09:30:00.000Z"}}
        for path in paths(of_member=False):
            *groups, name = path.split("/")
            at = row
            for group in groups:
                at = at.setdefault(group, {})
            at[name] = told.get(name)
        row["member@odata.navigationLink"] = "Submissions('uuid')/member"
        row["member"] = [
            {leaf(path): one.get(leaf(path)) for path in paths(of_member=True)} | {"__id": f"m{number}"}
            for number, one in enumerate(told["members"])
        ]
        value.append(row)
    return json.dumps({"value": value, "@odata.context": "https://central.example/$metadata"})


def written(header: list[str], rows: list[list[str]], delimiter: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows([header, *rows])
    return file.getvalue()


def kobo_csv(*families: Told, delimiter: str = ";", most: int = 4) -> str:
    """Kobo's CSV with repeats in numbered columns and answers of several choices split as well."""
    outer, inner = paths(of_member=False), paths(of_member=True)
    split = [f"{path}/{choice}" for path in outer if leaf(path) in SETS for choice in ("structural", "fire", "none")]
    header = [*outer, *split, *(f"member[{n}]/{path}" for n in range(1, most + 1) for path in inner), "_id", "_uuid"]
    rows = []
    for told in families:
        row = [str(told.get(leaf(path), "")) for path in outer]
        row += ["1" if leaf(path) in told.get(leaf(path.rpartition("/")[0]), "").split() else "0" for path in split]
        for number in range(most):
            member = told["members"][number] if number < len(told["members"]) else {}
            row += [str(member.get(leaf(path), "")) for path in inner]
        rows.append([*row, "4711", told["instanceID"].removeprefix("uuid:")])
    return written(header, rows, delimiter)


def central_csv(*families: Told) -> tuple[str, str]:
    """ODK Central's two files: the submissions, and the repeated group with its PARENT_KEY."""
    outer, inner = paths(of_member=False), paths(of_member=True)
    main = written(
        ["SubmissionDate", *(path.replace("/", "-") for path in outer), "KEY", "SubmitterName", "ReviewState"],
        [["2026-03-02T09:30:00.000Z", *(str(told.get(leaf(path), "")) for path in outer), told["instanceID"], "ana", ""]
         for told in families],
    )
    members = written(
        [*(path.replace("/", "-") for path in inner), "PARENT_KEY", "KEY"],
        [[*(str(one.get(leaf(path), "")) for path in inner), told["instanceID"],
          f"{told['instanceID']}/member[{number}]"]
         for told in families for number, one in enumerate(told["members"], start=1)],
    )
    return main, members


def kobo_pair(*families: Told) -> tuple[str, str]:
    """Kobo's sheets saved as CSV: `_index` on one side, `_parent_index` on the other."""
    outer, inner = paths(of_member=False), paths(of_member=True)
    main = written(
        [*outer, "_id", "_uuid", "_index"],
        [[*(str(told.get(leaf(path), "")) for path in outer), "1", told["instanceID"].removeprefix("uuid:"),
          str(number)]
         for number, told in enumerate(families, start=1)],
    )
    members = written(
        [*(f"member/{path}" for path in inner), "_index", "_parent_table_name", "_parent_index"],
        [[*(str(one.get(leaf(path), "")) for path in inner), "1", "vatra_household", str(number)]
         for number, told in enumerate(families, start=1) for one in told["members"]],
    )
    return main, members
