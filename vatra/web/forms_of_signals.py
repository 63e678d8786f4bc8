"""The forms of signals: what was noticed, with the observation sheet of HG 691/2015, and what is decided about it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.care import queries as care
from vatra.web.forms import ActForm, Choices

SOURCES = {
    "observation": lazy("I saw it myself (observation sheet)"), "report": lazy("somebody told it"),
    "self": lazy("the child or the family"), "school_list": lazy("the school"),
    "health": lazy("a doctor or a nurse"), "police": lazy("the police"), "hotline_119": lazy("the line 119"),
    "referral_in": lazy("another service or authority"), "other": lazy("another source"),
}
SIGNS = {
    "economic": lazy("1. Economic situation"), "social": lazy("2. Social situation"), "health": lazy("3. Health"),
    "education": lazy("4. Education"), "housing": lazy("5. Housing"), "risk": lazy("6. Risk behaviours"),
}
HINTS = {
    "economic": lazy("Poverty, parents without work, social benefits."),
    "social": lazy("Minor mother, one parent, parents away for work, parents dead or unknown."),
    "health": lazy("Illness, disability, no family doctor, vaccines, pregnancy without check-ups."),
    "education": lazy("Not enrolled, dropped out or about to, special needs."),
    "housing": lazy("No dwelling, improvised, unhealthy, too small, without water or light."),
    "risk": lazy("Alcohol, drugs, violence, neglect, begging or work of children, offences."),
}
DECISIONS = {
    "visit": lazy("visit at home within 72 hours"),
    "emergency": lazy("emergency: safety first, DGASPC is told at once"),
    "information": lazy("information and counselling"), "transferred": lazy("passed on to another authority"),
}


def hour_field(label: Any, *, required: bool = False) -> forms.TimeField:
    """An hour of the day."""
    return forms.TimeField(
        label=label, required=required, localize=False, input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": lazy("Say at what hour."), "invalid": lazy("Write the hour as 14:30.")},
    )


class SignalForm(ActForm):
    """What was noticed; the six domains of the sheet count when its hours are filled in."""

    hour = hour_field(lazy("At what hour"), required=True)
    source = forms.ChoiceField(label=lazy("From whom do you know it?"), widget=forms.RadioSelect,
                               choices=list(SOURCES.items()),
                               error_messages={"required": lazy("Choose from whom you know it.")})
    commune = forms.ChoiceField(label=lazy("Commune"))
    about = forms.CharField(
        label=lazy("Which family is it?"), max_length=300,
        help_text=lazy("Names and address only, as far as they are known. The whole team can read this."),
        error_messages={"required": lazy("Say which family it is, as far as it is known.")},
    )
    persons = forms.MultipleChoiceField(label=lazy("About whom?"), required=False, widget=forms.CheckboxSelectMultiple)
    told_by = forms.CharField(label=lazy("Who told it?"), required=False, max_length=120)
    words = forms.CharField(
        label=lazy("What was seen or told"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Facts rather than judgements."),
    )
    begun = hour_field(lazy("Observation sheet: hour of the beginning"))
    ended = hour_field(lazy("Observation sheet: hour of the end"))

    def __init__(self, *args: Any, now: datetime, members: Choices | None, communes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["hour"].initial = now.time()
        if members is None:
            del self.fields["persons"]
            self.fields["commune"].choices = list(communes)  # type: ignore[attr-defined]
            if len(communes) == 1:
                self.fields["commune"].initial = communes[0][0]
                self.fields["commune"].widget = forms.HiddenInput()
        else:
            del self.fields["about"], self.fields["commune"]
            self.fields["persons"].choices = list(members)  # type: ignore[attr-defined]
        for domain in care.SIGN_DOMAINS:
            self.fields[f"seen_{domain}"] = _seen(domain)
            self.fields[f"words_{domain}"] = forms.CharField(
                label=_("%(domain)s: what was seen") % {"domain": SIGNS[domain]}, required=False, max_length=1000
            )
        self.order_fields(["on", "hour"])

    def clean(self) -> dict[str, Any]:
        """What was noticed lies in the past; a sheet has both hours, in order."""
        said = super().clean() or {}
        if said.get("on") and said.get("hour") and self._moment(said["on"], said["hour"]) > self.now:
            self.add_error("hour", _("This hour has not come yet."))
        sheet = said.get("begun") or said.get("ended") or said.get("source") == "observation"
        for name in ("begun", "ended"):
            if sheet and not said.get(name) and name not in self.errors:
                self.add_error(name, _("An observation sheet says when it was begun and when it was ended."))
        if said.get("begun") and said.get("ended") and said["ended"] < said["begun"]:
            self.add_error("ended", _("The sheet ends before it begins."))
        return said

    def payload(self) -> dict[str, Any]:
        """What an entry says of it."""
        said = self.cleaned_data
        payload: dict[str, Any] = {
            "source": said["source"], "noticed_at": self._moment(said["on"], said["hour"]).isoformat(),
            "told_by": said["told_by"], "persons": said.get("persons", []), "words": said["words"],
            "about": said.get("about", ""),
        }
        if said["begun"]:
            payload["sheet"] = {
                "started_at": self._moment(said["on"], said["begun"]).isoformat(),
                "ended_at": self._moment(said["on"], said["ended"]).isoformat(),
                "signs": [{"domain": one, "seen": said[f"seen_{one}"] or "not_seen", "words": said[f"words_{one}"]}
                          for one in care.SIGN_DOMAINS],
            }
        return payload

    @staticmethod
    def _moment(on: date, hour: time) -> datetime:
        return timezone.make_aware(datetime.combine(on, hour))


def _seen(domain: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=SIGNS[domain], required=False, widget=forms.RadioSelect, initial="not_seen", help_text=HINTS[domain],
        choices=[("yes", lazy("yes, something was seen")), ("no", lazy("no")), ("not_seen", lazy("could not be seen"))],
    )


class TriageForm(ActForm):
    """What is done about a signal, and whose it is when that was not known."""

    whose = forms.ChoiceField(label=lazy("Is it one of these families?"), required=False, widget=forms.RadioSelect)
    decision = forms.ChoiceField(label=lazy("What do you decide?"), widget=forms.RadioSelect,
                                 choices=list(DECISIONS.items()),
                                 error_messages={"required": lazy("Choose what you decide.")})
    note = forms.CharField(label=lazy("Why, and who does what"), required=False, max_length=4000,
                           widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("whose", "decision", "note", "on")

    def __init__(self, *args: Any, likely: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if likely:
            self.fields["whose"].choices = [*likely, ("", _("none of these"))]  # type: ignore[attr-defined]
            self.fields["whose"].initial = ""
        else:
            del self.fields["whose"]
