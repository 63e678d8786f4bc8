import pytest

from vatra.places.names import searched, title_case, with_commas


@pytest.mark.parametrize(("official", "written"), [
    ("BACĂU", "Bacău"),
    ("TÂRGU OCNA", "Târgu Ocna"),
    ("POIANA LUI ALEXA", "Poiana lui Alexa"),
    ("ȘTEFAN CEL MARE", "Ștefan cel Mare"),
    ("SLĂNIC-MOLDOVA", "Slănic-Moldova"),
    ("OHABA DE SUB PIATRĂ", "Ohaba de sub Piatră"),
    ("23 AUGUST", "23 August"),
    ("ALEXANDRU I.CUZA", "Alexandru I. Cuza"),
    ("C.A.ROSETTI", "C.A. Rosetti"),
    ("GERSA II", "Gersa II"),
    ("APELE VII", "Apele Vii"),
    ("ÎNTREGALDE", "Întregalde"),
    ("LA DEAL", "La Deal"),
])
def test_an_official_upper_case_name_is_written_as_romanian_writes_it(official, written):
    assert title_case(official) == written


def test_cedillas_and_composed_marks_become_comma_below_letters():
    assert with_commas("\u015eIPO\u0162ENI  S\u0326I") == "ȘIPOȚENI ȘI"


@pytest.mark.parametrize("typed", ["Bârsănești", "barsanesti", "BÂRSĂNE\u015eTI", "Bârsăne\u0327sti", " Barsanesti. "])
def test_every_way_of_typing_a_name_is_searched_alike(typed):
    assert searched(typed) == "barsanesti"


@pytest.mark.parametrize("text", ["", "  ", "%_\\", "\u200b", "💥"])
def test_what_has_no_letters_searches_for_nothing(text):
    assert searched(text) == ""
