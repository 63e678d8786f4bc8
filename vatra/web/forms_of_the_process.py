"""The forms of the steps of a case: risk sheet, emergency told, decisions, team, approval, review, departure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.care import queries as care
from vatra.web.forms import ActForm, Choices, DayInput
from vatra.web.forms_of_signals import HINTS, SIGNS, hour_field
from vatra.web.present.stepping import NO_CASE, REVIEWS, RISKS

TOLD = {
    "dgaspc": lazy("DGASPC, by its emergency telephone"), "hotline_119": lazy("119, the children's line"),
    "hotline_112": lazy("112"), "police": lazy("the police station"),
}
GOES = {"well": lazy("goes well"), "slowly": lazy("goes slowly"), "not_at_all": lazy("does not go"),
        "ended": lazy("has ended")}

def _words(label: Any, *, rows: int = 3, required: bool = False, hint: Any = "", missing: Any = "") -> forms.CharField:
    """A field for free words."""
    return forms.CharField(
        label=label, required=required, max_length=4000, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing or lazy("Write it in a few words.")},
    )


class InitialAssessmentForm(ActForm):
    """The visit within 72 hours, with the risk identification sheet."""

    kind = forms.ChoiceField(
        label=lazy("Who went?"), widget=forms.RadioSelect, initial="home",
        choices=[("home", lazy("I alone")), ("joint", lazy("together with other professions"))],
    )
    begun, ended = hour_field(lazy("From which hour?")), hour_field(lazy("Until which hour?"))
    persons = forms.MultipleChoiceField(label=lazy("Whom did you meet?"), required=False,
                                        widget=forms.CheckboxSelectMultiple)
    child_seen = forms.ChoiceField(
        label=lazy("Did you see and talk to the child?"), widget=forms.RadioSelect,
        choices=[("yes", lazy("yes")), ("no", lazy("no, although the child was there")),
                 ("not_at_home", lazy("the child was not at home"))],
        error_messages={"required": lazy("Say whether you saw the child.")},
    )
    words = _words(lazy("What you saw and heard"), rows=5, hint=lazy("Facts rather than judgements."))
    risk = forms.ChoiceField(
        label=lazy("How great is the risk for the child?"), widget=forms.RadioSelect, choices=list(RISKS.items()),
        help_text=lazy("Your judgement, having looked: of harm, or of being separated from the family."),
        error_messages={"required": lazy("Say how great the risk is.")},
    )
    safe_tonight = forms.ChoiceField(
        label=lazy("Can the child stay there tonight?"), widget=forms.RadioSelect,
        choices=[("yes", lazy("yes")), ("no", lazy("no: an emergency"))],
        error_messages={"required": lazy("Say whether the child can stay.")},
    )

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = list(members)  # type: ignore[attr-defined]
        for domain in care.SIGN_DOMAINS:
            self.fields[f"sign_{domain}"] = forms.ChoiceField(
                label=SIGNS[domain], required=False, widget=forms.RadioSelect, initial="not_seen",
                help_text=HINTS[domain], choices=[
                    ("yes", lazy("yes, something was seen")), ("no", lazy("no")),
                    ("not_seen", lazy("could not be seen")),
                ],
            )
            self.fields[f"words_{domain}"] = forms.CharField(
                label=lazy("What was seen there"), required=False, max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        signs = [name for domain in care.SIGN_DOMAINS for name in (f"sign_{domain}", f"words_{domain}")]
        self.order_fields(["on", "begun", "ended", "kind", "persons", "child_seen", *signs, "words", "risk",
                           "safe_tonight"])

    def clean(self) -> dict[str, Any]:
        """A visit ends after it began."""
        said = super().clean() or {}
        if said.get("begun") and said.get("ended") and said["ended"] < said["begun"]:
            self.add_error("ended", _("The visit cannot end before it began."))
        return said

    def payload(self) -> dict[str, Any]:
        """What the entry says."""
        said = self.cleaned_data
        seen = {domain: said[f"sign_{domain}"] or "not_seen" for domain in care.SIGN_DOMAINS}
        begun, ended = (_moment(said["on"], said[name]) for name in ("begun", "ended"))
        lasted = round((ended - begun).total_seconds() / 60) if begun and ended else None
        return {
            "kind": said["kind"], "persons": said["persons"], "child_seen": said["child_seen"], "risk": said["risk"],
            "safe_tonight": said["safe_tonight"] == "yes", "words": said["words"], "minutes": lasted,
            "started_at": begun and begun.isoformat(), "ended_at": ended and ended.isoformat(),
            "signs": [{"domain": domain, "seen": was, "words": said[f"words_{domain}"]}
                      for domain, was in seen.items()],
        }


def _moment(on: date, hour: time | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(on, hour)) if hour else None


class EmergencyForm(ActForm):
    """Who was told of an emergency."""

    told = forms.ChoiceField(label=lazy("Whom did you tell?"), widget=forms.RadioSelect, choices=list(TOLD.items()),
                             error_messages={"required": lazy("Choose whom you told.")})
    hour = hour_field(lazy("At what hour"), required=True)
    in_writing = forms.ChoiceField(
        label=lazy("How?"), widget=forms.RadioSelect, initial="call",
        choices=[("call", lazy("by telephone; the written report follows within 24 hours")),
                 ("writing", lazy("in writing"))],
    )
    number = forms.CharField(label=lazy("Telephone number, or number of registration"), required=False, max_length=60)
    whom = forms.CharField(label=lazy("Who answered?"), required=False, max_length=120)
    measures = _words(lazy("What was done so that the child is safe"))
    persons = forms.ChoiceField(label=lazy("Who is in danger?"), widget=forms.RadioSelect,
                                error_messages={"required": lazy("Choose who it is about.")})
    field_order = ("persons", "told", "in_writing", "on", "hour", "number", "whom", "measures")

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = list(persons)  # type: ignore[attr-defined]

    def report(self) -> dict[str, Any]:
        """Of the entry: to whom, when, how."""
        said = self.cleaned_data
        at = _moment(said["on"], said["hour"])
        return {"told": said["told"], "told_at": at and at.isoformat(), "in_writing": said["in_writing"] == "writing",
                "number": said["number"], "whom": said["whom"], "measures": said["measures"]}


class NoCaseForm(ActForm):
    """Why no case is opened."""

    decision = forms.ChoiceField(label=lazy("What do you decide?"), widget=forms.RadioSelect,
                                 choices=list(NO_CASE.items()),
                                 error_messages={"required": lazy("Choose what you decide.")})
    reason = _words(lazy("Why"), required=True, missing=lazy("Say why; it stays in the file."))
    to = forms.CharField(label=lazy("To whom, when it is passed on"), required=False, max_length=120)
    field_order = ("decision", "reason", "to", "on")


class OpenCaseForm(ActForm):
    """A case: who leads it, and whether it goes on from an earlier one."""

    lead = forms.ChoiceField(label=lazy("Who leads the case?"), widget=forms.RadioSelect)
    reopens = forms.ChoiceField(label=lazy("Does it go on from an earlier case?"), required=False,
                                widget=forms.RadioSelect)
    why = _words(lazy("Why it is opened"), hint=lazy("In a sentence; it stays in the file."))
    field_order = ("lead", "reopens", "why", "on")

    def __init__(self, *args: Any, leads: Choices, earlier: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = list(leads)  # type: ignore[attr-defined]
        if earlier:
            self.fields["reopens"].choices = [*earlier, ("", _("no, it is a new one"))]  # type: ignore[attr-defined]
            self.fields["reopens"].initial = earlier[0][0]
        else:
            del self.fields["reopens"]


class TeamForm(ActForm):
    """Who leads an open case, and who is in its team."""

    lead = forms.ChoiceField(label=lazy("Who leads the case from that day on?"), widget=forms.RadioSelect)
    members = forms.MultipleChoiceField(label=lazy("Who else is in the team?"), required=False,
                                        widget=forms.CheckboxSelectMultiple)
    note = _words(lazy("What the team agreed"))
    field_order = ("lead", "members", "note", "on")

    def __init__(self, *args: Any, leads: Choices, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = list(leads)  # type: ignore[attr-defined]
        self.fields["members"].choices = list(colleagues)  # type: ignore[attr-defined]


class ApprovalForm(ActForm):
    """The mayor's order that approves the plan."""

    number = forms.CharField(label=lazy("Number of the mayor's order"), max_length=40,
                             error_messages={"required": lazy("Write the number of the order.")})
    signed_on = forms.DateField(label=lazy("Signed on"), widget=DayInput, localize=False,
                                error_messages={"required": lazy("Say on which day."),
                                                "invalid": lazy("This is not a day: write it as 31.12.2026.")})
    field_order = ("number", "signed_on", "on")


