"""The form of a study: its question, communes with the work and without, rounds, and what is to tell them apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.places import queries as places
from vatra.places.names import searched
from vatra.releases.studies import Plan, month_after
from vatra.web.forms import Choices
from vatra.web.forms_of_method import words_field

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
MOST_ROUNDS, LONGEST = 24, 80
EVERY: Choices = ((1, lazy("every month")), (3, lazy("every quarter")), (6, lazy("every half-year")),
                  (12, lazy("every year")))


def communes_field(label: Any, hint: Any = "") -> forms.CharField:
    """Communes, one a line."""
    return forms.CharField(
        label=label, help_text=hint, max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        error_messages={"required": lazy("Name at least two communes.")},
    )


class StudyForm(forms.Form):
    """A plan as a person thinks of it; `plan` is what the register of studies takes."""

    title = forms.CharField(label=lazy("What is the study called?"), min_length=3, max_length=160,
                            error_messages={"required": lazy("Give the study a name.")})
    question = words_field(lazy("What is to be found out?"))
    treated = communes_field(lazy("Communes with the work"),
                             lazy("One a line, by name or SIRUTA code; of a name that several counties have, with the "
                                  "county: Poiana (DB)."))
    comparison = communes_field(lazy("Communes to compare with"))
    first = forms.CharField(
        label=lazy("First round, a month"), max_length=20, widget=forms.TextInput(attrs={"placeholder": "2026-09"}),
        help_text=lazy("A round is a month, counted when it is over; written as 2026-09. The second one has to lie "
                       "ahead."),
        error_messages={"required": lazy("Choose the month.")},
    )
    every = forms.TypedChoiceField(label=lazy("How often is there a round?"), choices=EVERY, coerce=int, initial=6,
                                   widget=forms.RadioSelect)
    number = forms.IntegerField(label=lazy("How many rounds?"), min_value=2, max_value=MOST_ROUNDS, initial=4,
                                localize=False)
    begun = forms.IntegerField(
        label=lazy("With which round is the work there?"), min_value=2, max_value=MOST_ROUNDS, initial=3,
        localize=False, help_text=lazy("Two rounds or more before it show whether the communes moved alike."),
    )
    main = forms.ChoiceField(label=lazy("Which outcome decides?"))
    others = forms.MultipleChoiceField(label=lazy("What else is compared?"), required=False,
                                       widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, outcomes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("main", "others"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = outcomes

    def clean_first(self) -> int:
        """YYYYMM."""
        found = MONTH.fullmatch(self.cleaned_data["first"].strip())
        if not found:
            raise ValidationError(_("This is not a month: write it as 2026-09."))
        return int("".join(found.groups()))

    def clean_treated(self) -> tuple[int, ...]:
        """SIRUTA codes."""
        return _communes(self.cleaned_data["treated"])

    def clean_comparison(self) -> tuple[int, ...]:
        """SIRUTA codes."""
        return _communes(self.cleaned_data["comparison"])

    def clean(self) -> dict[str, Any]:
        """The work is there with one of the rounds, and no commune stands in both arms."""
        said = super().clean() or {}
        if "number" in said and "begun" in said and said["begun"] > said["number"]:
            self.add_error("begun", _("There are only %(number)s rounds.") % {"number": said["number"]})
        both = set(said.get("treated", ())) & set(said.get("comparison", ()))
        if both:
            names = sorted(one.name for one in places.communes(both).values())
            self.add_error("comparison", _("These stand in both lists: %(communes)s.") % {
                "communes": ", ".join(names)[:300]})
        return said

    def plan(self) -> dict[str, Any]:
        """What was said, as a plan."""
        said = self.cleaned_data
        rounds = [month_after(said["first"], said["every"] * place) for place in range(said["number"])]
        return {
            "question": said["question"], "treated": said["treated"], "comparison": said["comparison"],
            "rounds": rounds, "begun": rounds[said["begun"] - 1],
            "outcomes": list(dict.fromkeys((said["main"], *said["others"]))),
        }


class LaterStudyForm(StudyForm):
    """A later plan, and why."""

    words = words_field(lazy("Why is the plan changed?"), lazy("It stands in every pack, beside the first plan."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["title"]


def filled_from(plan: Plan) -> dict[str, Any]:
    """The form as a plan would fill it: its rhythm is that of its first two rounds."""
    first, second = plan.rounds[:2]
    apart = (second // 100 - first // 100) * 12 + second % 100 - first % 100
    return {
        "question": plan.question, "treated": _named(plan.treated), "comparison": _named(plan.comparison),
        "first": f"{first // 100}-{first % 100:02d}", "every": apart, "number": len(plan.rounds),
        "begun": plan.rounds.index(plan.begun) + 1, "main": plan.outcomes[0], "others": list(plan.outcomes[1:]),
    }


def _named(codes: Sequence[int]) -> str:
    known: Mapping[int, Any] = places.communes(codes)
    return "\n".join(f"{known[code].name} ({known[code].county_id})" for code in codes)


def _communes(text: str) -> tuple[int, ...]:
    """The communes of a text, one a line. Raises ValidationError that names each line that is none."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    every = places.communes(places.every_code()).values()
    called: dict[str, set[int]] = {}
    for one in every:
        for name in (str(one.siruta), one.searched, f"{one.searched} {one.county_id.lower()}"):
            called.setdefault(name, set()).add(one.siruta)
    found = {line: called.get(searched(line[:LONGEST]), set()) for line in lines}
    wrong = [
        (_("several communes are called “%(line)s”") if codes else _("“%(line)s” is no commune")) % {"line": line[:60]}
        for line, codes in found.items() if len(codes) != 1
    ]
    if wrong:
        raise ValidationError(f"{'; '.join(wrong[:5])}.")
    codes = tuple(dict.fromkeys(code for codes in found.values() for code in codes))
    if len(codes) < 2:
        raise ValidationError(_("Name at least two communes."))
    return codes
