"""The forms of life events: who goes with whom, which parent is away, where a child is placed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.forms import ActForm, Choices
from vatra.web.templatetags.page import day_in_words

NOBODY = ""  # not in the register, or nobody new
_CARRY = lazy("The open case goes with them: what the plan promises to them is kept there, with its days")
_WHY = forms.Textarea(attrs={"rows": 3})


def _chosen(label: Any, missing: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, error_messages={"required": missing}, **more)


def _several(label: Any, missing: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, error_messages={"required": missing}
    )


class LifeForm(ActForm):
    """A life event; `choices` fills each choice field by its name."""

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, several in choices.items():
            if name in self.fields:
                self.fields[name].choices = list(several)  # type: ignore[attr-defined]
        if len(choices.get("asked", ("", ""))) == 1:
            del self.fields["asked"]


class SplitForm(LifeForm):
    """One household becomes two."""

    field_order = ("goes", "head", "new_head", "on", "village", "address", "carry")
    goes = _several(lazy("Who goes to the new household?"), lazy("Choose who goes."))
    head = _chosen(lazy("Who heads the new household?"), lazy("Say who heads the new household."))
    new_head = forms.ChoiceField(label=lazy("If the head goes: who heads the household that stays?"), required=False)
    village = forms.TypedChoiceField(label=lazy("Village"), coerce=int, empty_value=None, required=False)
    address = forms.CharField(label=lazy("Address of the new household"), required=False, max_length=200)
    carry = forms.BooleanField(label=_CARRY, required=False, initial=True)

    def __init__(self, *args: Any, has_case: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_case:
            del self.fields["carry"]

    def clean(self) -> dict[str, Any]:
        """The head of the new household is among those who go."""
        said = super().clean() or {}
        if said.get("head") and said.get("goes") and said["head"] not in said["goes"]:
            self.add_error("head", _("Choose somebody who goes."))
        if said.get("new_head") and said["new_head"] in said.get("goes", ()):
            self.add_error("new_head", _("Choose somebody who stays."))
        return said


class JoinHouseholdsForm(LifeForm):
    """Two households become one."""

    field_order = ("on", "head", "partner", "carry")
    head = _chosen(lazy("Who heads them all from now on?"), lazy("Say who heads the household from now on."))
    partner = forms.ChoiceField(label=lazy("Who of those who come is the partner of the head?"), required=False)
    carry = forms.BooleanField(label=_CARRY, required=False, initial=True)

    def __init__(self, *args: Any, has_case: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_case:
            del self.fields["carry"]


class UnionForm(LifeForm):
    """A marriage or a union."""

    field_order = ("person", "partner", "partner_name", "married", "ended", "on")
    person = _chosen(lazy("Who?"), lazy("Choose who it is."))
    partner = forms.ChoiceField(label=lazy("With somebody of this household"), required=False)
    partner_name = forms.CharField(label=lazy("Or with somebody else: name"), required=False, max_length=200)
    married = forms.BooleanField(label=lazy("They are married before the law"), required=False)
    ended = forms.BooleanField(label=lazy("The union has ended on this day"), required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody is named, once."""
        said = super().clean() or {}
        if said.get("partner") and said["partner"] == said.get("person"):
            self.add_error("partner", _("Choose somebody else."))
        if not (said.get("partner") or said.get("partner_name") or said.get("ended")):
            self.add_error("partner_name", _("Say with whom: choose above, or write the name."))
        return said


class _OfParents(LifeForm):
    parent = _chosen(lazy("Which parent?"), lazy("Say which parent."), choices=[
        ("mother", lazy("the mother")), ("father", lazy("the father"))])
    person = forms.ChoiceField(label=lazy("Who is it, if in the register?"), required=False)
    children = _several(lazy("Of which children?"), lazy("Choose the children."))

    def clean(self) -> dict[str, Any]:
        """A parent is not among the own children."""
        said = super().clean() or {}
        if said.get("person") and said["person"] in said.get("children", ()):
            self.add_error("person", _("Choose somebody else: this one is among the children."))
        return said


