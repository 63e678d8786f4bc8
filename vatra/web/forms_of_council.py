"""The forms of the council: its founding, its members, a meeting, an item of the agenda, what came of a task."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.community.naming import TellsWho, check_tells_nobody, persons_named
from vatra.web.forms import ActForm, Choices, DayInput

QUALITIES = {
    "priest": lazy("priest"), "teacher": lazy("teacher"), "doctor": lazy("doctor"),
    "police": lazy("policeman or policewoman"), "councillor": lazy("local councillor"),
    "business": lazy("business person"), "town_hall": lazy("of the town hall"), "other": lazy("another quality"),
}
ENDS = {
    "term": lazy("the term is over"), "resigned": lazy("resigned"), "replaced": lazy("another one was appointed"),
    "moved": lazy("moved away"), "deceased": lazy("died"), "other": lazy("another reason"),
}
OUTCOMES = {
    "done": lazy("it is done"), "carried_over": lazy("not yet: it is carried over to another day"),
    "not_done": lazy("it will not be done, because…"),
}
SECRET = lazy("Every member reads this. No name, no address, no birth date: “the mother”, “the child of 9”.")


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, widget=DayInput, localize=False, required=required, help_text=help_text,
        error_messages={"required": lazy("Say which day."),
                        "invalid": lazy("This is not a day: write it as 31.12.2026.")},
    )


def _line(label: Any, missing: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, min_length=2, max_length=120, **more,
                           error_messages={"required": missing, "min_length": missing})


def _words(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def hour_field(label: Any, *, required: bool = True) -> forms.TimeField:
    """An hour, as 17:00."""
    return forms.TimeField(
        label=label, required=required, localize=False, input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": lazy("Say at what hour."), "invalid": lazy("Write the hour as 14:30.")},
    )


class FoundForm(ActForm):
    """By which decision the council exists."""

    decided_by = forms.ChoiceField(
        label=lazy("Who founded it?"), widget=forms.RadioSelect, initial="local_council",
        choices=[("local_council", lazy("the local council, by a decision")),
                 ("mayor", lazy("the mayor, by an order"))],
    )
    decision = _line(lazy("Number of the decision or order"), lazy("Write the number, such as HCL 12/2024."),
                     help_text=lazy("For example: HCL 12/2024."))
    decided_on = _day(lazy("Of which day"))
    rhythm = forms.ChoiceField(
        label=lazy("How often does it meet?"), widget=forms.RadioSelect, initial="quarterly",
        choices=[("quarterly", lazy("every quarter")), ("monthly", lazy("every month"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget = forms.HiddenInput()

    def clean_decided_on(self) -> date:
        """It was decided already."""
        day: date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet. Write the day on which it happened."))
        return day

    def payload(self) -> dict[str, Any]:
        """What the entry says."""
        said = self.cleaned_data
        return {"decision": said["decision"], "decided_on": said["decided_on"].isoformat(),
                "decided_by": said["decided_by"], "rhythm": said["rhythm"]}


class MemberForm(ActForm):
    """Who takes a seat, in which quality, by which decision."""

    field_order = ("name", "quality", "decision", "begins", "ends", "worker")

    name = _line(lazy("Name"), lazy("Write the name."))
    quality = forms.ChoiceField(label=lazy("In which quality?"), widget=forms.RadioSelect,
                                choices=list(QUALITIES.items()),
                                error_messages={"required": lazy("Choose the quality.")})
    decision = _line(lazy("Appointed by which decision or order"), lazy("Write the number, such as HCL 12/2024."))
    begins = _day(lazy("Sits there since"))
    ends = _day(lazy("Until (the first day no longer)"), required=False)
    worker = forms.ChoiceField(label=lazy("The member's account"), required=False, help_text=lazy(
        "Accounts whose role is member of the council. Who has none gets the papers printed."))

    def __init__(self, *args: Any, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget = forms.HiddenInput()
        self.fields["begins"].initial = self.today
        self.fields["worker"].choices = [("", _("no account")), *accounts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A term ends after it begins."""
        said = super().clean() or {}
        if said.get("begins") and said.get("ends") and said["ends"] <= said["begins"]:
            self.add_error("ends", _("The term ends before it begins. Check the days."))
        return said

    def payload(self, council: UUID) -> dict[str, Any]:
        """What the entry says."""
        said = self.cleaned_data
        payload: dict[str, Any] = {
            "council": str(council), "name": said["name"], "quality": said["quality"], "decision": said["decision"],
            "since": said["begins"].isoformat(),
        }
        if said["ends"]:
            payload["until"] = said["ends"].isoformat()
        if said["worker"]:
            payload["worker"] = said["worker"]
        return payload


class EndForm(ActForm):
    """A seat becomes free."""

    reason = forms.ChoiceField(label=lazy("Why?"), widget=forms.RadioSelect, choices=list(ENDS.items()),
                               error_messages={"required": lazy("Choose why.")})


