"""The forms of a case beyond visits and services: a need that a worker saw, and the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.forms import ActForm, Choices


class NeedForm(ActForm):
    """A vulnerability that the rules did not find, seen by a worker."""

    person = forms.ChoiceField(label=lazy("Who needs it?"), widget=forms.RadioSelect,
                               error_messages={"required": lazy("Choose who it is about.")})
    code = forms.ChoiceField(label=lazy("What did you see?"),
                             error_messages={"required": lazy("Choose what you saw.")})
    severity = forms.TypedChoiceField(
        label=lazy("How grave is it?"), coerce=int, empty_value=None, required=False,
        choices=[("", lazy("as the method counts its mildest form")), ("1", lazy("attention")),
                 ("2", lazy("moderate")), ("3", lazy("severe")), ("4", lazy("emergency"))],
    )
    reason = forms.CharField(
        label=lazy("What makes you say so?"), widget=forms.Textarea(attrs={"rows": 4}), min_length=3, max_length=2000,
        help_text=lazy("What you saw or heard. It stays with the need."),
        error_messages={"required": lazy("Say what makes you say so."),
                        "min_length": lazy("Say why in a few words.")},
    )
    field_order = ("person", "code", "severity", "reason", "on")

    def __init__(self, *args: Any, persons: Choices, codes: Choices, fits: dict[str, set[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fits = fits
        self.fields["person"].choices = list(persons)  # type: ignore[attr-defined]
        self.fields["code"].choices = [("", _("choose")), *codes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was seen must be something that this person, or the household, can have."""
        said = super().clean() or {}
        code, person = said.get("code"), said.get("person")
        if code and person is not None and code not in self.fits.get(person, set()):
            self.add_error("code", _("This is not said of whom you chose: choose another person, or the household."))
        return said


class CloseNeedForm(ActForm):
    """A need that is met, or was none."""

    outcome = forms.ChoiceField(
        label=lazy("How does the need end?"), widget=forms.RadioSelect, initial="met",
        choices=[("met", lazy("it is met")), ("withdrawn", lazy("it was no need after all"))],
    )
    reason = forms.CharField(
        label=lazy("What shows it?"), widget=forms.Textarea(attrs={"rows": 3}), min_length=3, max_length=2000,
        help_text=lazy("For example: I saw the certificate. It stays with the need."),
        error_messages={"required": lazy("Say what shows it; it stays in the file."),
                        "min_length": lazy("Say why in a few words.")},
    )
    field_order = ("outcome", "reason", "on")


class CloseForm(ActForm):
    """The end of a case."""

    reason = forms.ChoiceField(
        label=lazy("Why is it closed?"), widget=forms.RadioSelect,
        choices=[("objectives_met", lazy("the objectives of the plan were met")),
                 ("transferred", lazy("transferred to another service or authority")),
                 ("moved", lazy("the household moved away")), ("refused", lazy("the family refused further help")),
                 ("of_age", lazy("the child came of age")), ("deceased", lazy("death")),
                 ("other", lazy("another reason"))],
        error_messages={"required": lazy("Choose why it is closed.")},
    )
    results = forms.CharField(label=lazy("What was reached"), required=False, max_length=4000,
                              widget=forms.Textarea(attrs={"rows": 4}))
    after = forms.CharField(label=lazy("What the family is still to be seen for, and by whom"), required=False,
                            max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    note = forms.CharField(label=lazy("What should stand in the file"), required=False, max_length=4000,
                           widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("reason", "results", "after", "note", "on")

    def clean(self) -> dict[str, Any]:
        """Another reason is written out."""
        said = super().clean() or {}
        if said.get("reason") == "other" and not said.get("note"):
            self.add_error("note", _("Write which reason it is."))
        return said
