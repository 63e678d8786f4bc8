"""The record of supervision: samples, what was drawn, second interviews, questions to the method. All derived."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record


def _household() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("people.Household", to_field="uuid", on_delete=models.PROTECT, related_name="+")


def _commune() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+")


def _worker(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, **options
    )


class Sample(Record):
    """One draw in one commune; `frame` interviews stood to be drawn, known by `frame_digest`."""

    commune = _commune()
    on = models.DateField()
    by = _worker()
    seed = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField()
    of_each = models.PositiveSmallIntegerField()
    frame = models.PositiveIntegerField()
    frame_digest = models.CharField(max_length=64)


class Drawn(Record):
    """One interview to be re-done by another worker than its own."""

    sample = models.ForeignKey(Sample, models.CASCADE, to_field="uuid", related_name="drawn")
    household = _household()
    interview = models.UUIDField()  # the entry of the first interview; its answers are read from the register
    first_by = _worker()
    first_on = models.DateField()


class SecondInterview(Record):
    """The answers of the second worker: {subject: {fact: value}}; they change no fact of the household."""

    drawn = models.OneToOneField(Drawn, models.CASCADE, to_field="uuid", related_name="second")
    household = _household()
    on = models.DateField()
    by = _worker()
    answers = models.JSONField(default=dict)


class MethodQuestion(Record):
    """A worker says that a rule is wrong, missing or not clear; answered by whoever supervises."""

    class Sort(models.TextChoices):
        WRONG = "wrong", _("the rule is wrong")
        MISSING = "missing", _("a rule is missing")
        UNCLEAR = "unclear", _("a question or a word is not clear")

    class Answer(models.TextChoices):
        TAKEN_UP = "taken_up", _("taken up for the next version of the method")
        KEPT = "kept", _("the method stays as it is")
        ANSWERED = "answered", _("explained")

    commune = _commune()
    on = models.DateField()
    by = _worker()
    sort = models.CharField(max_length=8, choices=Sort.choices)
    code = models.CharField(max_length=10, blank=True)
    words = models.TextField()
    rulebook = models.CharField(max_length=80)
    answered_on = models.DateField(null=True)
    answered_by = _worker(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    reply = models.TextField(blank=True)
