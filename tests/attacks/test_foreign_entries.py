"""Every kind of entry about another commune's family, from every side: nothing of it is applied, nothing told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tests.attacks import land
from tests.attacks.examples import said
from tests.attacks.land import FAR, HERE, draft, uuid
from vatra.register import compare, kinds

pytestmark = pytest.mark.postgres
KINDS = sorted(kind.name for kind in kinds.every_kind() if kind.room != "jars")
# What the envelope says of one is not kept.
OF_NO_FAMILY = {"found_council", "question_rule", "ask_for_household", "begin_round", "list_dwellings"}
ONCE = {"hand_over_household"}  # of the own household, whoever it names beside: a second time it is refused
SPEAKS_OF = {"record_referral_outcome": "referral", "answer_referral": "referral", "withdraw_consent": "referral",
             "triage_signal": "signal"}


def derived() -> dict[str, list]:
    """Everything derived from entries, as rows."""
    return {model._meta.label: list(compare.rows(model, using="default")) for model in compare.compared_models()}


def about(there: dict[str, list], ids: set[str]) -> list:
    """The rows that name one of these ids."""
    return [row for name, rows in there.items() for row in rows if ids & {str(value) for value in row}]


@pytest.fixture
def theirs() -> dict[str, UUID]:
    home = uuid(f"plain{FAR}")
    waiting = draft("record_delivery", home, {}, timezone.localdate(), commune=FAR, mark="to settle").uuid
    sent = draft("send_referral", home, {"service": "W02"}, timezone.localdate(), commune=FAR, mark="theirs")
    assert land.handed_in([sent], f"social_worker_{FAR}")[0].outcome == "received"
    return {"home": home, "head": uuid(f"plain{FAR}/0"), "child": uuid(f"plain{FAR}/1"), "waiting": waiting,
            "referral": sent.uuid, "signal": land.signal(FAR)}


def test_every_kind_of_entry_has_an_example():
    assert set(KINDS) == set(said(uuid4(), uuid4(), uuid4())), "add an example of the new kind"


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_writes_about_another_communes_family(kind, theirs):
    own, today = uuid(f"plain{HERE}"), timezone.localdate()
    other = theirs[SPEAKS_OF.get(kind, "waiting")]
    person = theirs["child"]
    payload = said(theirs["home"], person, other)[kind]
    as_theirs = draft(kind, theirs["home"], payload, today, commune=FAR, person=person, mark="a")
    drafts = {
        "their stream": as_theirs,
        "own stream, their household": replace(as_theirs, uuid=uuid4(), commune=HERE),
        "own stream, own household, their person": replace(as_theirs, uuid=uuid4(), commune=HERE, household=own),
        "own stream, no household": replace(as_theirs, uuid=uuid4(), commune=HERE, household=None),
        "dated back": replace(as_theirs, uuid=uuid4(), commune=HERE, on=today - timedelta(days=30)),
    }
    ids = {str(one) for one in theirs.values()}
    before = about(derived(), ids)
    receipts = dict(zip(drafts, land.handed_in(list(drafts.values()), "head"), strict=True))
    after = about(derived(), ids)
    taken = {where for where, one in receipts.items() if one.outcome == "received"}
    assert not [row for row in before if row not in after], (kind, taken)
    refused = {"their stream", *([] if kind in OF_NO_FAMILY else ["own stream, their household", "dated back"])}
    assert not taken & refused, kind
    assert not [row for row in after if row not in before and str(theirs["home"]) in map(str, row)], (kind, taken)
    for one in receipts.values():
        assert not [name for name in (land.NAMES[FAR][0], *land.NAMES[FAR][1], "Deleni") if name in str(one.reason)]


def told(kind: str, home: UUID | None, person: UUID, other: UUID, *, on, mark: str) -> tuple:
    """What the sender is told of an entry in the own stream about some household and person."""
    payload = said(home or uuid4(), person, other)[kind]
    sent = replace(draft(kind, home, payload, on, commune=HERE, person=person), uuid=uuid(f"told/{kind}/{mark}"))
    [one] = land.handed_in([sent], "social_worker")
    return one.outcome, one.reason_code, one.reason


# Of whoever exists already it is said that they do.
NEW_UUIDS = {"enrol_household", "enrol_person", "record_birth", "split_household"}


@pytest.mark.parametrize("kind", sorted(set(KINDS) - NEW_UUIDS))
def test_what_is_another_communes_is_told_like_what_never_was(kind, theirs):
    own, today = uuid(f"plain{HERE}"), timezone.localdate()
    other = theirs[SPEAKS_OF.get(kind, "waiting")]
    for on in (today, today - timedelta(days=60)):
        foreign = told(kind, theirs["home"], theirs["child"], other, on=on, mark=f"{on}theirs")
        nobody = told(kind, uuid4(), uuid4(), uuid4(), on=on, mark=f"{on}nobodys")
        assert foreign == nobody
        assert foreign[0] != "received" or kind in ("settle_entry", "note_redaction") or kind in OF_NO_FAMILY
        if kind in ONCE:
            continue
        foreign = told(kind, own, theirs["child"], other, on=on, mark=f"{on}their person")
        nobody = told(kind, own, uuid4(), uuid4(), on=on, mark=f"{on}nobody")
        assert foreign == nobody


def test_a_household_is_not_fetched_by_its_uuid(theirs):
    for home in (theirs["home"], uuid4()):
        sent = replace(draft("move_in", home, {}, timezone.localdate(), commune=HERE), uuid=uuid4())
        [one] = land.handed_in([sent], "social_worker")
        assert (one.outcome, one.reason_code) == ("to_settle", "unknown_household")
