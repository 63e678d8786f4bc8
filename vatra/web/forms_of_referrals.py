"""The forms of referrals: sending on, what came of it, consent withdrawn, a need nobody meets, a partner's answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from vatra.web.forms import ActForm, Choices, DayInput

PHONE = RegexValidator(r"^[0-9+ ()./-]*$", lazy("Write the number in digits."))
BASES = {
    "legal_duty": lazy("a duty of the law (Law 292/2011, Law 272/2004)"),
    "consent": lazy("the family's consent"),
    "vital_interest": lazy("somebody's life or health is in danger"),
}
NAMES = {"initials": lazy("initials and age"), "full": lazy("the name, because the service cannot be given without it")}
REPLIES = [
    ("acknowledged", lazy("they have received it")), ("appointment", lazy("they made an appointment")),
    ("started", lazy("the service has begun")), ("helped", lazy("they helped")),
    ("partly", lazy("they helped in part")), ("waiting_list", lazy("they put them on a waiting list")),
    ("turned_away", lazy("the provider turned them away")), ("no_provider", lazy("there is no provider")),
    ("refused", lazy("the family refused it")), ("did_not_come", lazy("the person did not come")),
    ("withdrawn", lazy("it is asked for no longer")),
]
ANSWERS = [
    ("acknowledged", lazy("We have received it")), ("appointment", lazy("We made an appointment")),
    ("started", lazy("We have begun")), ("helped", lazy("Done: the person was helped")),
    ("partly", lazy("Done in part")), ("waiting_list", lazy("On our waiting list")),
    ("no_place", lazy("We cannot: no place")), ("not_ours", lazy("We cannot: this is not ours to do")),
    ("did_not_come", lazy("The person did not come")),
]
UNMET_REASONS = {
    "no_provider": lazy("nobody gives this service here"),
    "turned_away": lazy("who gives it turned them away"),
    "waiting_list": lazy("there is only a waiting list"),
}


class ReferralForm(ActForm):
    """Somebody is sent on to who can help, or it is written down to be sent later."""

    person = forms.ChoiceField(label=lazy("Who is sent on?"), widget=forms.RadioSelect,
                               error_messages={"required": lazy("Choose who it is about.")})
    service = forms.ChoiceField(label=lazy("For which service?"),
                                error_messages={"required": lazy("Choose for which service.")})
    institution = forms.ChoiceField(
        label=lazy("To whom?"), required=False,
        help_text=lazy("The nearest first. Leave it open when nobody is known yet."),
    )
    note = forms.CharField(label=lazy("What they should know"), required=False, max_length=2000,
                           widget=forms.Textarea(attrs={"rows": 4}),
                           help_text=lazy("The institution reads this. Only what it needs, and nothing more."))
    basis = forms.ChoiceField(
        label=lazy("By what right is the institution told?"), widget=forms.RadioSelect, required=False,
        choices=list(BASES.items()),
        help_text=lazy("What the law asks of you needs no consent; for everything else ask the family."),
    )
    agreed_with = forms.CharField(label=lazy("Who consented?"), required=False, max_length=120,
                                  help_text=lazy("For example: the mother, in words."))
    until = forms.DateField(label=lazy("Until when may they be told?"), required=False, widget=DayInput, localize=False)
    names = forms.ChoiceField(label=lazy("How is the person called in it?"), widget=forms.RadioSelect, required=False,
                              choices=list(NAMES.items()), initial="initials")
    phone = forms.CharField(label=lazy("Where can they call you?"), required=False, max_length=30, validators=[PHONE],
                            widget=forms.TextInput(attrs={"inputmode": "tel"}))
    field_order = ("person", "service", "institution", "note", "basis", "agreed_with", "until", "names", "phone", "on")

    def __init__(
        self, *args: Any, persons: Choices, services: Choices, institutions: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(persons)  # type: ignore[attr-defined]
        self.fields["service"].choices = [("", _("choose a service")), *services]  # type: ignore[attr-defined]
        self.fields["institution"].choices = [("", _("not known yet")), *institutions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What is sent says by what right, and a consent is somebody's."""
        said = super().clean() or {}
        if "draft" not in self.data and not said.get("basis"):
            self.add_error("basis", _("Say by what right the institution is told of this."))
        if said.get("basis") == "consent" and not said.get("agreed_with"):
            self.add_error("agreed_with", _("Say who of the family consented."))
        if said.get("until") and said.get("on") and said["until"] < said["on"]:
            self.add_error("until", _("This day is over. Choose a later one, or leave it open."))
        return said

    def sharing(self) -> dict[str, Any]:
        """By what right and what the institution is told, as the entry says it."""
        said = self.cleaned_data
        return {"basis": said["basis"], "until": said["until"].isoformat() if said["until"] else None,
                "agreed_with": said["agreed_with"] if said["basis"] == "consent" else "",
                "names": said["names"] or "initials", "phone": said["phone"]}


