"""The sections display and texts of the programme document: what they may say, and what is wrong with what they say."""

import pytest
from babel import Locale

from connector.core.programme import Audience, Display, Shown, SignIn, Texts
from connector.document import InvalidDocument
from connector.languages import LANGUAGES
from connector.programme import parse_programme
from connector.programme.showing import English, Hebrew, Languages, Polish, Romanian
from connector.validation import Section

LEAST = "programme: x\ncurrency: EUR\ntimezone: UTC\nearn: [{points: 1, per: 1.00}]\n"


def test_without_them_both_are_shown_to_all_in_our_words() -> None:
    terms = parse_programme(LEAST, "p.yaml").terms

    assert (terms.display, terms.texts) == (Display(Shown.BOTH, Audience.ALL, SignIn.OPTIONAL), ())


def test_what_is_written_is_what_is_shown() -> None:
    text = (
        "display: {points: money, visible_to: signed_in, sign_in: required}\n"
        "texts:\n"
        "  en: {points: {one: coin, other: coins}, welcome: <b>Hello</b>, document: Thanks}\n"
        "  he: {invitation_subject: בואו, invitation_body: הצטרפו}\n"
    )

    terms = parse_programme(LEAST + text, "p.yaml").terms

    assert terms.display == Display(Shown.MONEY, Audience.SIGNED_IN, SignIn.REQUIRED)
    assert terms.texts == (
        Texts("en", (("one", "coin"), ("other", "coins")), welcome="<b>Hello</b>", document="Thanks"),
        Texts("he", invitation_subject="בואו", invitation_body="הצטרפו"),
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("texts: {de: {welcome: Hallo}}", "p.yaml:5: texts.de: unknown key; known here: en, ro, pl, he"),
        ("texts: {en: {welcom: Hello}}", 'p.yaml:5: texts.en.welcom: unknown key; did you mean "welcome"?'),
        ("texts: {pl: {points: {one: moneta, few: monety, other: m}}}", "p.yaml:5: texts.pl.points.many: is missing"),
        ("texts: {en: {points: {one: coin, few: coins, other: c}}}", "p.yaml:5: texts.en.points.few: unknown key"),
        ("texts: {en: {welcome: ' '}}", "p.yaml:5: texts.en.welcome: must not be empty"),
        ("display: {points: mony}", 'p.yaml:5: display.points: "mony" is not a word known here; did you mean "money"?'),
        ("display: {visible: all}", 'p.yaml:5: display.visible: unknown key; did you mean "visible_to"?'),
    ],
)
def test_a_wrong_word_is_named_with_its_line_and_mend(text: str, fault: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        parse_programme(LEAST + text, "p.yaml")

    (told,) = caught.value.faults
    assert str(told).startswith(fault)


def test_there_are_words_for_every_language_the_program_speaks() -> None:
    assert tuple(Languages.model_fields) == LANGUAGES


@pytest.mark.parametrize(
    ("language", "section"), [("en", English), ("ro", Romanian), ("pl", Polish), ("he", Hebrew)], ids=LANGUAGES
)
def test_every_plural_form_of_a_language_is_asked_for(language: str, section: type[Section]) -> None:
    assert {*section.model_fields} == {*Locale.parse(language).plural_form.tags, "other"}
