"""The minutes while a meeting is held: one form for all of it, so that nobody waits between two items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.community import queries as community
from vatra.web.forms import ActForm, Choices, DayInput
from vatra.web.forms_of_council import OUTCOMES, hour_field, indiscreet, lacking, reported
from vatra.web.sealing import Act

GENERAL = "x"  # decisions of no item


def _words(label: Any, rows: int) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=4000,
                           widget=forms.Textarea(attrs={"rows": rows, "data-quick": ""}))


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput, localize=False,
                           error_messages={"invalid": lazy("This is not a day: write it as 31.12.2026.")})


class MinutesForm(ActForm):
    """Who came; of each item what was said and decided, by whom and when; what came of earlier tasks."""

    begun = hour_field(lazy("Begun at"), required=False)
    ended = hour_field(lazy("Ended at"), required=False)
    present = forms.MultipleChoiceField(label=lazy("Who is present?"), required=False,
                                        widget=forms.CheckboxSelectMultiple)
    chair = forms.ChoiceField(label=lazy("Who leads the meeting?"), required=False)
    others = forms.CharField(label=lazy("Others who are there"), required=False, max_length=200)
    sure = forms.BooleanField(label=lazy("Yes, this name may stand here"), required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, items: list[community.Item], tasks: list[community.Task], members: list[community.Member],
        team: Choices, cases: dict[UUID, UUID], commune: int, besides: list[str], **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.tasks, self.cases = items, tasks, cases
        self.commune, self.besides = commune, besides
        seats = [(str(one.uuid), f"{one.name}, {one.quality_words}") for one in members]
        self.fields["present"].choices = seats  # type: ignore[attr-defined]
        self.fields["chair"].choices = [("", _("not said")), *seats]  # type: ignore[attr-defined]
        owners = [("", _("nobody: it is no task")), (_("Members"), [(f"m:{uuid}", name) for uuid, name in seats]),
                  (_("Team of the commune"), list(team))]
        for one in items:
            self.fields[f"words_{one.uuid}"] = _words(_("What was said"), 3)
            self.fields[f"words_{one.uuid}"].initial = one.words
            self._deciding(str(one.uuid), owners)
        self._deciding(GENERAL, owners)
        for task in tasks:
            self.fields[f"outcome_{task.uuid}"] = forms.ChoiceField(
                label=_("What came of it?"), required=False, choices=[("", _("nothing told yet")), *OUTCOMES.items()])
            self.fields[f"note_{task.uuid}"] = _words(_("In a few words"), 1)
            self.fields[f"until_{task.uuid}"] = _day(_("If it is carried over: to which day"))
        for field in self.fields.values():
            field.quiet = True  # type: ignore[attr-defined]  # that most stay empty is plain
            field.widget.attrs.setdefault("autocomplete", "off")

    def _deciding(self, key: str, owners: list[Any]) -> None:
        self.fields[f"decision_{key}"] = _words(_("What was decided"), 2)
        self.fields[f"owner_{key}"] = forms.ChoiceField(label=_("Who does it?"), required=False, choices=owners)
        self.fields[f"institution_{key}"] = forms.CharField(label=_("Or an institution"), required=False,
                                                            max_length=200)
        self.fields[f"due_{key}"] = _day(_("By when"))

    def fields_of(self, key: str, names: tuple[str, ...]) -> list[Any]:
        """The fields of one item or task, in order."""
        return [self[f"{name}_{key}"] for name in names]

    def clean(self) -> dict[str, Any]:
        """What is decided has words; a task an owner and a day; nothing tells whose case it is."""
        said = super().clean() or {}
        for key, household in self._keys():
            self._check_task(said, key)
            for name in (f"words_{key}", f"decision_{key}", f"institution_{key}"):
                self._check_words(said, name, household)
        for task in self.tasks:
            missing = lacking(said.get(f"outcome_{task.uuid}", ""), said.get(f"note_{task.uuid}", ""),
                              said.get(f"until_{task.uuid}"), said.get("on"))
            if missing:
                self.add_error(f"{ {'due_on': 'until', 'note': 'note'}[missing[0]] }_{task.uuid}", missing[1])
            self._check_words(said, f"note_{task.uuid}", self._household_of(task))
        return said

    def _keys(self) -> Iterator[tuple[str, UUID | None]]:
        for one in self.items:
            yield str(one.uuid), self.cases.get(one.uuid)
        yield GENERAL, None

    def _household_of(self, task: community.Task) -> UUID | None:
        return self.cases.get(task.item) if task.item else None

    def _check_words(self, said: dict[str, Any], name: str, household: UUID | None) -> None:
        text = said.get(name) or ""
        if text:
            why = indiscreet(household, text, on=self.today, commune=self.commune, besides=self.besides,
                             sure=bool(said.get("sure")))
            if why:
                self.add_error(name, why)
                self.fields["sure"].widget = forms.CheckboxInput() if household is None else forms.HiddenInput()

    def _check_task(self, said: dict[str, Any], key: str) -> None:
        decided, owner = said.get(f"decision_{key}"), said.get(f"owner_{key}") or said.get(f"institution_{key}")
        due = said.get(f"due_{key}")
        if (owner or due) and not decided:
            self.add_error(f"decision_{key}", _("Write what was decided."))
        if decided and len(decided) < 3:
            self.add_error(f"decision_{key}", _("Write what was decided."))
        if said.get(f"owner_{key}") and said.get(f"institution_{key}"):
            self.add_error(f"institution_{key}", _("A task has one owner: choose a person or write an institution."))
        if owner and not due:
            self.add_error(f"due_{key}", _("Say by when it is to be done."))
        if due and not owner:
            self.add_error(f"owner_{key}", _("Say who does it."))
        if due and said.get("on") and due < said["on"]:
            self.add_error(f"due_{key}", _("This day has passed. Choose a day to come."))

    def acts(self, found: community.Sitting) -> list[Act]:
        """What is new since the page was opened, in the order in which it can be applied."""
        return [*self._held(found), *self._discussed(found), *self._decided(found), *self._reported(found)]

    def _held(self, found: community.Sitting) -> list[Act]:
        said = self.cleaned_data
        begun, ended = (said[name].strftime("%H:%M") if said[name] else "" for name in ("begun", "ended"))
        now = (found.held_on, found.present, found.others, found.chair, found.begun, found.ended)
        chair = UUID(said["chair"]) if said["chair"] else None
        if now == (said["on"], frozenset(map(UUID, said["present"])), said["others"], chair, begun, ended):
            return []
        payload: dict[str, Any] = {"meeting": str(found.uuid), "present": said["present"], "others": said["others"]}
        payload |= {name: value for name, value in (("begun", begun), ("ended", ended), ("chair", said["chair"]))
                    if value}
        return [Act("hold_meeting", payload)]

    def _discussed(self, found: community.Sitting) -> list[Act]:
        return [
            Act("record_discussion", {"meeting": str(found.uuid), "item": str(one.uuid),
                                      "words": self.cleaned_data[f"words_{one.uuid}"]} | _of(self.cases.get(one.uuid)))
            for one in self.items if self.cleaned_data[f"words_{one.uuid}"] != one.words
        ]

    def _decided(self, found: community.Sitting) -> list[Act]:
        acts = []
        for key, household in self._keys():
            words = self.cleaned_data[f"decision_{key}"]
            if not words:
                continue
            payload = {"meeting": str(found.uuid), "words": words} | _of(household) | self._task(key)
            acts.append(Act("decide", payload | ({"item": key} if key != GENERAL else {})))
        return acts

    def _task(self, key: str) -> dict[str, Any]:
        owner, institution = self.cleaned_data[f"owner_{key}"], self.cleaned_data[f"institution_{key}"]
        due: date | None = self.cleaned_data[f"due_{key}"]
        if due is None:
            return {}
        sort, _colon, uuid = owner.partition(":")
        named = {"m": "member", "w": "worker"}.get(sort)
        return {"due_on": due.isoformat(), **({named: uuid} if named else {"institution": institution})}

    def _reported(self, found: community.Sitting) -> list[Act]:
        said = self.cleaned_data
        return [
            Act("report_task", reported(
                task.uuid, said[f"outcome_{task.uuid}"], said[f"note_{task.uuid}"], said[f"until_{task.uuid}"],
                household=self._household_of(task), meeting=found.uuid))
            for task in self.tasks if said[f"outcome_{task.uuid}"]
        ]


def _of(household: UUID | None) -> dict[str, str]:
    return {"household": str(household)} if household else {}
