"""A change of the method: edited as a draft, tried on everybody, published with a day, or not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, asked, send, uuid
from tests.unit.releases.conftest import HOUSES, SCHOOL, later
from vatra.access.policies import NotPermitted
from vatra.assessment.queries import findings_of
from vatra.assessment.reassess import reassessments
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.audit.queries import changes_of
from vatra.method.editing import Edit
from vatra.register.entries import receive
from vatra.releases import entries, queries
from vatra.releases.drafts import CannotChangeMethod
from vatra.releases.models import MethodDraft, Tried

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TODAY, DAY = date(2026, 6, 1), date(2026, 7, 1)
FROM_NINE = Edit("tables/ED03.csv", "1", "age_y", "[9..18)")


def drafted(editor: Any, *edits: Edit) -> MethodDraft:
    draft = entries.begin_draft("De la nouă ani", "Întrebare din teren", by=editor, at=later())
    entries.edit_draft(draft, edits or (FROM_NINE,), by=editor, at=later())
    return agreed(draft, editor)


def agreed(draft: MethodDraft, editor: Any) -> MethodDraft:
    draft.refresh_from_db()
    entries.agree_cases(draft, by=editor, at=later())
    draft.refresh_from_db()
    return draft


def tried(draft: MethodDraft, editor: Any) -> Any:
    trial = entries.begin_trial(draft, by=editor, at=later())
    assert entries.go_on(trial, at=later())
    return trial


def refused(act: Any) -> str:
    with pytest.raises(CannotChangeMethod) as why:
        act()
    return why.value.code


def open_codes() -> list[list[str]]:
    return [[one.code for one in findings_of([uuid(f"casa{number}")]).get(uuid(f"casa{number}"), [])]
            for number in range(HOUSES)]


def test_a_trial_counts_whom_it_moves_and_changes_nobody(editor):
    before = open_codes()
    moved = queries.moved_by(tried(drafted(editor), editor))[COMMUNE]
    assert (moved.children, moved.households) == (HOUSES, HOUSES)
    assert moved.outcomes == {"less": HOUSES}
    assert moved.codes["ED03"] == [0, HOUSES, 0, 0, 0, 0]
    assert moved.groups["sex/m"] == [HOUSES, 0, HOUSES]
    assert moved.groups["ethnicity/unknown"] == [HOUSES, 0, HOUSES]
    assert moved.cases == [0, HOUSES]
    assert set(moved.examples["ED03"]["lost"]) <= {str(uuid(f"casa{number}")) for number in range(HOUSES)}
    assert open_codes() == before


def test_a_change_of_severity_alone_is_graver_and_newly_found_in_nobody(editor):
    moved = queries.moved_by(tried(drafted(editor, Edit("tables/ED03.csv", "1", "severity", "4")), editor))[COMMUNE]
    assert moved.outcomes == {"otherwise": HOUSES}
    assert moved.codes["ED03"] == [0, 0, HOUSES, 0, 0, 0]
    assert moved.levels == {"high>immediate": HOUSES}
    assert moved.cases == [0, 0]


def test_a_published_change_holds_from_its_day_on_and_not_before(editor, families):
    draft = drafted(editor)
    tried(draft, editor)
    before = rulebook_in_force(on=TODAY)
    published = entries.publish(draft, since=DAY, words="Ordinul 7", by=editor, at=later())
    assert rulebook_in_force(on=date(2026, 6, 30)).version == before.version
    assert rulebook_in_force(on=DAY).version == published.version
    assert published.version.startswith("romania 2026.2 ")

    send(families, asked("casa0", 120, SCHOOL, name="inainte"))  # 2 June
    assert all("ED03" in codes for codes in open_codes())
    drafts = reassessments(on=DAY, at=later(31))
    assert {one.outcome for one in receive(drafts, by=families, at=later(31))} == {"received"}
    assert open_codes() == [[] for _ in range(HOUSES)]


def test_a_trial_is_stopped_and_goes_on_where_it_was(editor):
    draft = drafted(editor)
    trial = entries.begin_trial(draft, by=editor, at=later())
    apps.get_model("releases.Trial").objects.filter(pk=trial.pk).update(communes=[COMMUNE, COMMUNE + 1])
    apps.get_model("places.Commune").objects.create(
        siruta=COMMUNE + 1, name="Agăș", searched="agas", kind="commune", county_id="BC", urban=False)
    trial.refresh_from_db()
    assert not entries.go_on(trial, at=later(), enough=lambda: True)
    assert queries.progress_of(trial) == (1, 2)
    first = Tried.objects.get()
    assert entries.begin_trial(draft, by=editor, at=later()) == trial
    assert entries.go_on(trial, at=later())
    assert queries.progress_of(trial) == (2, 2)
    assert Tried.objects.filter(pk=first.pk).exists(), "what was tried is not tried again"


def test_a_trial_of_a_draft_that_was_changed_meanwhile_does_not_go_on(editor):
    draft = drafted(editor)
    trial = entries.begin_trial(draft, by=editor, at=later())
    entries.edit_draft(draft, [Edit("tables/ED03.csv", "1", "severity", "2")], by=editor, at=later())
    trial.draft.refresh_from_db()
    assert refused(lambda: entries.go_on(trial, at=later())) == "another_change"


def test_it_is_published_only_when_tried_as_it_is_for_a_day_that_lies_ahead(editor):
    def publish(since: date = DAY) -> None:
        entries.publish(draft, since=since, words="Ordinul 7", by=editor, at=later())

    draft = entries.begin_draft("De la nouă ani", "Întrebare", by=editor, at=later())
    assert refused(publish) == "nothing"
    entries.edit_draft(draft, [Edit("tables/ED03.csv", "1", "age_y", "[9..")], by=editor, at=later())
    assert refused(publish) == "mistakes"
    entries.edit_draft(draft, [FROM_NINE, Edit("tables/ED03.csv", "1", "severity", "4")], by=editor, at=later())
    assert refused(publish) == "cases"
    draft = agreed(draft, editor)
    assert refused(publish) == "not_tried"
    tried(draft, editor)
    assert refused(lambda: publish(TODAY)) == "not_ahead"
    entries.edit_draft(draft, [Edit("tables/ED03.csv", "1", "severity", "2")], by=editor, at=later())
    draft = agreed(draft, editor)
    assert refused(publish) == "not_tried"
    tried(draft, editor)
    publish()
    assert refused(publish) == "decided"
    assert refused(lambda: entries.edit_draft(draft, [FROM_NINE], by=editor, at=later())) == "decided"


def test_a_trial_of_yesterday_is_good_today(editor):
    draft = drafted(editor)
    tried(draft, editor)
    published = entries.publish(draft, since=DAY, words="Ordinul 7", by=editor, at=later(3))
    assert published.state == "published"


def test_two_changes_for_one_time_are_not_published_over_each_other(editor):
    first, second = drafted(editor), drafted(editor, Edit("parameters.csv", "hazards_n", "value", "1"))
    tried(first, editor), tried(second, editor)
    entries.publish(first, since=DAY, words="Ordinul 7", by=editor, at=later())
    assert refused(lambda: entries.publish(second, since=date(2026, 8, 1), words="Ordinul 8", by=editor,
                                           at=later())) == "another_version"


def test_what_is_published_can_be_taken_back_until_its_day(editor, home):
    draft = drafted(editor)
    tried(draft, editor)
    entries.publish(draft, since=DAY, words="Ordinul 7", by=editor, at=later())
    entries.withdraw(draft, words="Ordinul 7 a fost retras", by=editor, at=later(5))
    assert rulebook_in_force(on=DAY).version == rulebook_in_force(on=TODAY).version
    draft.refresh_from_db()
    assert (draft.state, draft.since, draft.version) == ("dropped", None, "")

    again = drafted(editor)
    tried(again, editor)
    entries.publish(again, since=DAY, words="Ordinul 9", by=editor, at=later())
    again.refresh_from_db()
    assert refused(lambda: entries.withdraw(again, words="Prea târziu", by=editor, at=later(30))) == "in_force"


def test_a_publication_that_fails_leaves_no_rulebook_behind(editor, home, monkeypatch):
    draft = drafted(editor)
    tried(draft, editor)

    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(entries, "_note", broken)
    with pytest.raises(RuntimeError):
        entries.publish(draft, since=DAY, words="Ordinul 7", by=editor, at=later())
    assert not list((home / "rulebooks").iterdir())
    assert not [path for path in home.iterdir() if path.name.startswith(".draft")]
    assert rulebook_in_force(on=DAY).version == rulebook_in_force(on=TODAY).version


def test_a_draft_that_is_dropped_is_kept_with_the_reason(editor):
    draft = drafted(editor)
    entries.drop(draft, words="Costă prea mult", by=editor, at=later())
    [kept] = queries.method_drafts()
    assert (kept.state, kept.decided_words, len(kept.edits)) == ("dropped", "Costă prea mult", len(draft.edits))


def test_every_step_is_written_down_in_the_audit(editor):
    draft = drafted(editor)
    tried(draft, editor)
    entries.publish(draft, since=DAY, words="Ordinul 7", by=editor, at=later())
    assert [row.purpose for row in reversed(changes_of(draft.uuid))] == [
        "begin", "edit", "agree_cases", "try", "publish"]


@pytest.mark.parametrize("act", [
    lambda draft, by: entries.begin_draft("Altceva", "De ce nu", by=by, at=later()),
    lambda draft, by: entries.edit_draft(draft, [FROM_NINE], by=by, at=later()),
    lambda draft, by: entries.take_back(draft, "tables/ED03.csv", "1", by=by, at=later()),
    lambda draft, by: entries.agree_cases(draft, by=by, at=later()),
    lambda draft, by: entries.price_posts(draft, 90_000, "Bugetul", by=by, at=later()),
    lambda draft, by: entries.begin_trial(draft, by=by, at=later()),
    lambda draft, by: entries.publish(draft, since=DAY, words="Eu", by=by, at=later()),
    lambda draft, by: entries.drop(draft, words="Eu", by=by, at=later()),
    lambda draft, by: entries.withdraw(draft, words="Eu", by=by, at=later()),
])
def test_nobody_else_changes_the_method(editor, families, act):
    draft = drafted(editor)
    with pytest.raises(NotPermitted):
        act(draft, families)


def test_a_number_that_the_method_no_longer_has_is_said_so(editor):
    draft = entries.begin_draft("Veche", "Veche", by=editor, at=later())
    assert refused(lambda: entries.edit_draft(draft, [Edit("parameters.csv", "old", "value", "1")], by=editor,
                                              at=later())) == "no_such_cell"
    draft.refresh_from_db()
    assert draft.edits == []
