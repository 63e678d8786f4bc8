"""The only place that writes the tables of this room, and the folders in which newer versions of the method lie.

These are no entries of the register: they speak of the method, not of families. Each is written down in the audit, in
the same transaction. Permission is asked of `by` every time.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import cast
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vatra.access.queries import Worker
from vatra.assessment.compared import communes_assessed
from vatra.assessment.rulebooks import folder_in_force, laid_folder, rulebook_in_force
from vatra.audit import entries as audit
from vatra.method import Program, RulebookInvalid, read_rulebook
from vatra.method.editing import Edit, edits_of, laid_over
from vatra.register.verify import heads as register_heads
from vatra.releases import policies
from vatra.releases.counting import counted_over, way_of_counting
from vatra.releases.drafts import CannotChangeMethod, agreed_cases, built, laid_out
from vatra.releases.file_trials import FileTried, PopulationFile, is_begun, tried
from vatra.releases.models import MethodDraft, Trial, Tried
from vatra.releases.queries import trial_of
from vatra.releases.simulating import moved_in

Progress = Callable[[int, int], None]


def _note(draft: MethodDraft, purpose: str, *, by: Worker, at: datetime) -> None:
    audit.record([audit.Act("change", "method_draft", draft.uuid, by=by.uuid, purpose=purpose)], at=at)


def begin_draft(title: str, reason: str, *, by: Worker, at: datetime) -> MethodDraft:
    """A new draft, without edits. Raises NotPermitted."""
    on = timezone.localtime(at).date()
    policies.check_can_edit_method(by, on=on)
    with transaction.atomic():
        draft = MethodDraft.objects.create(
            uuid=uuid4(), title=title, reason=reason, based_on=rulebook_in_force(on=on).version, begun_at=at, by=by
        )
        _note(draft, "begin", by=by, at=at)
    return draft


def edit_draft(draft: MethodDraft, edits: Iterable[Edit], *, by: Worker, at: datetime) -> None:
    """Lay edits over those of a draft. Raises CannotChangeMethod for a cell that is not there."""
    _change(draft, laid_over(edits_of(draft.edits), edits), "edit", by=by, at=at)


def take_back(draft: MethodDraft, file: str, key: str, *, by: Worker, at: datetime) -> None:
    """Take back all edits of one row."""
    kept = tuple(edit for edit in edits_of(draft.edits) if (edit.file, edit.key) != (file, key))
    _change(draft, kept, "take_back", by=by, at=at)


def agree_cases(draft: MethodDraft, *, by: Worker, at: datetime) -> None:
    """Let the cases of the rulebook expect what the draft finds."""
    found = built(draft, on=timezone.localtime(at).date())
    _change(draft, laid_over(edits_of(draft.edits), agreed_cases(found)), "agree_cases", by=by, at=at)


def price_posts(draft: MethodDraft, lei: int, source: str, *, by: Worker, at: datetime) -> None:
    """Say what a case manager's post costs a year, and who says so: the lei that the change moves follow from it."""
    policies.check_can_edit_method(by, on=timezone.localtime(at).date())
    with transaction.atomic():
        policies.check_is_open(_locked(draft))
        MethodDraft.objects.filter(pk=draft.pk).update(post_lei=lei, post_source=source)
        _note(draft, "price_posts", by=by, at=at)


def _change(draft: MethodDraft, edits: tuple[Edit, ...], purpose: str, *, by: Worker, at: datetime) -> None:
    on = timezone.localtime(at).date()
    policies.check_can_edit_method(by, on=on)
    with transaction.atomic():
        draft = _locked(draft)
        policies.check_is_open(draft)
        draft.edits = [edit.as_list() for edit in edits]
        built(draft, on=on)
        draft.save(update_fields=["edits"])
        _note(draft, purpose, by=by, at=at)


def _locked(draft: MethodDraft) -> MethodDraft:
    return MethodDraft.objects.select_for_update().get(pk=draft.pk)


def begin_trial(draft: MethodDraft, *, by: Worker, at: datetime) -> Trial:
    """The trial of a draft as it is, as of today; the one already begun, or counted over the same entries."""
    on = timezone.localtime(at).date()
    policies.check_can_edit_method(by, on=on)
    policies.check_is_open(draft)
    found = built(draft, on=on)
    policies.check_can_try(found)
    last = trial_of(draft, found)
    if last is not None and last.on == on and last.finished_at is not None and counted_over(last).stands:
        return last
    with transaction.atomic():
        trial, begun = Trial.objects.get_or_create(
            draft=draft, of=found.of, on=on, counting=way_of_counting(), finished_at=None, defaults={
                "uuid": uuid4(), "communes": communes_assessed(), "begun_at": at, "by": by})
        if begun:
            _note(draft, "try", by=by, at=at)
    return trial


