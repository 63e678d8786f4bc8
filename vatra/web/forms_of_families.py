"""The forms by which a worker says that two records are one family, or two, or that a merge was a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.forms import Choices


class ReasonForm(forms.Form):
    """A word of today with its reason."""

    reason = forms.CharField(
        label=lazy("How do you know?"), widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        min_length=3, max_length=2000,
        error_messages={"required": lazy("Say how you know it."), "min_length": lazy("Say why in a few words.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The act is of today."""
        return {**(super().clean() or {}), "on": self.today}


class MergeForm(ReasonForm):
    """Who of the second record is whom of the first; `gone` and `kept` are choices, `alike` what looks the same."""

    def __init__(self, *args: Any, gone: Choices, kept: Choices, alike: Mapping[UUID, UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone = [UUID(str(uuid)) for uuid, _label in gone]
        for uuid, label in gone:
            field = forms.ChoiceField(
                label=_("%(who)s is the same person as") % {"who": label}, required=False,
                choices=[("", _("nobody there: comes to live in the first household")), *kept],
                initial=str(alike.get(UUID(str(uuid)), "")),
            )
            field.quiet = True  # type: ignore[attr-defined]
            self.fields[f"is_{uuid}"] = field
        self.order_fields([*(f"is_{uuid}" for uuid, _label in gone), "reason"])

    def clean(self) -> dict[str, Any]:
        """Nobody of the first record is two of the second."""
        said = super().clean()
        chosen: set[str] = set()
        for uuid in self.gone:
            kept = said.get(f"is_{uuid}")
            if kept and kept in chosen:
                self.add_error(f"is_{uuid}", _("Two persons cannot both be the same one: choose again."))
            chosen.add(kept or "")
        return said

    def pairs(self) -> list[dict[str, str]]:
        """The pairs as the entry says them."""
        said = self.cleaned_data
        return [{"kept": said[f"is_{uuid}"], "gone": str(uuid)} for uuid in self.gone if said.get(f"is_{uuid}")]
