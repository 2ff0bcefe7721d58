"""What a shop may show: who sees the programme, and in whose words; nobody earns more or less by it."""

from dataclasses import replace

from connector.core.commerce import Buyer
from connector.core.earning import evaluate
from connector.core.programme import Audience, Display, Shown, SignIn, Texts
from connector.core.showing import Presentation, presentation, texts_in
from tests.building import an_order, some_terms

ENGLISH, POLISH = Texts("en", welcome="Welcome"), Texts("pl", (("one", "moneta"), ("other", "monety")))
OPEN = some_terms(display=Display(Shown.MONEY, Audience.ALL, SignIn.TO_BUY), texts=(ENGLISH, POLISH))
CLOSED = replace(OPEN, display=replace(OPEN.display, visible_to=Audience.SIGNED_IN))


def test_everybody_sees_a_programme_that_is_for_all() -> None:
    seen = Presentation(True, "club", Shown.MONEY, SignIn.TO_BUY, POLISH)

    assert presentation(OPEN, "pl", signed_in=False) == presentation(OPEN, "pl", signed_in=True) == seen


def test_who_has_not_signed_in_sees_nothing_of_a_programme_for_those_who_have() -> None:
    assert presentation(CLOSED, "en", signed_in=False) == Presentation(visible=False)
    assert presentation(CLOSED, "en", signed_in=True).texts == ENGLISH


def test_a_language_without_words_of_the_merchants_has_none() -> None:
    assert texts_in(OPEN.texts, "he") is None
    assert presentation(OPEN, "ro", signed_in=True).texts is None


def test_what_is_shown_changes_no_award() -> None:
    for buyer in (Buyer("7", None), Buyer(None, "guest@example.org")):
        order = an_order(buyer=buyer)
        assert evaluate(order, CLOSED) == evaluate(order, some_terms())