def go_on(
    trial: Trial, *, at: datetime, enough: Callable[[], bool] = lambda: False,
    progress: Progress = lambda done, of: None,
) -> bool:
    """Try the communes that are left until there are none, or it is enough; each is kept as soon as it is counted.

    Answers whether the trial is finished. Raises CannotChangeMethod when the draft, the method in force, or the way of
    counting is another one than when it began.
    """
    done = set(Tried.objects.filter(trial=trial).values_list("commune_id", flat=True))
    left = [commune for commune in trial.communes if commune not in done]
    found = built(trial.draft, on=trial.on)
    if found.after is None or found.of != trial.of:
        raise CannotChangeMethod(
            _("The change is another one than when this trial began. Try it again."), code="another_change",
        )
    policies.check_is_counted_so(trial)
    last = {head.commune: head for head in register_heads()}
    for commune in left:
        progress(len(done), len(trial.communes))
        moved = moved_in(commune, found.before, found.after, on=trial.on)
        head = {"number": last[commune].number, "digest": last[commune].digest} if commune in last else {}
        Tried.objects.get_or_create(trial=trial, commune_id=commune, defaults={"counts": moved.as_json(), **head})
        done.add(commune)
        if len(done) < len(trial.communes) and enough():
            return False
    progress(len(trial.communes), len(trial.communes))
    Trial.objects.filter(pk=trial.pk, finished_at=None).update(finished_at=at)
    return True


def try_file(
    draft: MethodDraft, file: PopulationFile, *, by: Worker, at: datetime, enough: Callable[[], bool] = lambda: False
) -> FileTried:
    """Try a draft, as it is and as of today, on a file of children, until it is enough; at least a piece is counted.

    Raises CannotChangeMethod for a draft that cannot be tried and for a file that cannot be counted.
    """
    on = timezone.localtime(at).date()
    policies.check_can_edit_method(by, on=on)
    policies.check_is_open(draft)
    found = built(draft, on=on)
    policies.check_can_try(found)
    after = cast(Program, found.after)
    if not is_begun(file, found.before, after, on=on):
        with transaction.atomic():
            _note(draft, "try_file", by=by, at=at)
    first = iter([True])
    return tried(file, found.before, after, on=on, enough=lambda: not next(first, False) and enough())


def publish(draft: MethodDraft, *, since: date, words: str, by: Worker, at: datetime) -> MethodDraft:
    """Make a draft the method from a day on: its rulebook is laid beside the others, and read from then on.

    Raises CannotChangeMethod, with what to do, unless it was tried as it is over the method that holds until then.
    """
    on = timezone.localtime(at).date()
    policies.check_can_edit_method(by, on=on)
    with transaction.atomic():
        draft = _locked(draft)
        found = built(draft, on=on)
        policies.check_can_publish(draft, found, trial_of(draft, found), since=since, on=on)
        if rulebook_in_force(on=since).content_hash != found.before.content_hash:
            raise CannotChangeMethod(
                _("Another version comes into force before that day. Try the change again after it, or choose an "
                  "earlier day."), code="another_version",
            )
        with _laid(draft, since) as version:
            MethodDraft.objects.filter(pk=draft.pk).update(
                state=MethodDraft.State.PUBLISHED, decided_at=at, decided_by=by, decided_words=words, since=since,
                version=version,
            )
            _note(draft, "publish", by=by, at=at)
    draft.refresh_from_db()
    return draft


@contextmanager
def _laid(draft: MethodDraft, since: date) -> Iterator[str]:
    """Put the rulebook of a draft whole in its place, and tell its version; taken away again when the block fails."""
    target, before = folder_of(draft), rulebook_in_force(on=since)
    with laid_out(
        edits_of(draft.edits), reason=draft.reason, folder=folder_in_force(on=since), before=before, since=since,
        within=Path(settings.HOME),
    ) as laid:
        try:
            version = read_rulebook(laid).version
        except RulebookInvalid as invalid:
            raise CannotChangeMethod(
                _("From that day on the change has a mistake: %(mistake)s"), code="mistakes",
                mistake=invalid.mistakes[0].sentence(get_language() or "ro"),
            ) from None
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)  # of a publication that was cut short
        laid.rename(target)
    try:
        yield version
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def folder_of(draft: MethodDraft) -> Path:
    """Where the rulebook of a published draft lies."""
    return laid_folder() / draft.uuid.hex


def withdraw(draft: MethodDraft, *, words: str, by: Worker, at: datetime) -> None:
    """Take back a published draft whose day has not come; it is kept as dropped."""
    on = timezone.localtime(at).date()
    policies.check_can_edit_method(by, on=on)
    with transaction.atomic():
        draft = _locked(draft)
        policies.check_can_withdraw(draft, on=on)
        _drop(draft, words, by=by, at=at)
        _note(draft, "withdraw", by=by, at=at)
        shutil.rmtree(folder_of(draft), ignore_errors=True)


def drop(draft: MethodDraft, *, words: str, by: Worker, at: datetime) -> None:
    """Decide that the method stays as it is; the draft is kept with the reason."""
    policies.check_can_edit_method(by, on=timezone.localtime(at).date())
    with transaction.atomic():
        draft = _locked(draft)
        policies.check_is_open(draft)
        _drop(draft, words, by=by, at=at)
        _note(draft, "drop", by=by, at=at)


def _drop(draft: MethodDraft, words: str, *, by: Worker, at: datetime) -> None:
    MethodDraft.objects.filter(pk=draft.pk).update(
        state=MethodDraft.State.DROPPED, decided_at=at, decided_by=by, decided_words=words, since=None, version=""
    )
