"""The forms of a change of the method: why, thresholds, a table, what is decided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.method.editing import LONGEST, NUMBERS, Edit
from vatra.method.rulebook import DatedNumber
from vatra.web.forms import DayInput

NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,10})?", re.ASCII)
SEVERITIES = (("1", lazy("attention")), ("2", lazy("moderate")), ("3", lazy("severe")), ("4", lazy("emergency")))


def words_field(label: Any, hint: Any = "") -> forms.CharField:
    """A text of a few sentences."""
    return forms.CharField(
        label=label, help_text=hint, min_length=3, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": lazy("Say why, in a sentence."), "min_length": lazy("Say it in a few words.")},
    )


class BeginForm(forms.Form):
    """What is to be changed, and why."""

    title = forms.CharField(label=lazy("What do you want to change?"), min_length=3, max_length=120,
                            error_messages={"required": lazy("Give the change a name.")})
    reason = words_field(lazy("Why?"), lazy("The law, a question from the field, a finding that makes no sense. No "
                                            "names: the reason is kept beside every number that you change."))


class ThresholdsForm(forms.Form):
    """Every number that a rule compares with, as it is or as the draft has it."""

    def __init__(self, *args: Any, numbers: Sequence[tuple[DatedNumber, str, str]], drafted: Mapping[str, str],
                 **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = {number.code: number.row["value"] for number, _label, _hint in numbers}
        self.drafted = drafted
        for number, label, hint in numbers:
            self.fields[number.code] = forms.CharField(
                label=label, help_text=hint, max_length=24, initial=drafted.get(number.code, number.row["value"]),
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                error_messages={"required": lazy("A threshold cannot be empty.")},
            )

    def clean(self) -> dict[str, Any]:
        """Numbers as the rulebook writes them."""
        said = super().clean() or {}
        written = {code: "".join(value.split()).replace(",", ".") for code, value in said.items()}
        for code, value in written.items():
            if not NUMBER.fullmatch(value):
                self.add_error(code, _("“%(value)s” is not a number: write it as 879 or 12.5.") % {"value": said[code]})
        return written

    def edits(self) -> list[Edit]:
        """The thresholds that are another than the draft has them."""
        now = {code: self.drafted.get(code, before) for code, before in self.before.items()}
        return [Edit(NUMBERS, code, "value", value) for code, value in self.cleaned_data.items() if value != now[code]]


class TableForm(forms.Form):
    """A decision table, cell by cell; its last row is empty and begins a new one when it is filled."""

    def __init__(self, *args: Any, file: str, header: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, str]],
                 **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file, self.columns = file, [name for name, _label in header]
        new = str(max((int(row["row"]) for row in rows if row["row"].isdigit()), default=0) + 1)
        self.rows = [*rows, dict.fromkeys(("severity", *self.columns), "") | {"row": new}]
        for place, row in enumerate(self.rows):
            self._row(place, row, header, new=place == len(rows))

    def _row(self, place: int, row: Mapping[str, str], header: Sequence[tuple[str, str]], *, new: bool) -> None:
        choices = [("", _("no new row"))] if new else []
        self.fields[f"{place}/severity"] = forms.ChoiceField(
            label=_("Severity when all of this holds"), choices=[*choices, *SEVERITIES], initial=row["severity"],
            required=not new,
        )
        for name, label in header:
            self.fields[f"{place}/{name}"] = forms.CharField(
                label=label, required=False, max_length=LONGEST, initial=row.get(name, ""),
                widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
            )
        for name in ("severity", *self.columns):
            self.fields[f"{place}/{name}"].quiet = True  # type: ignore[attr-defined]  # an empty cell is any value
        if not new:
            self.fields[f"{place}/gone"] = forms.BooleanField(label=_("Take this row out"), required=False)

    def groups(self) -> list[tuple[Mapping[str, str], list[forms.BoundField]]]:
        """The fields row by row."""
        return [
            (row, [self[name] for name in self.fields if name.partition("/")[0] == str(place)])
            for place, row in enumerate(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """A table keeps a row."""
        said = super().clean() or {}
        if not self.errors and all(said[f"{place}/gone"] for place in range(len(self.rows) - 1)) and not said[
            f"{len(self.rows) - 1}/severity"
        ]:
            raise ValidationError(_("A table needs a row: leave one, or begin a new one."))
        return said

    def edits(self) -> list[Edit]:
        """The cells that are others than before."""
        made: list[Edit] = []
        for place, row in enumerate(self.rows):
            said = {name: self.cleaned_data[f"{place}/{name}"] for name in ("severity", *self.columns)}
            if self.cleaned_data.get(f"{place}/gone"):
                made.append(Edit(self.file, row["row"], "", None))
            elif said["severity"]:
                made += [Edit(self.file, row["row"], name, value) for name, value in said.items()
                         if value != row.get(name, "")]
        return made


class CostForm(forms.Form):
    """What a post costs, and who says so."""

    lei = forms.IntegerField(
        label=lazy("What does a case manager's post cost a year, in lei?"), min_value=1, max_value=10_000_000,
        localize=False, help_text=lazy("With everything that the employer pays."),
        error_messages={"required": lazy("Write the sum.")},
    )
    source = forms.CharField(
        label=lazy("Who says so?"), min_length=3, max_length=200,
        help_text=lazy("The law, the budget or the pay sheet, with its year: the source stands beside the lei."),
        error_messages={"required": lazy("Name the source.")},
    )


class PublishForm(forms.Form):
    """From which day on, and why."""

    since = forms.DateField(
        label=lazy("From which day on?"), widget=DayInput, localize=False,
        help_text=lazy("After today. Until then everything is found as before; tablets bring the new method with "
                       "their first sync on or after the day."),
        error_messages={"required": lazy("Choose the day."),
                        "invalid": lazy("This is not a day: write it as 31.12.2026.")},
    )
    words = words_field(lazy("Who decided it, and by what?"), lazy("The order or the minutes, with number and day."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["since"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()

    def clean_since(self) -> date:
        """A day that lies ahead."""
        since: date = self.cleaned_data["since"]
        if since <= self.today:
            raise ValidationError(_("Choose a day after today: nobody's findings change before it."))
        return since


class DecideForm(forms.Form):
    """Why the method stays as it is."""

    words = words_field(lazy("Why does the method stay as it is?"))
