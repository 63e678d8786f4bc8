"""The record of workers, roles held, devices and attempts to sign in."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Period, Record


class Workers(BaseUserManager["Worker"]):
    """Makes workers; finds them by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Worker:
        """The worker who signs in with a name, however its letters are cased."""
        return self.get(username=self.model.normalize_username(username or ""))

    def create_worker(
        self, username: str, full_name: str, *, password: str | None = None, uuid: UUID | None = None, **rest: Any
    ) -> Worker:
        """A new worker, with a password or (None) with one that never matches."""
        name = self.model.normalize_username(username)
        worker = self.model(username=name, full_name=full_name, uuid=uuid or uuid4(), **rest)
        worker.set_password(password)
        worker.save(using=self._db)
        return worker


class Worker(AbstractBaseUser, Record):
    """A professional who acts. Has no rights by being one: only through the roles held."""

    class Language(models.TextChoices):
        ROMANIAN = "ro", _("Romanian")
        ENGLISH = "en", _("English")

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ROMANIAN)
    is_active = models.BooleanField(default=True)
    sessions_since = models.DateTimeField(null=True)  # sessions begun before this moment have ended
    password_set_at = models.DateTimeField(null=True)
    password_set_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    one_time_password = models.BooleanField(default=False)  # opens nothing but the page where another is chosen
    one_time_used_at = models.DateTimeField(null=True)
    answers_for = models.CharField(max_length=60, blank=True)  # the institution of a partner's account: see `partners`

    objects: ClassVar[Workers] = Workers()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answers_for"], condition=~Q(answers_for=""), name="one_account_of_a_partner"
            ),
            models.CheckConstraint(
                condition=Q(answers_for="") | Q(one_time_password=False, password__startswith="!"),  # noqa: S106  of none
                name="a_partner_has_no_password",
            ),
        ]

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Lower case and composed, so that one name is one account."""
        return unicodedata.normalize("NFKC", username).strip().casefold()

    def get_full_name(self) -> str:
        """The name colleagues know."""
        return self.full_name


class RoleHeld(Record, Period):
    """What a worker is somewhere: in a commune, or a county, or (neither named) the nation."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=40)  # a code of the rulebook's roles.csv
    commune = models.ForeignKey("places.Commune", null=True, on_delete=models.PROTECT, related_name="+")
    county = models.ForeignKey("places.County", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(commune__isnull=True) | Q(county__isnull=True), name="role_held_in_one_place"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_does_not_end_before_it_begins"
            ),
        ]


class Device(Record):
    """A tablet or browser enrolled by a worker; only the digest of its token is kept.

    A tablet also has a lease (a secret that its vault needs beside the PIN, until a moment) and a recovery
    secret, given out again for the worker's password. Programs have neither.
    """

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(max_length=80)
    token_digest = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    former_digests = models.JSONField(default=list)  # of dead tokens: they open files saved before, and nothing else
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    wiped_at = models.DateTimeField(null=True)  # when the office said: forget everything at the next contact
    is_tablet = models.BooleanField(default=False)
    lease_secret = models.CharField(max_length=44, blank=True)  # 32 bytes, base64
    recovery_secret = models.CharField(max_length=44, blank=True)
    lease_until = models.DateTimeField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    pending = models.PositiveIntegerField(null=True)  # entries not yet sent, as the tablet last said

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wiped_at__isnull=True) | Q(revoked_at__isnull=False), name="a_wiped_device_is_revoked"
            ),
        ]


class DeviceCode(Record):
    """A one-time code with which a worker enrols a tablet. Its first letters find it, the rest is kept as a digest."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="device_codes")
    made_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    handle = models.CharField(max_length=4, db_index=True)
    secret_digest = models.CharField(max_length=64)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)  # used, burned, or replaced by a newer one
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")


class ExceptionalAccess(Record):
    """A domain that a worker's role does not see, opened for one household until a moment, with a written reason.

    `held` is the role it rests on. `ended_at` is null unless somebody ended it before `until`. A supervisor has
    looked when `looked_at` is set: `agreed`, or not, with `words`.
    """

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    held = models.ForeignKey(RoleHeld, on_delete=models.PROTECT, related_name="+")
    household = models.UUIDField()
    commune = models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+")
    domain = models.CharField(max_length=20)
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="exceptional_access_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True, looked_by__isnull=True, agreed__isnull=True)
                | Q(looked_at__isnull=False, looked_by__isnull=False, agreed__isnull=False),
                name="exceptional_access_is_looked_at_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "worker", "until"], name="exceptional_access_of"),
            models.Index(
                fields=["commune", "since"], name="exceptional_access_to_look_at", condition=Q(looked_at__isnull=True)
            ),
        ]


class SignInAttempt(models.Model):
    """One try to sign in, by keyed digests only: neither the name typed nor the address is kept."""

    class Outcome(models.TextChoices):
        FAILED = "failed"
        SUCCEEDED = "succeeded"
        LOCKED = "locked"  # not even tried; does not lengthen the lock

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    username_digest = models.CharField(max_length=64)
    address_digest = models.CharField(max_length=64)
    password_trace = models.CharField(max_length=5)  # 20 bits: enough to see one password tried on many
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.FAILED)

    class Meta:
        indexes = [
            models.Index(fields=["username_digest", "at"], name="attempts_on_worker"),
            models.Index(fields=["address_digest", "at"], name="attempts_from_address"),
            models.Index(fields=["password_trace", "at"], name="attempts_with_password"),
        ]