class AppointmentFields(forms.Form):
    """When and where somebody is expected, when an appointment was made."""

    appointment_on = forms.DateField(label=lazy("Appointment: on which day"), required=False, widget=DayInput,
                                     localize=False, error_messages={"invalid": lazy("Choose a day.")})
    appointment_at = forms.TimeField(label=lazy("At what hour"), required=False, localize=False,
                                     widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                                     error_messages={"invalid": lazy("Write the hour as 14:30.")})
    place = forms.CharField(label=lazy("Where"), required=False, max_length=120)

    def appointment(self) -> dict[str, Any]:
        """It, as the entry says it; nothing when another thing was said."""
        said = self.cleaned_data
        if "appointment" not in (said.get("outcome"), said.get("answer")):
            return {}
        at = said.get("appointment_at")
        return {"appointment": {"on": said["appointment_on"].isoformat(), "place": said.get("place", ""),
                                "at": at.strftime("%H:%M") if at else ""}}

    def check_day(self, field: str) -> None:
        """An appointment has a day."""
        said = self.cleaned_data
        if said.get(field) == "appointment" and not said.get("appointment_on"):
            self.add_error("appointment_on", _("Say on which day the appointment is."))


class ReplyForm(AppointmentFields, ActForm):
    """What came of a referral, as the worker learned it."""

    outcome = forms.ChoiceField(label=lazy("What came of it?"), widget=forms.RadioSelect,
                                error_messages={"required": lazy("Choose what came of it.")})
    told_by = forms.ChoiceField(label=lazy("Who said so?"), widget=forms.RadioSelect, required=False,
                                choices=[("provider", lazy("the institution")), ("family", lazy("the family"))])
    note = forms.CharField(label=lazy("What they answered"), required=False, max_length=4000,
                           widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("outcome", "appointment_on", "appointment_at", "place", "told_by", "note", "on")

    def __init__(self, *args: Any, steps: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [one for one in REPLIES if one[0] in steps]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An appointment has a day."""
        said = super().clean() or {}
        self.check_day("outcome")
        return said


class WithdrawForm(ActForm):
    """The family takes its consent back."""

    by_whom = forms.CharField(label=lazy("Who of the family said so?"), max_length=120,
                              error_messages={"required": lazy("Say who of the family said so.")})
    note = forms.CharField(label=lazy("What they said"), required=False, max_length=2000,
                           widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("by_whom", "note", "on")


class UnmetForm(ActForm):
    """A need for which there is nobody to send anyone on to."""

    person = forms.ChoiceField(label=lazy("Who needs it?"), widget=forms.RadioSelect,
                               error_messages={"required": lazy("Choose who it is about.")})
    service = forms.ChoiceField(label=lazy("Which service is missing?"),
                                error_messages={"required": lazy("Choose which service is missing.")})
    reason = forms.ChoiceField(label=lazy("Why can it not be had?"), widget=forms.RadioSelect,
                               choices=list(UNMET_REASONS.items()),
                               error_messages={"required": lazy("Choose why it cannot be had.")})
    note = forms.CharField(label=lazy("Where you looked"), required=False, max_length=2000,
                           widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("person", "service", "reason", "note", "on")

    def __init__(self, *args: Any, persons: Choices, services: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(persons)  # type: ignore[attr-defined]
        self.fields["service"].choices = [("", _("choose a service")), *services]  # type: ignore[attr-defined]


class AnswerForm(AppointmentFields):
    """What a partner answers by the link of a letter."""

    answer = forms.ChoiceField(label=lazy("What do you answer?"), widget=forms.RadioSelect,
                               error_messages={"required": lazy("Choose an answer.")})
    words = forms.CharField(label=lazy("What you wish to add"), required=False, max_length=2000,
                            widget=forms.Textarea(attrs={"rows": 3}))
    who = forms.CharField(label=lazy("Your name"), required=False, max_length=120)
    field_order = ("answer", "appointment_on", "appointment_at", "place", "words", "who")

    def __init__(self, *args: Any, answers: Collection[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["answer"].choices = [one for one in ANSWERS if one[0] in answers]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean(self) -> dict[str, Any]:
        """An appointment has a day, and one that has not passed."""
        said = super().clean() or {}
        self.check_day("answer")
        day = said.get("appointment_on")
        if said.get("answer") == "appointment" and day and day < self.today:
            self.add_error("appointment_on", _("This day has passed. Choose the day of the appointment."))
        return said

    def payload(self) -> dict[str, Any]:
        """It, as the entry says it."""
        said = self.cleaned_data
        return {"answer": said["answer"], "words": said["words"], "who": said["who"], **self.appointment()}


class ProviderForm(ActForm):
    """What somebody said of a provider; what is left empty stays as it is."""

    name = forms.CharField(label=lazy("Its name"), min_length=3, max_length=200,
                           error_messages={"required": lazy("Write its name.")})
    kind = forms.ChoiceField(
        label=lazy("What is it?"), widget=forms.RadioSelect, initial="clinic",
        choices=[("clinic", lazy("a family doctor, a practice, a clinic")), ("provider", lazy("a social service")),
                 ("education_other", lazy("an institution of education"))],
        error_messages={"required": lazy("Choose what it is.")},
    )
    village = forms.TypedChoiceField(label=lazy("In which village?"), coerce=int,
                                     error_messages={"required": lazy("Choose where it is.")})
    phone = forms.CharField(label=lazy("Telephone"), required=False, max_length=30, validators=[PHONE],
                            widget=forms.TextInput(attrs={"inputmode": "tel"}))
    email = forms.EmailField(label=lazy("E-mail"), required=False, max_length=120)
    address = forms.CharField(label=pgettext_lazy("place", "Address"), required=False, max_length=120)
    hours = forms.CharField(label=lazy("When it is open"), required=False, max_length=120)
    area = forms.CharField(label=lazy("Whom it serves"), required=False, max_length=120,
                           help_text=lazy("For example: the whole county, or children of three communes."))
    capacity = forms.IntegerField(label=lazy("How many places it has"), required=False, min_value=0, max_value=100_000,
                                  localize=False)
    room = forms.IntegerField(label=lazy("How many more it can take now"), required=False, min_value=0,
                              max_value=100_000, localize=False)
    services = forms.MultipleChoiceField(label=lazy("What it can help with"), required=False,
                                         widget=forms.CheckboxSelectMultiple)
    closed = forms.BooleanField(label=lazy("It has closed"), required=False)
    told_by = forms.CharField(label=lazy("Who says so?"), min_length=2, max_length=120,
                              help_text=lazy("For example: the head of the centre, by telephone."),
                              error_messages={"required": lazy("Say who says so: it stands beside it.")})
    field_order = ("name", "kind", "village", "phone", "email", "address", "hours", "area", "capacity", "room",
                   "services", "closed", "told_by", "on")

    def __init__(self, *args: Any, villages: Choices | None, services: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = list(services)  # type: ignore[attr-defined]
        if villages is None:
            for name in ("name", "kind", "village"):
                del self.fields[name]
        else:
            self.fields["village"].choices = [("", _("choose a village")), *villages]  # type: ignore[attr-defined]

    def payload(self, code: str) -> dict[str, Any]:
        """What was filled in, as the entry says it."""
        said = self.cleaned_data
        new = {} if code else {"new": {name: said[name] for name in ("kind", "name", "village")}}
        words = {name: said[name] for name in ("phone", "email", "address", "hours", "area")}
        numbers = {name: said[name] for name in ("capacity", "room") if said[name] is not None}
        return {"provider": code, "told_by": said["told_by"], "services": said["services"], "closed": said["closed"],
                **new, **words, **numbers}
