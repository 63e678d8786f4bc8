"""School attendance told between two interviews: a number of hours for each child, on a sheet or by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.forms import ActForm
from vatra.web.present.attendance import Pupil
from vatra.web.sealing import Act


def hours_fields(pupils: Iterable[Pupil], asked: str) -> dict[str, forms.IntegerField]:
    """A field for each child, empty: what was told before stands beside it and is not told again by itself."""
    return {
        _name(one): forms.IntegerField(
            label=f"{one.short}: {asked}", required=False, min_value=0, max_value=1000, localize=False,
            help_text=_("Last told: %(hours)s") % {"hours": one.told} if one.told else "",
            error_messages={"invalid": lazy("Write the hours as a number."),
                            "max_value": lazy("Hours of one term: 1,000 at most.")},
        ) for one in pupils
    }


def attendance_acts(said: Mapping[str, Any], pupils: Iterable[Pupil]) -> list[Act]:
    """One act for each child of whom something was told."""
    return [Act("record_attendance", {"hours": said[_name(one)]}, one.uuid) for one in pupils
            if said.get(_name(one)) is not None]


def _name(pupil: Pupil) -> str:
    return f"hours_{pupil.uuid}"


class AttendanceForm(ActForm):
    """Hours of unexcused absence of each child."""

    def __init__(self, *args: Any, pupils: list[Pupil], asked: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pupils = pupils
        self.fields |= hours_fields(pupils, asked)
        self.order_fields([*(_name(one) for one in pupils), "on"])

    def clean(self) -> dict[str, Any]:
        """Something is told of somebody."""
        said = super().clean() or {}
        if not self.errors and not attendance_acts(said, self.pupils):
            raise ValidationError(_("Write the hours of one child at least; 0 when none was missed."))
        return said
