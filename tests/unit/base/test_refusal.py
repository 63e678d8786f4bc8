"""A refusal says what to do, in the language that is asked for, and its code says nothing personal."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vatra.base.ids import derived_uuid
from vatra.base.refusal import Refusal
from vatra.base.shipped import shipped


def test_a_refusal_fills_its_places():
    assert str(Refusal("%(what)s is missing", what="The head")) == "The head is missing"


def test_a_refusal_speaks_the_language_that_is_asked_for():
    refusal = Refusal(_("English"), code="a_word")
    with override("ro"):
        assert refusal.message("en") == "English"
    assert refusal.code == "a_word"
    assert repr(refusal) == "Refusal('a_word')"


def test_a_percent_sign_without_places_is_left_alone():
    assert str(Refusal("100 % sure")) == "100 % sure"


def test_the_same_parts_always_give_the_same_uuid():
    assert derived_uuid("a", 1) == derived_uuid("a", 1) != derived_uuid("a", 2)
    assert str(derived_uuid("household", "x")) == "1a62aa67-5b88-524d-8178-16af386d895e"  # for good


def test_the_rulebook_of_romania_is_shipped():
    assert (shipped("rulebook/romania") / "rulebook.csv").exists()
