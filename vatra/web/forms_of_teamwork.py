"""The forms of a team's work together: a message, a planned visit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.forms import ActForm, Choices, DayInput


class MessageForm(ActForm):
    """A message to the team of a household."""

    text = forms.CharField(
        label=lazy("What do you want to tell?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("It stays here, with the household; nobody gets it by e-mail or by phone."),
        error_messages={"required": lazy("Write the message.")},
    )
    note_for = forms.ChoiceField(
        label=lazy("Who may read this?"), widget=forms.RadioSelect, initial="team",
        choices=[("team", lazy("everybody of the team of this commune")),
                 ("profession", lazy("those whose roles may know all that mine may"))],
    )
    field_order = ("text", "note_for", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget = forms.HiddenInput()


class PlanVisitForm(ActForm):
    """A visit meant for a day."""

    day = forms.DateField(label=lazy("On which day do you go?"), widget=DayInput, localize=False,
                          error_messages={"required": lazy("Say on which day."),
                                          "invalid": lazy("This is not a day: write it as 31.12.2026.")})
    companions = forms.MultipleChoiceField(label=lazy("Who comes along?"), required=False,
                                           widget=forms.CheckboxSelectMultiple)
    purpose = forms.ChoiceField(label=lazy("What for?"), required=False)
    note = forms.CharField(label=lazy("For the road"), required=False, max_length=300,
                           help_text=lazy(
                               "The whole team reads this: “at the bridge, at 10”. Nothing about the family."
                           ))
    field_order = ("day", "companions", "purpose", "note", "on")

    def __init__(self, *args: Any, team: Choices, purposes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget = forms.HiddenInput()
        self.fields["companions"].choices = list(team)  # type: ignore[attr-defined]
        self.fields["purpose"].choices = [("", _("another purpose")), *purposes]  # type: ignore[attr-defined]
        self.fields["day"].widget.attrs |= {"min": self.today.isoformat()}
        if not team:
            del self.fields["companions"]

    def clean_day(self) -> date:
        """Today or later, within a year."""
        day: date = self.cleaned_data["day"]
        if not self.today <= day <= self.today + timedelta(days=366):
            raise ValidationError(_("Choose today or a later day, within a year."))
        return day