class MonitoringForm(ActForm):
    """A monitoring visit and its sheet; it begins as the last one was."""

    kind = forms.ChoiceField(
        label=lazy("Where did you meet?"), widget=forms.RadioSelect, initial="home",
        choices=[("home", lazy("at their home")), ("joint", lazy("at their home, together with other professions")),
                 ("school", lazy("at school"))],
    )
    changed = _words(lazy("What has changed since the last visit"), required=True,
                     missing=lazy("Say what has changed, or that nothing has."))
    child = _words(lazy("How is the child?"), required=True, missing=lazy("Say how the child is."),
                   hint=lazy("Health, school, mood, what the child says."))
    next_on = forms.DateField(label=lazy("Next visit on"), required=False, widget=DayInput, localize=False,
                              error_messages={"invalid": lazy("This is not a day: write it as 31.12.2026.")})
    note = _words(lazy("What else you saw and agreed"))
    minutes = forms.IntegerField(
        label=lazy("How many minutes did it take?"), required=False, min_value=0, max_value=1440, localize=False,
        error_messages={"invalid": lazy("Write the minutes as a number.")},
    )

    def __init__(self, *args: Any, services: Choices, last: Mapping[str, Any] | None,
                 hours: Mapping[str, forms.IntegerField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= hours
        self.services = [str(planned) for planned, _name in services]
        before = {one["planned"]: one for one in (last or {}).get("services", ())}
        for planned, name in services:
            was = before.get(str(planned), {})
            self.fields[f"goes_{planned}"] = forms.ChoiceField(
                label=name, required=False, widget=forms.RadioSelect, choices=list(GOES.items()),
                initial=was.get("goes", ""),
            )
            self.fields[f"words_{planned}"] = forms.CharField(
                label=lazy("In a few words"), required=False, max_length=1000, initial=was.get("words", ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for name in ("changed", "child"):
            self.fields[name].initial = (last or {}).get(name, "")
        asked = [f"{part}_{planned}" for planned in self.services for part in ("goes", "words")]
        self.order_fields(["on", "kind", *asked, "changed", "child", *hours, "next_on", "note", "minutes"])

    def sheet(self) -> dict[str, Any]:
        """The monitoring sheet of the entry."""
        said = self.cleaned_data
        return {
            "services": [{"planned": one, "goes": said[f"goes_{one}"], "words": said[f"words_{one}"]}
                         for one in self.services if said.get(f"goes_{one}")],
            "changed": said["changed"], "child": said["child"], "next_on": said["next_on"] and str(said["next_on"]),
        }


class ReviewForm(ActForm):
    """The case looked at again."""

    words = _words(lazy("What has changed, and what has not"), rows=4, required=True,
                   missing=lazy("Say what has changed, or that nothing has."))
    child_opinion = _words(lazy("What does the child say?"))
    family_opinion = _words(lazy("What do the parents or carers say?"))
    decision = forms.ChoiceField(label=lazy("What follows from it?"), widget=forms.RadioSelect,
                                 choices=list(REVIEWS.items()),
                                 error_messages={"required": lazy("Choose what follows.")})
    field_order = ("words", "child_opinion", "family_opinion", "decision", "on")

    def payload(self) -> dict[str, Any]:
        """What the entry says."""
        return {key: self.cleaned_data[key] for key in ("words", "child_opinion", "family_opinion", "decision")}


class AgreementForm(ActForm):
    """A second person's word on a closing."""

    agreed = forms.ChoiceField(label=lazy("Do you agree that the case is closed?"), widget=forms.RadioSelect,
                               choices=[("yes", lazy("yes, it is closed")), ("no", lazy("no, it goes on"))],
                               error_messages={"required": lazy("Say whether you agree.")})
    note = _words(lazy("Why"), hint=lazy("What your colleagues should know; if it goes on, what is still to be done."))
    field_order = ("agreed", "note", "on")

    def clean(self) -> dict[str, Any]:
        """Who does not agree says why."""
        said = super().clean() or {}
        if said.get("agreed") == "no" and len(said.get("note", "")) < 3:
            self.add_error("note", _("Say what is still to be done."))
        return said


class DepartureForm(ActForm):
    """A parent leaves to work abroad."""

    parent = forms.ChoiceField(label=lazy("Who leaves?"), widget=forms.RadioSelect,
                               error_messages={"required": lazy("Choose who leaves.")})
    leaves_on = forms.DateField(label=lazy("On which day does the parent leave?"), widget=DayInput, localize=False,
                                help_text=lazy("Or left: a parent who is away already tells at once."),
                                error_messages={"required": lazy("Say on which day."),
                                                "invalid": lazy("This is not a day: write it as 31.12.2026.")})
    country = forms.CharField(label=lazy("To which country?"), required=False, max_length=120)
    notified = forms.ChoiceField(
        label=lazy("Who told it?"), widget=forms.RadioSelect,
        choices=[("yes", lazy("the parent told the social service, as the law asks")),
                 ("no", lazy("we only heard of it: the parent still has to tell"))],
        error_messages={"required": lazy("Choose who told it.")},
    )
    carer = forms.ChoiceField(label=lazy("Who will care for the children?"), required=False)
    carer_words = forms.CharField(label=lazy("Or somebody who does not live here"), required=False, max_length=120)
    delegated_on = forms.DateField(
        label=lazy("From which day did the court delegate parental authority?"), required=False, widget=DayInput,
        localize=False, help_text=lazy("For a year at most (art. 105): you are reminded 60 and 30 days before it ends. "
                                       "Write a new decision here too."),
        error_messages={"invalid": lazy("This is not a day: write it as 31.12.2026.")})
    field_order = ("parent", "leaves_on", "country", "notified", "carer", "carer_words", "delegated_on", "on")

    def __init__(self, *args: Any, parents: Iterable[tuple[str, Any]], carers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = list(parents)  # type: ignore[attr-defined]
        self.fields["carer"].choices = [("", _("not known yet")), *carers]  # type: ignore[attr-defined]

    def clean_leaves_on(self) -> date | None:
        """A day of our time."""
        return _of_our_time(self.cleaned_data["leaves_on"])

    def clean_delegated_on(self) -> date | None:
        """A day of our time, or none."""
        return _of_our_time(self.cleaned_data["delegated_on"])


def _of_our_time(day: date | None) -> date | None:
    if day is not None and not 2000 <= day.year < 2200:
        raise ValidationError(_("This day lies too far away. Check the year."))
    return day


class SchoolForm(forms.Form):
    """A school was asked for its list, or has answered."""

    school = forms.CharField(max_length=60)
    children = forms.IntegerField(
        required=False, min_value=0, max_value=5000, localize=False,
        error_messages={"invalid": lazy("Write how many children stand on the list, as a number.")},
    )
