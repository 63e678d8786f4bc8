"""What the entries of referrals say: sending on, what came of it, what a partner answers, whom a provider can help."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from vatra.care.payloads import Code, Codes, Line, Text
from vatra.register.kinds import Payload

Institution = Annotated[str, StringConstraints(max_length=60)]
Phone = Annotated[str, StringConstraints(max_length=30, pattern=r"^[0-9+ ()./-]*$")]
Words = Annotated[str, StringConstraints(max_length=2_000)]
Places = Annotated[int, Field(ge=0, le=100_000)]


class Sharing(Payload):
    """By what right the provider is told of somebody, until when, and what it is told.

    `agreed_with`: who consented, when the basis is consent. `names`: initials, or the name where the service cannot
    be given without it. `phone`: where the worker who sends on can be called.
    """

    basis: Literal["legal_duty", "consent", "vital_interest"]
    until: date | None = None
    agreed_with: Line = ""
    names: Literal["initials", "full"] = "initials"
    phone: Phone = ""

    @model_validator(mode="after")
    def _consent_is_somebodys(self) -> Sharing:
        if self.basis == "consent" and not self.agreed_with:
            raise ValueError("consent without who gave it")
        return self


class DraftReferral(Payload):
    """A referral that is written and not yet sent; nothing of it is told to anybody."""

    service: Code
    person: UUID | None = None
    codes: Codes = ()
    institution: Institution = ""
    note: Text = ""


class SendReferral(DraftReferral):
    """Someone is sent on; `institution` is the code of the provider, empty when none is known yet.

    `draft`: the draft that is sent, with what stands here in the place of what stood there. `sharing` is missing in
    entries from before it was asked for.
    """

    draft: UUID | None = None
    sharing: Sharing | None = None


class Appointment(Payload):
    """When and where somebody is expected; `at` is the hour as on a clock of the wall."""

    on: date
    at: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^$")] = ""
    place: Line = ""


class RecordReferralOutcome(Payload):
    """What came of a referral, as a worker learned it; `acknowledged` says only that the provider has it.

    `told_by`: who said so, the provider or the family. `withdrawn`: it is asked for no longer.
    """

    referral: UUID
    outcome: Literal[
        "acknowledged", "appointment", "started", "helped", "partly", "refused", "no_provider", "waiting_list",
        "turned_away", "did_not_come", "withdrawn",
    ]
    appointment: Appointment | None = None
    told_by: Literal["provider", "family", ""] = ""
    note: Text = ""

    @model_validator(mode="after")
    def _an_appointment_has_a_day(self) -> RecordReferralOutcome:
        if (self.outcome == "appointment") != (self.appointment is not None):
            raise ValueError("an appointment, and nothing else, has a day")
        return self


class AnswerReferral(Payload):
    """What a partner answered by the link of a letter. `who`: the name typed there, which nobody has checked."""

    referral: UUID
    answer: Literal[
        "acknowledged", "appointment", "started", "helped", "partly", "waiting_list", "no_place", "not_ours",
        "did_not_come",
    ]
    appointment: Appointment | None = None
    who: Line = ""
    words: Words = ""

    @model_validator(mode="after")
    def _an_appointment_has_a_day(self) -> AnswerReferral:
        if (self.answer == "appointment") != (self.appointment is not None):
            raise ValueError("an appointment, and nothing else, has a day")
        return self


class WithdrawConsent(Payload):
    """The family takes back its consent to a referral; `by_whom` of the family."""

    referral: UUID
    by_whom: Line
    note: Text = ""


class RecordUnmetNeed(Payload):
    """Nobody could be found to send somebody on to: evidence, and no referral."""

    service: Code
    person: UUID | None = None
    codes: Codes = ()
    reason: Literal["no_provider", "waiting_list", "turned_away"]
    note: Text = ""


class NewProvider(Payload):
    """A provider that the loaded facts do not know: a family doctor, a parish, a practice. `village` is its SIRUTA."""

    kind: Literal["clinic", "provider", "education_other", "school", "kindergarten"]
    name: Annotated[str, StringConstraints(min_length=3, max_length=200)]
    village: int


class DescribeProvider(Payload):
    """What somebody said of a provider; what is left out stays as it was. `told_by`: who said it, and how.

    `provider` is its code; with `new`, the provider's code follows from the entry's uuid and `provider` is empty.
    `room`: how many more it can take now. `services`: codes of the package that it can answer. `area`: whom it serves.
    """

    provider: Institution = ""
    new: NewProvider | None = None
    phone: Phone | None = None
    email: Annotated[str, StringConstraints(max_length=120, pattern=r"^([^@\s<>\"']+@[^@\s<>\"']+)?$")] | None = None
    address: Line | None = None
    hours: Line | None = None
    area: Line | None = None
    capacity: Places | None = None
    room: Places | None = None
    services: Codes | None = None
    closed: bool | None = None
    told_by: Annotated[str, StringConstraints(min_length=2, max_length=120)]

    @model_validator(mode="after")
    def _about_one(self) -> DescribeProvider:
        if bool(self.provider) == (self.new is not None):
            raise ValueError("a provider that is known, or a new one")
        return self