class ParentGoneForm(_OfParents):
    """A parent has left."""

    field_order = ("parent", "person", "children", "on", "to", "where", "notified", "carer", "carer_elsewhere",
                   "new_head")
    to = _chosen(lazy("Where to?"), lazy("Choose where to."), choices=[
        ("abroad", lazy("abroad")), ("away_country", lazy("for work, elsewhere in the country")),
        ("separated", lazy("separated, lives elsewhere")), ("detained", lazy("in detention")),
        ("hospital", lazy("in hospital for a long time")), ("missing", lazy("nobody knows"))])
    where = forms.CharField(label=lazy("Country or place, if known"), required=False, max_length=200)
    notified = forms.ChoiceField(
        label=lazy("If abroad: was the town hall told before?"), required=False, widget=forms.RadioSelect,
        choices=[("yes", lazy("yes")), ("no", lazy("no")), (NOBODY, lazy("not known"))], initial=NOBODY,
        help_text=lazy("At least 40 days before leaving, with the person who will care for the child (Law 272/2004, "
                       "art. 104)."))
    carer = forms.ChoiceField(label=lazy("Who of this household cares for the children meanwhile?"), required=False)
    carer_elsewhere = forms.CharField(label=lazy("Or somebody who does not live here"), required=False, max_length=200)
    new_head = forms.ChoiceField(label=lazy("If the head of the household: who heads it now?"), required=False)


class ParentBackForm(_OfParents):
    """A parent has come back."""

    field_order = ("parent", "person", "children", "on", "relation")
    relation = _chosen(lazy("What is he or she in the household now?"), lazy("Choose what."), initial="partner",
                       choices=[("head", lazy("its head")), ("partner", lazy("partner of the head")),
                                ("child", lazy("child of the head")), ("other", lazy("another relation"))])


class PlaceForm(LifeForm):
    """A child is placed."""

    field_order = ("person", "on", "to", "household", "where")
    person = _chosen(lazy("Which child?"), lazy("Choose which child."))
    to = _chosen(lazy("Where to?"), lazy("Choose where to."), choices=[
        ("kin", lazy("with kin or another family (placement)")), ("guardian", lazy("with a guardian")),
        ("foster", lazy("with a foster carer")),
        ("residential", lazy("in a residential centre or family-type home"))])
    where = forms.CharField(label=lazy("With whom, or in which centre"), required=False, max_length=200)


class ReturnForm(LifeForm):
    """A child is back with the family."""

    field_order = ("person", "on")
    person = _chosen(lazy("Which child?"), lazy("Choose which child."))


class OtherHouseholdForm(forms.Form):
    """Looking for the other household by the name of somebody who lives in it."""

    who = forms.CharField(label=lazy("Name of somebody of the other household"), max_length=100,
                          error_messages={"required": lazy("Write a name.")})


class HandOverForm(LifeForm):
    """The household moves to another commune."""

    field_order = ("commune", "on", "note", "asked")
    asked = forms.ChoiceField(label=lazy("Does this answer a request of that commune?"), required=False)
    commune = forms.TypedChoiceField(label=lazy("To which commune?"), coerce=int,
                                     error_messages={"required": lazy("Choose the commune.")})
    note = forms.CharField(label=lazy("What should the team there know first?"), required=False, max_length=2000,
                           widget=_WHY, help_text=lazy("They read this before they have taken the household over: only "
                                                       "what they need to find it."))


class AskForm(LifeForm):
    """A family found here that another commune must know."""

    field_order = ("commune", "surname", "given_name", "born", "on", "note")
    commune = forms.TypedChoiceField(label=lazy("Where did they live before?"), coerce=int,
                                     error_messages={"required": lazy("Choose the commune.")})
    surname = forms.CharField(label=lazy("Surname"), max_length=100, error_messages={
        "required": lazy("Write the surname.")})
    given_name = forms.CharField(label=lazy("Given names"), required=False, max_length=100)
    born = forms.CharField(label=lazy("Year of birth, if known"), required=False, max_length=4)
    note = forms.CharField(label=lazy("How did you find them?"), required=False, max_length=2000, widget=_WHY)


class TakeForm(LifeForm):
    """The household has come."""

    field_order = ("on", "lead", "village", "address")
    lead = forms.ChoiceField(label=lazy("Who leads the case here?"), required=False)
    village = forms.TypedChoiceField(label=lazy("Village"), coerce=int, empty_value=None, required=False)
    address = forms.CharField(label=lazy("Address"), required=False, max_length=200)


class BackForm(LifeForm):
    """A household that had left is back."""

    field_order = ("on", "village", "address")
    village = forms.TypedChoiceField(label=lazy("Village"), coerce=int, empty_value=None, required=False)
    address = forms.CharField(label=lazy("The address where they live now"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Since which day do they live here again?")

    def clean_on(self) -> date:
        """Not before they left."""
        on: date = self.cleaned_data["on"]
        if on < self.since:
            raise forms.ValidationError(_("The day is before they left (%(since)s).")
                                        % {"since": day_in_words(self.since)})
        return super().clean_on()


class NotComeForm(forms.Form):
    """The household has not come, or is not known."""

    reason = forms.CharField(
        label=lazy("What did you do to find them?"), widget=_WHY, min_length=3, max_length=2000,
        error_messages={"required": lazy("Say it in a few words."), "min_length": lazy("Say it in a few words.")})
