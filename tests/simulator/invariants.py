"""What must hold once all is quiet. Each gives a sentence for every place where it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.simulator.land import Held, model
from tests.simulator.people import facts, roles
from tests.simulator.process import Answer
from tests.simulator.story import Story
from vatra.access.queries import roles_of
from vatra.people.queries import same_cnp
from vatra.sync.documents import as_json, made_anew
from vatra.sync.views import scope_of

# The tablet's word for each state of the register.
JOURNAL = {"applied": "received", "to_settle": "to_settle", "set_aside": "set_aside"}
ENVELOPE = ("kind", "version", "commune", "household", "person", "on", "at", "rulebook", "payload")


def broken(story: Story) -> list[str]:
    """Every invariant of a story that does not hold; the tablets' dumps are taken once."""
    dumps = {held.name: story.ask(held, "dump") for held in story.tablets if held.works}
    halves = [_half_sealed(story, held, acts, dumps[held.name]) for held, acts in story.half_sealed if held.works]
    return [
        *filter(None, halves), *_entries(story), *_numbers_of_one_bearer(story),
        *(said for held in story.tablets if held.works for said in _tablet(held, dumps[held.name], story)),
    ]


def _half_sealed(story: Story, held: Held, acts: list[dict[str, Any]], dump: Answer) -> str:
    """The battery was pulled while these were sealed: all of them are there, or none."""
    def said(one: dict[str, Any]) -> str:
        return json.dumps([one["kind"], one["household"], one["payload"]], sort_keys=True)

    unknown = [one["entry"] for one in dump["entries"] if one["entry"]["uuid"] not in held.sealed]
    wanted = {said(act) for act in acts}
    found = [entry for entry in unknown if said(entry) in wanted]
    story.remember(held, found)
    if len(found) not in (0, len(acts)):
        return f"{held.name}: of {len(acts)} acts of one seal {len(found)} are there"
    return ""


def _entries(story: Story) -> Iterator[str]:
    """Every sealed entry is in the register, exactly once (the uuid is unique there), as it was sealed."""
    sealed = {uuid: (held, entry) for held in story.tablets for uuid, entry in held.sealed.items()}
    rows = {str(row.uuid): row for row in model("register.Entry").objects.filter(uuid__in=list(sealed))}
    for uuid, (held, entry) in sealed.items():
        row = rows.get(uuid)
        if row is None:
            if held.works or uuid in held.had:
                yield f"{held.name}: {entry['kind']} {uuid} is not in the register"
            continue
        kept = _as_sealed(row)
        for name in ENVELOPE:
            if kept[name] != entry[name]:
                yield f"{held.name}: {entry['kind']} {uuid}: {name} is {kept[name]!r}, sealed was {entry[name]!r}"
        if row.by_id != held.worker.pk:
            yield f"{held.name}: {entry['kind']} {uuid} is another worker's"
    if model("register.RefusedCopy").objects.filter(entry__stream__in=story.land.communes).exists():
        yield "a copy with other content was refused, and nobody sent one"
    for entry in model("register.Entry").objects.filter(stream__in=story.land.communes, reason_code="could_not_apply"):
        yield f"{entry.kind} {entry.uuid} about {entry.household} broke in its room instead of being judged"


def _as_sealed(row: Any) -> dict[str, Any]:
    moment = row.at.astimezone(UTC)
    return {
        "kind": row.kind, "version": row.version, "commune": row.stream_id if row.sent_to is None else row.sent_to,
        "household": str(row.household) if row.household else None, "person": str(row.person) if row.person else None,
        "on": row.on.isoformat(), "at": moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z",
        "rulebook": row.rulebook, "payload": json.loads(row.payload),
    }


def _numbers_of_one_bearer(story: Story) -> Iterator[str]:
    """Two offline enrolments of one family are found by their numbers."""
    homes = model("people.Membership").objects.filter(
        household__commune__in=story.land.communes, until=None, person__cnp_state="present", person__died_on=None,
    ).values_list("person__cnp", "person__uuid")
    bearers: dict[str, set[UUID]] = {}
    for number, person in homes:
        bearers.setdefault(number, set()).add(person)
    wanted = {frozenset(persons) for persons in bearers.values() if len(persons) > 1}
    found = {frozenset(one.person for one in group) for group in same_cnp(story.land.communes)}
    if wanted != found:
        yield f"{len(wanted)} numbers have several bearers, {len(found)} are offered"


def _tablet(held: Held, dump: Answer, story: Story) -> Iterator[str]:
    if dump["state"] != "open":
        yield f"{held.name} is {dump['state']}"
        return
    yield from _journal(held, dump, story)
    yield from _documents(held, dump, story)
    yield from _need_to_know(held, dump, story)


