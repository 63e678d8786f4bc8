"""The forms of supervision: a session, a sample, the second interview, questions to the method."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.forms import ActForm, Choices, DayInput

SORTS = {"wrong": lazy("the rule is wrong"), "missing": lazy("a rule is missing"),
         "unclear": lazy("a question or a word is not clear")}
ANSWERS = {"taken_up": lazy("taken up for the next version of the method"),
           "kept": lazy("the method stays as it is"), "answered": lazy("explained")}


class SessionForm(ActForm):
    """A supervision session held."""

    worker = forms.ChoiceField(label=lazy("With whom?"), required=False)
    agreed = forms.CharField(
        label=lazy("What did you agree?"), min_length=3, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=lazy("Who does what until when. Whoever leads cases reads this."),
        error_messages={"required": lazy("Say what you agreed."), "min_length": lazy("Say it in a few words.")},
    )
    next_on = forms.DateField(label=lazy("When is the next session?"), required=False, widget=DayInput, localize=False,
                              error_messages={"invalid": lazy("This is not a day: write it as 31.12.2026.")})
    field_order = ("worker", "agreed", "next_on", "on")

    def __init__(self, *args: Any, team: Choices, of_case: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", _("the team of the case"))] if of_case else []
        self.fields["worker"].choices = [*whole, *team]  # type: ignore[attr-defined]
        self.fields["worker"].required = not of_case

    def clean_next_on(self) -> date | None:
        """Not before the session itself."""
        next_on: date | None = self.cleaned_data["next_on"]
        if next_on and next_on < self.today:
            raise ValidationError(_("The next session lies in the past."))
        return next_on


class SampleForm(forms.Form):
    """From which interviews to draw, and how many of each worker."""

    commune = forms.ChoiceField(label=lazy("Commune"))
    since = forms.DateField(label=lazy("Interviews from"), widget=DayInput, localize=False)
    of_each = forms.IntegerField(
        label=lazy("How many of each worker"), min_value=1, max_value=20, initial=3, localize=False,
        help_text=lazy("Some ten of each worker in a year tell more than one count of everything."),
    )

    def __init__(self, *args: Any, communes: Choices, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].choices = list(communes)  # type: ignore[attr-defined]
        self.fields["since"].initial = since


class SecondInterviewForm(ActForm):
    """The questions of yes and no and of choice, asked again without what was answered."""

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str, Choices]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, choices in asked:
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, widget=forms.RadioSelect,
                choices=[*choices, ("", _("not asked, or could not be told"))], initial="",
            )

    def clean(self) -> dict[str, Any]:
        """Something was answered."""
        said = super().clean() or {}
        if not self.errors and not any(value for name, value in said.items() if name != "on"):
            raise ValidationError(_("Nothing is answered yet."))
        return said

    def answers(self) -> dict[str, dict[str, Any]]:
        """{subject: {fact: answer}} of what was answered."""
        found: dict[str, dict[str, Any]] = {}
        for name, value in self.cleaned_data.items():
            if name != "on" and value:
                subject, code = name.split("/")
                found.setdefault(subject, {})[code] = {"yes": True, "no": False}.get(value, value)
        return found


class QuestionForm(ActForm):
    """A word on the method."""

    sort = forms.ChoiceField(label=lazy("What is it?"), widget=forms.RadioSelect, choices=list(SORTS.items()),
                             error_messages={"required": lazy("Choose what it is.")})
    code = forms.ChoiceField(label=lazy("Of which vulnerability?"), required=False)
    words = forms.CharField(
        label=lazy("What is wrong, and how should it be?"), min_length=3, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=lazy("No names and nothing by which a family could be known: those who make the method read this."),
        error_messages={"required": lazy("Say what is wrong."), "min_length": lazy("Say it in a few words.")},
    )
    field_order = ("sort", "code", "words", "on")

    def __init__(self, *args: Any, codes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("of none, or of one that is missing")), *codes]  # type: ignore[attr-defined]
        self.fields["on"].widget = forms.HiddenInput()


class AnswerForm(ActForm):
    """What becomes of a question to the method."""

    answer = forms.ChoiceField(label=lazy("What becomes of it?"), widget=forms.RadioSelect,
                               choices=list(ANSWERS.items()),
                               error_messages={"required": lazy("Choose what becomes of it.")})
    reply = forms.CharField(label=lazy("What do you answer?"), min_length=3, max_length=2000,
                            widget=forms.Textarea(attrs={"rows": 4}),
                            error_messages={"required": lazy("Write an answer."),
                                            "min_length": lazy("Say it in a few words.")})
    field_order = ("answer", "reply", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget = forms.HiddenInput()
