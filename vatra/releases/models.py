"""The record of releases: drafts of the method, their trials and what was decided; data made open.

Nobody's name or answers: of families there are numbers here, and the uuids of a few households as examples.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from vatra.base.models import Record


class MethodDraft(Record):
    """A change of the method. `edits`: see `vatra.method.editing`; `based_on`: the rulebook it was begun with.

    Once decided it is kept as it was: `since` and `version` of one that is published, `decided_words` in any case.
    """

    class State(models.TextChoices):
        OPEN = "open"
        PUBLISHED = "published"
        DROPPED = "dropped"

    title = models.CharField(max_length=120)
    reason = models.TextField()
    edits = models.JSONField(default=list)
    based_on = models.CharField(max_length=80)
    post_lei = models.PositiveIntegerField(null=True)  # what a case manager's post costs a year, by `post_source`
    post_source = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_words = models.TextField(blank=True)
    since = models.DateField(null=True)
    version = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="published") & Q(since__isnull=False) & ~Q(version=""))
                | (~Q(state="published") & Q(since__isnull=True) & Q(version="")),
                name="a_published_draft_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(post_lei__isnull=True) | ~Q(post_source=""), name="the_cost_of_a_post_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="a_decided_draft_says_when",
            ),
        ]


class Trial(Record):
    """A draft run over the register as of a day. `of`: the digest of what was compared.

    `counting`: the digest of the code that counted (see `vatra.releases.counting`); empty where it was not kept yet.
    """

    draft = models.ForeignKey(MethodDraft, on_delete=models.PROTECT, related_name="trials")
    of = models.CharField(max_length=64)
    on = models.DateField()
    counting = models.CharField(max_length=64, blank=True)
    communes = models.JSONField(default=list)  # those to try it on, in order
    begun_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "of", "on", "counting"], condition=Q(finished_at__isnull=True),
                name="one_trial_of_a_draft_at_a_time",
            )
        ]


class Tried(models.Model):
    """What a trial moves in one commune (see `vatra.releases.moved`): counts, and households as examples.

    `number`, `digest`: of the last entry of the commune's stream when it was counted; none where it was not kept yet.
    """

    id = models.BigAutoField(primary_key=True)
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="tried")
    commune = models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+", db_index=False)
    counts = models.JSONField()
    number = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trial", "commune"], name="a_commune_is_tried_once")]


class DataRelease(Record):
    """A version of the open data, by whose decision. It holds its own cells and those of all versions before it.

    `definitions`: of each indicator that it brings, as the rulebook `rulebook` had it. `summary`: of how many
    `communes` it speaks, its `last` year, and how many `numbers` of that year it holds; made with its files.
    """

    version = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    rulebook = models.CharField(max_length=80)
    definitions = models.JSONField(default=list)
    summary = models.JSONField(default=dict)


class OpenCell(models.Model):
    """One indicator of a commune in a year, as it was published once and stays; `withheld`: then without numbers."""

    id = models.BigAutoField(primary_key=True)
    release = models.ForeignKey(DataRelease, on_delete=models.PROTECT, related_name="cells")
    indicator = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    commune = models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+", db_index=False)
    withheld = models.BooleanField(default=False)
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year", "commune"], name="an_open_cell_is_published_once"),
            models.CheckConstraint(
                condition=Q(withheld=False)
                | Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True),
                name="a_withheld_cell_has_no_numbers",
            ),
        ]


class OpenFile(models.Model):
    """A file of a version, as it is given to anybody who asks: made once, with the version."""

    id = models.BigAutoField(primary_key=True)
    release = models.ForeignKey(DataRelease, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=60)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="an_open_file_is_made_once")]


class Study(Record):
    """A question put to the work, written down before its second round: see `vatra.releases.studies.Plan`.

    `rulebook`: the version by which all its rounds are counted, whatever is in force later.
    """

    title = models.CharField(max_length=160)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    plan = models.JSONField()
    rulebook = models.CharField(max_length=80)


class StudyChange(Record):
    """A later word on a study: the plan as it is from then on, and why. The first plan is kept with the study."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    plan = models.JSONField()


class StudyCounted(models.Model):
    """What the rounds being counted gave in one commune, until all communes are counted: then cells stand instead.

    `numbers`: [outcome, month, value, numerator, denominator] each, nothing withheld: shown to nobody.
    """

    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    commune = models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+", db_index=False)
    rounds = models.JSONField()
    numbers = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "commune"], name="a_commune_of_a_study_counts_once")]


class StudyFound(models.Model):
    """A result of a study, worked out from its cells and kept; `of`: the digest of the plan and the rounds counted."""

    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=40)
    of = models.CharField(max_length=64)
    found = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "indicator", "of"], name="a_result_is_worked_out_once")]


class StudyCell(models.Model):
    """One outcome of a commune in a round, counted once when the round was over, and kept; as an `OpenCell`."""

    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="cells")
    indicator = models.CharField(max_length=40)
    month = models.PositiveIntegerField()  # YYYYMM, the round
    commune = models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+", db_index=False)
    withheld = models.BooleanField(default=False)
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "indicator", "month", "commune"], name="a_study_cell_is_counted_once"
            ),
            models.CheckConstraint(
                condition=Q(withheld=False)
                | Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True),
                name="a_withheld_study_cell_has_no_numbers",
            ),
        ]
