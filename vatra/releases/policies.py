"""Who may change the method, and when a draft may be decided."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from vatra.access import queries as access
from vatra.access.policies import NotPermitted
from vatra.access.queries import Worker
from vatra.releases.counting import way_of_counting
from vatra.releases.drafts import Built, CannotChangeMethod
from vatra.releases.models import MethodDraft, Trial

EDIT = "edit_method"  # the word of roles.csv


def can_edit_method(worker: Worker, *, on: date) -> bool:
    """Whether a worker holds a role that edits the method, anywhere."""
    book = access.roles_book()
    return any(EDIT in book[held.role].acts for held in access.roles_of(worker, on=on) if held.role in book)


def check_can_edit_method(worker: Worker, *, on: date) -> None:
    """NotPermitted unless `can_edit_method`."""
    if not can_edit_method(worker, on=on):
        raise NotPermitted(_("Your roles do not change the method."))


def check_is_open(draft: MethodDraft) -> None:
    """CannotChangeMethod when it was decided already."""
    if draft.state != MethodDraft.State.OPEN:
        raise CannotChangeMethod(_("This change was decided already. Begin a new one."), code="decided")


def check_can_try(built: Built) -> None:
    """CannotChangeMethod when there is nothing to try, or it has mistakes."""
    if built.mistakes:
        raise CannotChangeMethod(_("The change has mistakes. Mend them first."), code="mistakes")
    if not built.differences:
        raise CannotChangeMethod(_("Nothing is changed yet. Change a threshold or a table first."), code="nothing")


def check_can_publish(draft: MethodDraft, built: Built, trial: Trial | None, *, since: date, on: date) -> None:
    """CannotChangeMethod unless the draft was tried as it is, its cases agree, and the day lies ahead."""
    check_is_open(draft)
    check_can_try(built)
    if built.failing:
        raise CannotChangeMethod(
            _("Cases of the rulebook expect something else. Say that the new findings are what you want, or mend the "
              "change."), code="cases",
        )
    if trial is None or trial.finished_at is None or trial.of != built.of:
        raise CannotChangeMethod(
            _("Try the change on the whole register first, as it stands now."), code="not_tried",
        )
    check_is_counted_so(trial)
    if since <= on:
        raise CannotChangeMethod(
            _("Choose a day after today: nobody's findings change before it."), code="not_ahead",
        )


def check_is_counted_so(trial: Trial) -> None:
    """CannotChangeMethod when a trial was begun by an older way of counting: it is not added to newer numbers."""
    if trial.counting != way_of_counting():
        raise CannotChangeMethod(
            _("This trial was counted by an older way of counting. Count it again."), code="older_counting",
        )


def check_can_withdraw(draft: MethodDraft, *, on: date) -> None:
    """CannotChangeMethod unless it is published and its day has not come."""
    if draft.state != MethodDraft.State.PUBLISHED or draft.since is None or draft.since <= on:
        raise CannotChangeMethod(
            _("Only a method whose day has not come can be taken back. Publish another change instead."),
            code="in_force",
        )
