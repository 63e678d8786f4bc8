"""A prepared question answers what the queryset it was made from answers."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from vatra.base.prepared import Prepared, counted, nothing_changes
from vatra.people.models import Household, Person
from vatra.places.models import Commune, County

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def households() -> list[Household]:
    county = County.objects.create(code="XY", siruta=900, name="Xyz")
    commune = Commune.objects.create(siruta=900_001, name="Xyz", kind="commune", county=county, urban=False)
    return [
        Household.objects.create(uuid=UUID(int=one), commune=commune, enrolled_on=date(2024, 1, one), address="it's %s")
        for one in (1, 2, 3)
    ]


def test_a_prepared_question_gives_the_instances_of_its_queryset(households: list[Household]) -> None:
    asked = Prepared(lambda uuids: Household.objects.filter(uuid__in=uuids).order_by("-enrolled_on"))
    found = asked([households[0].uuid, households[2].uuid, uuid4()])
    assert found == [households[2], households[0]]
    assert found[0].__dict__.keys() == Household.objects.get(pk=found[0].pk).__dict__.keys()
    assert found[0].commune.name == "Xyz"
    found[0].address = "moved"
    found[0].save()
    assert Household.objects.get(pk=found[0].pk).address == "moved"


def test_the_same_question_takes_any_number_of_keys(households: list[Household]) -> None:
    asked = Prepared(lambda uuids: Household.objects.filter(uuid__in=uuids).order_by("id").values_list("uuid"))
    for many in (0, 1, 3, 2, 0):
        assert asked([one.uuid for one in households[:many]]) == [(one.uuid,) for one in households[:many]]


def test_what_is_given_may_stand_anywhere_and_twice(households: list[Household]) -> None:
    asked = Prepared(
        lambda until, uuids, since: Household.objects.filter(
            Q(enrolled_on__gte=since, enrolled_on__lt=until)
            | Q(enrolled_on__gte=since, enrolled_on__lte=until) | Q(uuid__in=uuids),
            enrolled_on__lte=until, left_to="", ended_on=None
        ).order_by("id").values_list("uuid", "enrolled_on")
    )
    rows = asked(date(2024, 1, 2), {households[0].uuid}, date(2024, 1, 2))
    assert rows == [(one.uuid, one.enrolled_on) for one in households[:2]]
    assert asked(date(2024, 1, 3), set(), date(2024, 1, 3)) == [(households[2].uuid, date(2024, 1, 3))]


def test_numbers_and_single_uuids_can_be_given(households: list[Household]) -> None:
    asked = Prepared(lambda communes, uuid: Household.objects.filter(commune__in=communes, uuid=uuid))
    assert asked([900_001], households[1].uuid) == [households[1]]
    assert asked([900_002], households[1].uuid) == []


def test_truths_days_and_nothing_come_back_as_from_the_orm(households: list[Household]) -> None:
    person = Person.objects.create(uuid=uuid4(), surname="Ș", born_on=None)
    Household.objects.filter(pk=households[0].pk).update(ended_on=date(2024, 5, 5), left_to="abroad")
    for model in (Person, Household):
        fields = [field.attname for field in model._meta.concrete_fields]
        plain = list(model.objects.order_by("id").values_list(*fields))
        asked = Prepared(lambda uuids, model=model: model.objects.filter(uuid__in=uuids).order_by("id"))
        found = asked([person.uuid, *(one.uuid for one in households)])
        assert [tuple(getattr(one, field) for field in fields) for one in found] == plain


def test_a_question_that_holds_more_than_words_and_numbers_is_not_prepared() -> None:
    asked = Prepared(lambda uuids: Household.objects.filter(uuid__in=uuids, address="it's"))
    with pytest.raises(ValueError, match="words and numbers"):
        asked([uuid4()])


def test_what_foreign_keys_lead_to_stands_beside_an_instance(households: list[Household]) -> None:
    asked = Prepared(lambda uuids: Household.objects.filter(uuid__in=uuids).select_related(
        "commune__county", "village").order_by("id"))
    found = asked([one.uuid for one in households])
    with CaptureQueriesContext(connection) as more:
        told = [(one.commune.name, one.commune.county.code, one.village) for one in found]
    assert told == [("Xyz", "XY", None)] * 3
    assert len(more) == 0
    assert found[0].commune == Commune.objects.get(siruta=900_001)
    assert found[0].commune is found[1].commune


def test_what_leads_here_from_other_models_is_not_prepared() -> None:
    asked = Prepared(lambda code: Commune.objects.filter(county=code).select_related("boundary"))
    with pytest.raises(ValueError, match="foreign keys"):
        asked("XY")


def test_several_days_can_be_given(households: list[Household]) -> None:
    asked = Prepared(lambda days: Household.objects.filter(enrolled_on__in=days).order_by("id"))
    assert asked([date(2024, 1, 1), date(2024, 1, 3)]) == [households[0], households[2]]


def test_rows_are_counted_without_being_read(households: list[Household]) -> None:
    asked = Prepared(lambda uuids: counted(Household.objects.filter(uuid__in=uuids).order_by("address")))
    for many in (0, 1, 3):
        assert asked([one.uuid for one in households[:many]]) == [(many,)]


def test_a_page_on_which_nothing_changes_asks_once_what_says_so(households: list[Household]) -> None:
    once = Prepared(lambda communes: Household.objects.filter(commune__in=communes).values_list("uuid"), once=True)
    often = Prepared(lambda communes: Household.objects.filter(commune__in=communes).values_list("uuid"))
    with nothing_changes():
        first = once([900_001])
        first.clear()  # what was given away is the asker's own
        Household.objects.filter(uuid=households[0].uuid).delete()
        assert len(once([900_001])) == 3
        assert len(often([900_001])) == 2
        assert once([900_002]) == []
    assert len(once([900_001])) == 2