def _journal(held: Held, dump: Answer, story: Story) -> Iterator[str]:
    """The tablet's journal holds all that was sealed on it, with the register's word as it stands there."""
    kept = {one["entry"]["uuid"]: one for one in dump["entries"]}
    if lacking := held.sealed.keys() - kept.keys():
        yield f"{held.name}: {len(lacking)} sealed entries are not in its journal"
    if more := kept.keys() - held.sealed.keys():
        yield f"{held.name}: {len(more)} entries in its journal were never sealed"
    rows = {str(row.uuid): row for row in model("register.Entry").objects.filter(uuid__in=list(kept))}
    for uuid, one in kept.items():
        row, receipt = rows.get(uuid), one["receipt"]
        if one["state"] not in JOURNAL.values() or receipt is None or row is None:
            yield f"{held.name}: {one['entry']['kind']} {uuid} is {one['state']}"
            continue
        if (receipt["number"], receipt["digest"]) != (row.number, row.digest):
            yield f"{held.name}: {uuid}: the receipt says number {receipt['number']}, the register {row.number}"
        if one["state"] != JOURNAL[row.state]:  # also of what was decided after its receipt
            yield f"{held.name}: {one['entry']['kind']} {uuid} is {one['state']}, in the register {row.state}"
    status = dump["status"]
    if status["all_received_at"] is None:
        yield f"{held.name} does not say that all is received"


def _documents(held: Held, dump: Answer, story: Story) -> Iterator[str]:
    """What the tablet shows is what the server shows to this worker, read anew from its tables."""
    changed = {worker.full_name for worker in model("access.Worker").objects.filter(pk__in=story.professions_changed)}
    scope = scope_of(held.worker, on=timezone.localdate())
    rows = model("people.Household").objects.filter(commune__in=scope.communes, ended_on=None)
    here = dict(rows.values_list("uuid", "commune_id"))
    wanted: dict[str, Any] = {}
    for commune, view in scope.views.items():
        homes = [uuid for uuid, lives in here.items() if lives == commune]
        made = made_anew(homes, view, on=timezone.localdate()) if homes else {}
        wanted |= {str(uuid): json.loads(as_json(document)) for uuid, document in made.items()}
    shown = {one["uuid"]: one for one in dump["households"]}
    for uuid in wanted.keys() | shown.keys():
        if uuid not in shown or uuid not in wanted:
            yield f"{held.name}: household {uuid} is {'not ' if uuid not in shown else ''}on the tablet"
            continue
        mine = {name: value for name, value in shown[uuid].items() if name != "unsent"}
        for document in (mine, wanted[uuid]):
            document["timeline"] = [_without_note(one, changed) for one in document["timeline"]]
        for name in mine.keys() | wanted[uuid].keys():
            if mine.get(name) != wanted[uuid].get(name):
                yield from _apart(f"{held.name}: household {uuid}: {name}", mine.get(name), wanted[uuid].get(name))
        if shown[uuid]["unsent"]:
            yield f"{held.name}: household {uuid} still has unsent entries"


def _apart(where: str, mine: Any, wanted: Any) -> Iterator[str]:
    """Where in a document tablet and server differ; groups are looked into."""
    if isinstance(mine, dict) and isinstance(wanted, dict):
        for name in sorted(mine.keys() | wanted.keys()):
            if mine.get(name) != wanted.get(name):
                yield from _apart(f"{where}.{name}", mine.get(name), wanted.get(name))
        return
    if isinstance(mine, list) and isinstance(wanted, list):
        mine, wanted = [one for one in mine if one not in wanted], [one for one in wanted if one not in mine]
    yield f"{where} is {mine!r} on the tablet, {wanted!r} on the server"


def _without_note(happened: dict[str, Any], changed: set[str]) -> dict[str, Any]:
    """Who may read a note follows from its author's role: after a change it shows when the document is next made."""
    return {name: value for name, value in happened.items() if name != "note" or happened["by"] not in changed}


def _need_to_know(held: Held, dump: Answer, story: Story) -> Iterator[str]:
    """No fact of a domain, no number and no note that the roles held today may not see, by the rulebook's files."""
    seen: dict[int, set[str]] = {}
    for one in roles_of(held.worker, on=timezone.localdate()):
        seen.setdefault(one.commune_id, set()).update(roles()[one.role]["sees"].split("|"))
    domain = {row["code"]: row["domain"] for row in facts()}
    for document in dump["households"]:
        may = seen.get(document["commune"], set())
        if not may:
            yield f"{held.name} shows a household of {document['commune']}, where no role is held"
        stated = {code for about in document["facts"].values() for code in about}
        if hidden := {code for code in stated if code in domain and domain[code] not in may}:
            yield f"{held.name} ({may}) shows {sorted(hidden)}"
        if "identity_number" not in may and any("value" in (one.get("cnp") or {}) for one in document["members"]):
            yield f"{held.name} ({may}) shows a personal number"
        text = json.dumps(document["timeline"], ensure_ascii=False)
        for role, row in roles().items():
            if f"notat{story.seed}x{role}\"" in text and not set(row["sees"].split("|")) <= may:
                yield from _note_of(held, document, role, story)


def _note_of(held: Held, document: dict[str, Any], role: str, story: Story) -> Iterator[str]:
    """A note for the author's profession alone, shown to somebody who may know less.

    What somebody wrote in a new profession about a day of the former one is of the former one.
    """
    marked = {str(one["uuid"]) for one in document["timeline"] if str(one.get("note", "")).endswith(f"x{role}")}
    for visit in model("care.Visit").objects.filter(uuid__in=marked).exclude(note_for="team"):
        if visit.by_id not in story.professions_changed or visit.on >= story.land.today:
            yield f"{held.name} shows a note meant for {role} alone, of {visit.on}"
