"""The forms of the census: a round, dwellings put on the list, what came of going there, a list to compare."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.people.payloads_of_dwellings import MOST_AT_ONCE
from vatra.web.forms import ActForm, Choices

OUTCOMES = {
    "visited": lazy("visited"), "away": lazy("nobody at home"), "refused": lazy("did not want to talk"),
    "moved": lazy("moved away"), "not_found": lazy("no such dwelling"), "empty": lazy("nobody lives there"),
}
LISTS = {
    "school": lazy("pupils of a school or kindergarten"), "births": lazy("births"),
    "vaccinations": lazy("vaccinations of a family doctor"), "benefits": lazy("families with benefits"),
}
LONGEST_ADDRESS = 200


class RoundForm(ActForm):
    """A new round begins."""

    name = forms.CharField(label=lazy("What is the round called?"), max_length=80, required=False,
                           help_text=lazy("For example: the census of spring 2026."))


class DwellingsForm(ActForm):
    """Dwellings of a village, one a line, or numbered from one to another."""

    village = forms.ChoiceField(label=lazy("In which village?"), required=False)
    street = forms.CharField(
        label=lazy("Street"), max_length=120, required=False,
        help_text=lazy("Leave it empty where houses have only a number in the village."),
    )
    first = forms.IntegerField(label=lazy("From number"), required=False, min_value=1, max_value=9999, localize=False)
    last = forms.IntegerField(label=lazy("To number"), required=False, min_value=1, max_value=9999, localize=False)
    others = forms.CharField(
        label=lazy("Or one dwelling a line"), required=False, max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=lazy("As one finds it: “str. Morii 12A”, “the house behind the mill”. What is on the list already is "
                       "not listed twice."),
    )

    def __init__(self, *args: Any, villages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].choices = [("", _("no village")), *villages]  # type: ignore[attr-defined]
        if len(villages) == 1:
            self.fields["village"].initial = villages[0][0]

    def clean(self) -> dict[str, Any]:
        """Numbers in order, or lines; not more than an entry holds."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if (first is None) != (last is None) and not {"first", "last"} & set(self.errors):
            self.add_error("last", _("Say both the first and the last number."))
        elif first is not None and last is not None and last < first:
            self.add_error("last", _("The last number is smaller than the first."))
        if not self.errors and not self.addresses():
            self.add_error("others", _("Write the numbers, or one dwelling a line."))
        if not self.errors and len(self.addresses()) > MOST_AT_ONCE:
            self.add_error("others", _("More than %(most)s dwellings at once: list them street by street.")
                           % {"most": MOST_AT_ONCE})
        return said

    def addresses(self) -> list[str]:
        """What is to be put on the list, in order."""
        said = self.cleaned_data
        street = said.get("street") or "nr."
        first, last = said.get("first"), said.get("last")
        numbered = [f"{street} {number}" for number in range(first, last + 1)] if first and last else []
        lines = [line.strip()[:LONGEST_ADDRESS] for line in (said.get("others") or "").splitlines()]
        return list(dict.fromkeys([*numbered, *(line for line in lines if any(sign.isalnum() for sign in line))]))


class OutcomeForm(ActForm):
    """What came of going to a dwelling."""

    field_order = ("outcome", "children", "note", "on")

    outcome = forms.ChoiceField(label=lazy("What came of it?"), widget=forms.RadioSelect,
                                choices=list(OUTCOMES.items()),
                                error_messages={"required": lazy("Choose what came of it.")})
    children = forms.IntegerField(
        label=lazy("How many children are said to live there?"), required=False, min_value=0, max_value=30,
        localize=False, help_text=lazy("By the neighbours or by what you saw; leave it empty when nobody knows."),
        error_messages={"invalid": lazy("Write the children as a number.")},
    )
    note = forms.CharField(label=lazy("When is somebody at home?"), required=False, max_length=200,
                           help_text=lazy("The whole team can read this. Write nothing about the family here."))


class ListForm(forms.Form):
    """Which list it is."""

    kind = forms.ChoiceField(label=lazy("Which list is it?"), widget=forms.RadioSelect,
                             error_messages={"required": lazy("Choose which list it is.")})

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, LISTS[kind]) for kind in kinds]  # type: ignore[attr-defined]

