"""The forms of acts: few fields, each with its label and a sentence when something is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.templatetags.page import day_in_words

Choices = Sequence[tuple[str | int, Any]]


class DayInput(forms.DateInput):
    """The browser's own picker, which wants and sends ISO days whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ActForm(forms.Form):
    """An act on a day: not in the future, not before the household was known."""

    on = forms.DateField(label=lazy("On which day"), widget=DayInput, localize=False,
                         error_messages={"required": lazy("Say on which day."),
                                         "invalid": lazy("This is not a day: write it as 31.12.2026.")})

    def __init__(self, *args: Any, today: date, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.since = today, since
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs |= {"max": today.isoformat(), "min": since.isoformat()}
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_on(self) -> date:
        """The day, between the household's enrolment and today."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("This day has not come yet. Write the day on which it happened."))
        if on < self.since:
            raise ValidationError(_("The household is in the register since %(since)s; the day cannot be earlier.")
                                  % {"since": day_in_words(self.since)})
        return on


class RejectForm(ActForm):
    """It is not so, and why."""

    reason = forms.CharField(
        label=lazy("Why is it not so?"), widget=forms.Textarea(attrs={"rows": 4}), min_length=3, max_length=2000,
        help_text=lazy("What you saw or know. It stays with the finding, and the rule's word stays beside it."),
        error_messages={"required": lazy("Say why; without a reason the finding stands."),
                        "min_length": lazy("Say why in a few words.")},
    )


class VisitForm(ActForm):
    """A meeting with the household."""

    kind = forms.ChoiceField(
        label=lazy("Where did you meet?"), widget=forms.RadioSelect, initial="home",
        choices=[("home", lazy("at their home")), ("joint", lazy("at their home, together with other professions")),
                 ("office", lazy("at the office")), ("school", lazy("at school")), ("phone", lazy("by phone"))],
        error_messages={"required": lazy("Choose where you met.")},
    )
    purpose = forms.ChoiceField(label=lazy("What was the visit for?"), required=False)
    persons = forms.MultipleChoiceField(
        label=lazy("Whom did you meet?"), required=False, widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=lazy("What you saw and agreed"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=lazy("Facts rather than judgements."),
    )
    note_for = forms.ChoiceField(
        label=lazy("Who may read this?"), required=False, widget=forms.RadioSelect, initial="profession",
        choices=[("profession", lazy("those whose roles may know all that mine may")),
                 ("team", lazy("everybody of the team of this commune"))],
        help_text=lazy("The others see that there was a visit, on which day, and by which profession."),
    )
    minutes = forms.IntegerField(
        label=lazy("How many minutes did it take?"), required=False, min_value=0, max_value=1440, localize=False,
        error_messages={"invalid": lazy("Write the minutes as a number."),
                        "max_value": lazy("A visit lasts at most a day: 1,440 minutes.")},
    )

    def __init__(self, *args: Any, purposes: Choices, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", _("another purpose")), *purposes]  # type: ignore[attr-defined]
        self.fields["persons"].choices = list(members)  # type: ignore[attr-defined]

    def clean_note_for(self) -> str:
        """For the profession unless said otherwise."""
        return self.cleaned_data["note_for"] or "profession"


class DeliveryForm(ActForm):
    """A service given, not given, or refused."""

    what = forms.ChoiceField(
        label=lazy("Which service?"), widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose which service it was.")},
    )
    other = forms.ChoiceField(label=lazy("If another one: which?"), required=False)
    outcome = forms.ChoiceField(
        label=lazy("What came of it?"), widget=forms.RadioSelect,
        choices=[("done", lazy("it was given")), ("not_done", lazy("it could not be given")),
                 ("refused", lazy("the family refused it"))],
        error_messages={"required": lazy("Choose what came of it.")},
    )
    reason = forms.CharField(
        label=lazy("If it was not given: why?"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.IntegerField(
        label=lazy("How many minutes did it take?"), required=False, min_value=0, max_value=1440, localize=False,
        error_messages={"invalid": lazy("Write the minutes as a number.")},
    )

    def __init__(self, *args: Any, planned: Choices, services: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [*planned, ("other", _("another service of the package"))]  # type: ignore[attr-defined]
        self.fields["other"].choices = [("", _("choose a service")), *services]  # type: ignore[attr-defined]
        if not planned:
            self.fields["what"].initial = "other"

    def clean(self) -> dict[str, Any]:
        """Another service is named; what was not given says why."""
        said = super().clean() or {}
        if said.get("what") == "other" and not said.get("other"):
            self.add_error("other", _("Choose which service it was."))
        if said.get("outcome") in ("not_done", "refused") and not said.get("reason"):
            self.add_error("reason", _("Say why the service was not given."))
        return said


class PlanForm(ActForm):
    """The terms of a plan; its services stand above it."""

    field_order = ("objectives", "agreed_with", "child_opinion", "child_not_heard", "on")

    objectives = forms.CharField(
        label=lazy("What is it to reach?"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("One objective a line, in words that the family understands."),
    )

    agreed_with = forms.CharField(
        label=lazy("With whom did you agree it?"), max_length=120,
        help_text=lazy("For example: the mother and the grandmother."),
        error_messages={"required": lazy("Say with whom of the family the plan was agreed.")},
    )
    child_opinion = forms.CharField(
        label=lazy("What does the child say?"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("From the age of 10 the child must be heard (Law 272/2004, art. 29)."),
    )
    child_not_heard = forms.CharField(label=lazy("If the child could not be asked: why?"), required=False,
                                      max_length=500)

    def __init__(self, *args: Any, must_hear: Callable[[date], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.must_hear = must_hear

    def clean(self) -> dict[str, Any]:
        """Who was a child of 10 or more on the day of the plan is heard, or it is said why not."""
        said = super().clean() or {}
        heard = said.get("child_opinion") or said.get("child_not_heard")
        if not heard and self.must_hear(said.get("on", self.today)):
            self.add_error("child_opinion", _("A child of 10 or more lives here: write what the child says, or why it "
                                              "could not be asked."))
        return said

    def said(self) -> dict[str, Any]:
        """The terms of the plan as its entry says them."""
        lines = [line.strip()[:300] for line in self.cleaned_data["objectives"].splitlines()]
        return {
            "agreed_with": self.cleaned_data["agreed_with"], "child_opinion": self.cleaned_data["child_opinion"],
            "child_not_heard": self.cleaned_data["child_not_heard"],
            "objectives": [{"what": line} for line in lines if len(line) > 2][:20],
        }


class SettleForm(forms.Form):
    """What becomes of an entry that could not be applied."""

    choice = forms.ChoiceField(choices=[("apply_again", ""), ("set_aside", ""), ("dismiss_copies", ""),
                                        ("take_sent", "")])
    reason = forms.CharField(
        min_length=3, max_length=2000,
        error_messages={"required": lazy("Say why you decide so."), "min_length": lazy("Say why in a few words.")},
    )
