import pytest

from vatra.places import queries
from vatra.places.load import load
from vatra.places.models import CensusAgeGroup, Institution

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

BACAU, AGAS, BUCHAREST, CERU = 20297, 21007, 179132, 3841


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock():
        scope = transaction.atomic()
        scope.__enter__()
        load()
        yield
        transaction.set_rollback(True)
        scope.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def places(_loaded):
    """The shipped facts, loaded once for this module and rolled back after it."""


def test_a_commune_knows_its_county_and_an_unknown_code_is_refused():
    agas = queries.commune(AGAS)
    assert (agas.name, agas.kind, agas.county.name, agas.urban) == ("Agăș", "commune", "Bacău", False)
    with pytest.raises(queries.NoSuchPlace, match="999"):
        queries.commune(999)
    assert queries.commune_exists(AGAS)
    assert not queries.commune_exists(21016), "a village is no commune"


def test_a_county_is_asked_by_its_mnemonic():
    assert queries.county("BC").name == "Bacău"
    assert len(queries.every_county()) == 42
    assert len(queries.communes_of_county("BC")) == 93
    assert len(queries.codes_of_county("B")) == 7
    assert queries.communes_of_county("XX") == []
    with pytest.raises(queries.NoSuchPlace):
        queries.county("XX")


def test_the_seat_comes_first_among_the_villages():
    villages = queries.villages_of(AGAS)
    names = [village.searched for village in villages]
    assert villages[0].name == "Agăș"
    assert names[1:] == sorted(names[1:])
    assert queries.village(21025).commune_id == AGAS
    with pytest.raises(queries.NoSuchPlace):
        queries.village(AGAS)


def test_communes_are_found_without_diacritics_beginnings_first():
    assert queries.communes_found("targu o")[0].name == "Târgu Ocna"
    found = [commune.searched for commune in queries.communes_found("moine")]
    assert found[0].startswith("moine")
    assert queries.communes_found("%") == []
    assert len(queries.communes_found("a", limit=5)) == 5


def test_villages_are_found_only_in_the_communes_asked():
    assert [v.siruta for v in queries.villages_found("BELEGHET", communes=[AGAS])] == [21025]
    assert queries.villages_found("beleghet", communes=[BACAU]) == []


def test_children_of_the_census_are_counted_and_suppression_is_not_zero():
    bacau = queries.children_by_census(BACAU)
    assert bacau.under_15 == 7420 + 8753 + 9009
    assert bacau.under_18 == bacau.under_15 + 7496 * 3 / 5
    ceru = queries.children_by_census(CERU)
    assert ceru.by_age[0, 5] is None
    assert (ceru.under_15, ceru.under_18) == (None, None)
    assert queries.children_by_census(179141).under_15 is None, "sectors were not counted apart"
    assert CensusAgeGroup.objects.filter(persons=None).count() == 19


def test_residents_of_some_communes_add_up():
    assert queries.residents(queries.codes_of_county("BC")) == 601_387
    assert queries.residents(queries.codes_of_county("B")) == 1_716_961
    assert queries.residents([]) == 0


def test_the_schools_of_a_commune_are_read_without_those_of_its_county(django_assert_num_queries):
    every = [one for one in queries.institutions_near(AGAS, "school", limit=500) if one.institution.commune_id == AGAS]
    with django_assert_num_queries(1):
        found = queries.institutions_of([AGAS], ["school"])
    assert found == {AGAS: [one.institution for one in every]}
    assert every


def test_institutions_of_the_commune_come_before_nearer_ones_elsewhere():
    near = queries.institutions_near(AGAS, "school", limit=50)
    own = [one for one in near if one.institution.commune_id == AGAS]
    assert near[: len(own)] == own
    assert len(own) == 5
    away = [one.km for one in near[len(own):] if one.km is not None]
    assert away == sorted(away)


def test_providers_are_narrowed_to_services_of_hg_867():
    near = queries.institutions_near(AGAS, "provider", service_codes=["8899CZ-F-I"])
    assert {one.institution.service_code for one in near} == {"8899CZ-F-I"}
    assert near[0].institution.commune.name == "Brusturoasa"
    assert queries.institutions_near(AGAS, "provider", service_codes=[]) == []


def test_an_institution_is_found_by_its_code():
    school = queries.institution("0461104614")
    assert (school.name, school.commune_id, school.pupils) == ("Școala Gimnazială Agăș", AGAS, 421)
    assert set(queries.institutions(["0461104614", "nothing"])) == {"0461104614"}
    with pytest.raises(queries.NoSuchPlace):
        queries.institution("nothing")
    assert Institution.objects.get(code="0462103301").parent_code == "0461104614"


def test_kinds_of_institution_are_counted_for_some_communes():
    assert queries.institutions_by_kind(queries.codes_of_county("BC"))["town_hall"] == 93
    assert queries.institutions_by_kind([]) == {}


def test_posts_may_be_half_filled():
    assert float(queries.posts_of(9397).filled) == 50.5
    assert queries.posts_of(AGAS).allowed > 0
    assert queries.posts_of(1) is None


def test_communes_are_fetched_in_one_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.communes([BACAU, AGAS, 1])
        assert {code: one.county.code for code, one in found.items()} == {BACAU: "BC", AGAS: "BC"}
