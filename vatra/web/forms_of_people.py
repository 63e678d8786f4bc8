"""The forms about who lives where: a person as first written down, a death, a move."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from vatra.people.policies import check_member
from vatra.register.kinds import CannotApply
from vatra.web.forms import ActForm, Choices

RELATIONS = [
    ("partner", pgettext_lazy("relation", "partner")), ("child", pgettext_lazy("relation", "child")),
    ("parent", pgettext_lazy("relation", "parent of the head")),
    ("grandparent", pgettext_lazy("relation", "grandparent")),
    ("sibling", pgettext_lazy("relation", "brother or sister")),
    ("foster", pgettext_lazy("relation", "child in foster care")),
    ("other", pgettext_lazy("relation", "another relation")),
]
_DAY = re.compile(r"(?:(?:(\d{1,2})[./ -])?(\d{1,2})[./ -])?(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class PersonForm(forms.Form):
    """Someone as first written down; `stated(uuid)` is what an entry says of them."""

    surname = forms.CharField(label=lazy("Surname"), required=False, max_length=100)
    given_name = forms.CharField(label=lazy("Given names"), required=False, max_length=100)
    sex = forms.ChoiceField(
        label=lazy("Sex"), required=False, widget=forms.RadioSelect,
        choices=[("f", lazy("female")), ("m", lazy("male"))],
    )
    born = forms.CharField(
        label=lazy("Born on"), required=False, max_length=20,
        help_text=lazy("Day, month and year, such as 12.03.2015; the year alone when no more is known."),
    )
    relation = forms.ChoiceField(label=lazy("What is he or she to the head of the household?"), choices=RELATIONS,
                                 initial="child")
    cnp = forms.CharField(label=lazy("Personal number (CNP)"), required=False, max_length=40,
                          widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    no_cnp = forms.ChoiceField(
        label=lazy("If there is no CNP"), required=False, initial="none",
        choices=[("none", lazy("has none")), ("refused", lazy("does not want to say it")),
                 ("non_standard", lazy("has a number of another sort, written above"))],
    )

    def __init__(self, *args: Any, on: date, heads: bool = False, newborn: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.heads = on, heads
        if heads:
            del self.fields["relation"]
        if newborn:
            del self.fields["born"]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")
            # Nearly all of them may be left empty: saying so at each would drown the labels.
            field.quiet = True  # type: ignore[attr-defined]

    def clean_born(self) -> str:
        """The day, month or year, as entries write it."""
        typed = self.cleaned_data["born"].strip()
        if not typed:
            return ""
        if (iso := _ISO.fullmatch(typed)) is not None:
            return "-".join(part for part in iso.groups() if part)
        shape = _DAY.fullmatch(typed)
        if shape is None:
            raise ValidationError(_("This is not a day of birth: write it as 12.03.2015, 03.2015 or 2015."))
        day, month, year = shape.groups()
        return "-".join(part.zfill(2) for part in (year, month, day) if part)

    def clean(self) -> dict[str, Any]:
        """Whether this person could be written down, in the register's own words when not."""
        said = super().clean() or {}
        if not said.get("surname") and not said.get("given_name"):
            self.add_error("surname", _("Write at least one name, or “Necunoscut” when nobody knows it."))
        elif not self.errors:
            try:
                check_member(self.stated(UUID(int=0)), on=self.on)
            except CannotApply as why:
                self.add_error(_field_of(why.code), str(why))
        return said

    def stated(self, uuid: UUID) -> dict[str, Any]:
        """The person as the payload of an entry."""
        said = self.cleaned_data
        typed, instead = said.get("cnp", "").strip(), said.get("no_cnp") or "none"
        state = "non_standard" if instead == "non_standard" else "present" if typed else instead
        return {
            "uuid": str(uuid), "surname": said.get("surname", ""), "given_name": said.get("given_name", ""),
            "sex": said.get("sex", ""), "born": said.get("born") or None,
            "cnp": {"state": state, "value": typed} if typed else {"state": state},
            "relation": "head" if self.heads else said.get("relation", "other"), "is_head": self.heads,
        }


def _field_of(code: str) -> str | None:
    """Beside which field a refusal of the register stands."""
    if "cnp" in code:
        return "cnp"
    return "born" if "birth" in code or code == "too_old" else None


class EnrolForm(ActForm):
    """Where a household lives, and since when the register knows it."""

    village = forms.TypedChoiceField(label=lazy("Village"), coerce=int, empty_value=None, required=False)
    address = forms.CharField(label=lazy("Address"), required=False, max_length=200,
                              help_text=lazy("Street and number, or how to find the house."))

    def __init__(self, *args: Any, villages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs.pop("min", None)
        self.fields["village"].choices = [("", _("choose a village")), *villages]  # type: ignore[attr-defined]


class JoinForm(ActForm):
    """On which day somebody came to live here."""


class LeavingForm(ActForm):
    """Somebody is no longer here; who heads the household when the head is gone."""

    person = forms.ChoiceField(label=lazy("Who?"), widget=forms.RadioSelect,
                               error_messages={"required": lazy("Choose who it is.")})
    new_head = forms.ChoiceField(label=lazy("If the head of the household: who heads it now?"), required=False)

    def __init__(self, *args: Any, persons: Choices, members: Choices, head: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.head = head
        self.alone = len(members) < 2
        self.fields["person"].choices = list(persons)  # type: ignore[attr-defined]
        self.fields["new_head"].choices = [("", _("nobody new")), *members]  # type: ignore[attr-defined]
        if self.alone:
            del self.fields["new_head"]

    def clean(self) -> dict[str, Any]:
        """A head who goes leaves the household to another member."""
        said = super().clean() or {}
        gone, successor = said.get("person"), said.get("new_head")
        if gone and gone == self.head and not self.alone and not successor:
            self.add_error("new_head", _("Say who heads the household from now on."))
        if successor and successor == gone:
            self.add_error("new_head", _("Choose somebody who stays."))
        if gone != self.head:
            said["new_head"] = ""
        return said


class DeathForm(LeavingForm):
    """A death."""

    field_order = ("person", "on", "new_head")


class MoveForm(LeavingForm):
    """Where to, when somebody or everybody moves away."""

    field_order = ("person", "on", "to", "commune", "new_head")
    to = forms.ChoiceField(
        label=lazy("Where to?"), widget=forms.RadioSelect, error_messages={"required": lazy("Choose where to.")},
        choices=[("household", lazy("to another household of this commune")), ("commune", lazy("to another commune")),
                 ("abroad", lazy("abroad")), ("unknown", lazy("nobody knows"))],
    )
    commune = forms.TypedChoiceField(label=lazy("To which commune of the county, if known?"), required=False,
                                     coerce=int, empty_value=None)

    def __init__(self, *args: Any, communes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].choices = [("", _("another county, or not known")), *communes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A commune is said only of a move to a commune."""
        said = super().clean()
        if said.get("to") != "commune":
            said["commune"] = None
        return said
