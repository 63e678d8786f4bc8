"""What was found of two households stands as it was before a merge until the merge is undone.

While a merge holds, the kept household is evaluated on the facts of both. Undone, each gets back the findings,
needs and levels it had, but for what a worker has judged since; then each is evaluated on its own facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Max, Q

from vatra.assessment.models import Assessment, BeforeMerge, Finding, Interview, Judgement, Need
from vatra.assessment.standing import standings_of
from vatra.people.queries import Merged


def follow_merges(merges: Collection[Merged]) -> dict[UUID, date]:
    """Write down what stands before each new merge, put it back for each undone one.

    Gives as of which day to evaluate households, where their standing does not tell.
    """
    kept = {row.uuid: row for row in BeforeMerge.objects.filter(uuid__in=[one.entry for one in merges])}
    days: dict[UUID, date] = {}
    for merge in merges:
        if merge.in_force:
            if merge.entry not in kept:
                BeforeMerge(uuid=merge.entry, rows=_as_they_stand(merge)).save(force_insert=True)
            if merge.other and merge.household not in days:
                known = standings_of(merge.households)
                if merge.other in known and merge.household not in known:
                    days[merge.household] = known[merge.other].on
        elif merge.entry in kept:
            _put_back(merge, kept[merge.entry].rows)
            kept[merge.entry].delete()
            days |= _asked_last(merge)
    return days


def _whose(merge: Merged) -> Q:
    return Q(household__uuid__in=merge.households) | Q(person__uuid__in=merge.subjects)


def _as_they_stand(merge: Merged) -> dict[str, Any]:
    return {
        "findings": _values(Finding.objects.filter(_whose(merge))),
        "needs": _values(Need.objects.filter(_whose(merge))),
        "standings": _values(Assessment.objects.filter(household__uuid__in=merge.households)),
        "judged": dict(_times_judged(merge)),
    }


def _values(rows: models.QuerySet[Any, Any]) -> list[dict[str, Any]]:
    names = [field.attname for field in rows.model._meta.concrete_fields if not field.primary_key]
    return list(rows.order_by("uuid").values(*names))


def _times_judged(merge: Merged) -> Counter[str]:
    rows = Judgement.objects.filter(_whose(merge)).values_list("household__uuid", "person__uuid", "code")
    return Counter(_key(person or household, code) for household, person, code in rows)


def _key(subject: UUID | str, code: str) -> str:
    return f"{subject} {code}"


def _put_back(merge: Merged, rows: Mapping[str, Any]) -> None:
    judged = _times_judged(merge)

    def untouched(was: Mapping[str, Any]) -> bool:
        key = _key(was["person_id"] or was["household_id"], was["code"])
        return bool(judged[key] == rows["judged"].get(key, 0))

    Assessment.objects.filter(household__uuid__in=merge.households).delete()
    _write(Assessment, rows["standings"], fresh=True)
    brought = Finding.objects.filter(_whose(merge), since__lte=merge.on, judgements__isnull=True)
    brought.exclude(uuid__in=[was["uuid"] for was in rows["findings"]]).delete()
    _write(Finding, filter(untouched, rows["findings"]))
    _write(Need, filter(untouched, rows["needs"]))


def _write(model: type[models.Model], several: Iterable[Mapping[str, Any]], *, fresh: bool = False) -> None:
    """Give rows their values back; `fresh`: write those that are not there."""
    wanted = {UUID(str(was["uuid"])): was for was in several}
    there = {row.uuid: row for row in model._base_manager.filter(uuid__in=list(wanted))}  # type: ignore[attr-defined]
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    for uuid, was in wanted.items():
        values = {field.attname: _python(field, was[field.attname]) for field in fields}
        if uuid in there and not fresh:
            for name, value in values.items():
                setattr(there[uuid], name, value)
            there[uuid].save()
        elif uuid not in there and fresh:
            model(**values).save(force_insert=True)


def _python(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    return (field.target_field if isinstance(field, models.ForeignKey) else field).to_python(value)


def _asked_last(merge: Merged) -> dict[UUID, date]:
    rows = Interview.objects.filter(household__uuid__in=merge.households).order_by().values_list("household__uuid")
    return dict(rows.annotate(last=Max("on")))