class CallForm(ActForm):
    """Day, hour and place of a meeting."""

    field_order = ("day", "hour", "place")

    day = _day(lazy("On which day"))
    hour = hour_field(lazy("At what hour"))
    place = _line(lazy("Where"), lazy("Say where."), help_text=lazy("For example: the hall of the town hall."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget = forms.HiddenInput()

    def payload(self, council: UUID, meeting: UUID | None = None) -> dict[str, Any]:
        """What the entry says."""
        said = self.cleaned_data
        payload = {"council": str(council), "day": said["day"].isoformat(), "hour": said["hour"].strftime("%H:%M"),
                   "place": said["place"]}
        return payload | ({"meeting": str(meeting)} if meeting else {})


class CallOffForm(ActForm):
    """Why a meeting will not be held."""

    reason = _words(lazy("Why is it called off?"), min_length=3, max_length=1000, error_messages={
        "required": lazy("Say why in a few words."), "min_length": lazy("Say why in a few words.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget = forms.HiddenInput()


class Discreet(ActForm):
    """A form whose words the members read: it refuses what tells whose case it is, and asks about other names."""

    sure = forms.BooleanField(label=lazy("Yes, this name may stand here"), required=False, widget=forms.HiddenInput)
    told_in: tuple[str, ...] = ()

    def __init__(self, *args: Any, household: UUID | None, commune: int, besides: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household, self.commune, self.besides = household, commune, besides
        self.fields["on"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Look at the words one field after the other."""
        said = super().clean() or {}
        for name in self.told_in:
            why = indiscreet(self.household, str(said.get(name, "")), on=self.today, commune=self.commune,
                             besides=self.besides, sure=bool(said.get("sure")))
            if why:
                self.add_error(name, why)
                self.fields["sure"].widget = forms.CheckboxInput() if self.household is None else forms.HiddenInput()
        return said


def indiscreet(
    household: UUID | None, text: str, *, on: date, commune: int, besides: list[str], sure: bool
) -> str | None:
    """Why a text cannot be shown to the members as it stands; None when it can."""
    if household is not None:
        try:
            check_tells_nobody(household, text, on=on)
        except TellsWho as refusal:
            return refusal.message()
        return None
    named = [] if sure else persons_named(commune, text, besides=besides)
    return _("“%(name)s” is the name of somebody in the register. If a family is meant, leave the name out; "
             "if not, tick that it may stand.") % {"name": named[0]} if named else None


class ItemForm(Discreet):
    """An item of the agenda."""

    field_order = ("sort", "title", "about", "need", "why", "sure")
    told_in: tuple[str, ...] = ("title", "about", "need", "why")

    sort = forms.ChoiceField(
        label=lazy("What is it about?"), widget=forms.RadioSelect, initial="other",
        choices=[("community", lazy("the whole community")), ("other", lazy("another matter"))])
    title = forms.CharField(label=lazy("The item, in a few words"), min_length=3, max_length=200, error_messages={
        "required": lazy("Write what the item is."), "min_length": lazy("Write what the item is.")})
    about = _words(lazy("Whom it concerns"), rows=2, required=False, max_length=500, help_text=SECRET)
    need = _words(lazy("What is asked of the council"), rows=2, required=False, max_length=1000)
    why = _words(lazy("Why now"), rows=2, required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.household is not None:
            del self.fields["sort"]

    def payload(self, meeting: UUID, proposal: UUID | None) -> dict[str, Any]:
        """What the entry says."""
        said = self.cleaned_data
        payload: dict[str, Any] = {"meeting": str(meeting), "sort": said.get("sort", "case")}
        payload |= {name: said[name] for name in self.told_in}
        payload |= {"household": str(self.household)} if self.household else {}
        return payload | ({"proposal": str(proposal)} if proposal else {})


class ReportForm(Discreet):
    """What came of a task."""

    field_order = ("outcome", "note", "due_on", "on", "sure")
    told_in: tuple[str, ...] = ("note",)

    outcome = forms.ChoiceField(label=lazy("What came of it?"), widget=forms.RadioSelect,
                                choices=list(OUTCOMES.items()),
                                error_messages={"required": lazy("Choose what came of it.")})
    note = _words(lazy("In a few words"), required=False, max_length=4000, help_text=SECRET)
    due_on = _day(lazy("If it is carried over: to which day"), required=False)

    def __init__(self, *args: Any, checked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget = DayInput()
        if not checked:  # what is refused would tell a member whose case it is
            self.told_in = ()

    def clean(self) -> dict[str, Any]:
        """A day for what is carried over, a reason for what will not be done."""
        said = super().clean() or {}
        missing = lacking(said.get("outcome", ""), said.get("note", ""), said.get("due_on"), said.get("on"))
        if missing:
            self.add_error(*missing)
        return said

    def payload(self, task: UUID, item_household: UUID | None) -> dict[str, Any]:
        """What the entry says."""
        said = self.cleaned_data
        return reported(task, said["outcome"], said["note"], said["due_on"], household=item_household)


def lacking(outcome: str, note: str, due_on: date | None, on: date | None) -> tuple[str, str] | None:
    """The field and the sentence of what a report still lacks."""
    if outcome == "carried_over" and due_on is None:
        return "due_on", _("Say to which day it is carried over.")
    if outcome == "carried_over" and due_on and on and due_on < on:
        return "due_on", _("This day has passed. Choose a day to come.")
    if outcome == "not_done" and len(note) < 3:
        return "note", _("Say why it will not be done; without a reason it stays open.")
    return None


def reported(
    task: UUID, outcome: str, note: str, due_on: date | None, *, household: UUID | None, meeting: UUID | None = None
) -> dict[str, Any]:
    """What an entry says of a task."""
    payload: dict[str, Any] = {"task": str(task), "outcome": outcome, "note": note}
    if outcome == "carried_over" and due_on:
        payload["due_on"] = due_on.isoformat()
    payload |= {"household": str(household)} if household else {}
    return payload | ({"meeting": str(meeting)} if meeting else {})
