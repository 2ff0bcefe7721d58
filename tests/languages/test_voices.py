"""Voices: points in the right plural form, money and times as the language writes them, names that stay names."""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hatchling.builders.wheel import WheelBuilder

from connector.core.explain import Step
from connector.core.programme import Shown
from connector.core.quote import Refusal
from connector.languages import LANGUAGES, UnknownLanguage, speak

ROOT = Path(__file__).parents[2]
HALF = Decimal("1.5")


def visible(text: str) -> str:
    """Without marks of direction, and with one kind of space."""
    for mark in "\u2068\u2069\u200e\u200f":
        text = text.replace(mark, "")
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "0 points"),
        ("en", 1, "1 point"),
        ("en", 2, "2 points"),
        ("en", HALF, "1.5 points"),
        ("en", 12_345, "12,345 points"),
        ("ro", 0, "0 puncte"),
        ("ro", 1, "1 punct"),
        ("ro", 2, "2 puncte"),
        ("ro", HALF, "1,5 puncte"),
        ("ro", 19, "19 puncte"),
        ("ro", 20, "20 de puncte"),
        ("ro", 100, "100 de puncte"),
        ("ro", 101, "101 puncte"),
        ("pl", 0, "0 punktów"),
        ("pl", 1, "1 punkt"),
        ("pl", HALF, "1,5 punktu"),
        ("pl", 2, "2 punkty"),
        ("pl", 5, "5 punktów"),
        ("pl", 12, "12 punktów"),
        ("pl", 22, "22 punkty"),
        ("he", 0, "0 נקודות"),
        ("he", 1, "נקודה אחת"),
        ("he", 2, "2 נקודות"),
        ("he", 3, "3 נקודות"),
        ("he", HALF, "1.5 נקודות"),
        ("he", Decimal("0.5"), "0.5 נקודה"),
        ("he", -1, "-1 נקודה"),
        ("pl", Decimal("1.0"), "1 punkt"),
        ("pl", Decimal("5.00"), "5 punktów"),
    ],
)
def test_points_take_the_plural_form_of_their_number(language: str, count: int | Decimal, said: str) -> None:
    assert visible(speak(language).points(count)) == said


@pytest.mark.parametrize(
    ("currency", "minor", "said"),
    [
        ("EUR", 123_456, ["€1,234.56", "1.234,56 EUR", "1 234,56 €", "1,234.56 €"]),
        ("PLN", 1_999, ["PLN 19.99", "19,99 PLN", "19,99 zł", "19.99 PLN"]),
        ("RON", 500, ["RON 5.00", "5,00 RON", "5,00 RON", "5.00 RON"]),
        ("ILS", 5, ["₪0.05", "0,05 ILS", "0,05 ILS", "0.05 ₪"]),
        ("JPY", 1_000, ["JP¥1,000", "1.000 JPY", "1 000 JPY", "1,000 ¥"]),
        ("KWD", 1_234, ["KWD 1.234", "1,234 KWD", "1,234 KWD", "1.234 KWD"]),
        ("IQD", 1_500, ["IQD 1.500", "1,500 IQD", "1,500 IQD", "1.500 IQD"]),  # CLDR writes none of the three digits
        ("EUR", -250, ["-€2.50", "-2,50 EUR", "-2,50 €", "-2.50 €"]),
    ],
)
def test_money_has_the_digits_of_its_currency_and_the_form_of_the_language(
    currency: str, minor: int, said: list[str]
) -> None:
    assert [visible(speak(language).money(minor, currency)) for language in LANGUAGES] == said


def test_days_and_times_are_written_in_the_voices_zone() -> None:
    at = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)

    days = [visible(speak(language).date(date(2026, 1, 31))) for language in LANGUAGES]
    times = [visible(speak(language, ZoneInfo("Europe/Warsaw")).time(at)) for language in LANGUAGES]

    assert days == ["31 Jan 2026", "31 ian. 2026", "31 sty 2026", "31 בינו׳ 2026"]
    assert times == [
        "1 Aug 2026, 00:30 CEST",
        "1 aug. 2026, 00:30 CEST",
        "1 sie 2026, 00:30 CEST",
        "1 באוג׳ 2026, 0:30 CEST",
    ]
    assert speak("en").time(at) == "31 Jul 2026, 22:30 UTC"


def test_a_step_gives_its_times_in_iso_8601() -> None:
    day, time = Step("before_start", {"when": "2026-01-31"}), Step("pending", {"when": "2026-01-31T10:00+00:00"})

    assert speak("en").step(day, "EUR").endswith("began on 31 Jan 2026: nothing")
    assert speak("en", ZoneInfo("Europe/Bucharest")).step(time, "EUR") == "usable from 31 Jan 2026, 12:00 EET"


def test_one_step_in_four_languages() -> None:
    step = Step("spend_floor", {"base": 1_000, "rate": 1, "per": 100, "points": 10})

    assert [visible(speak(language).step(step, "EUR")) for language in LANGUAGES] == [
        "€10.00 at 1 point per €1.00, rounded down: 10 points",
        "10,00 EUR, câte 1 punct la 1,00 EUR, rotunjit în jos: 10 puncte",
        "10,00 €, 1 punkt za każde 1,00 €, zaokrąglone w dół: 10 punktów",
        "10.00 €, נקודה אחת על כל 1.00 €, בעיגול כלפי מטה: 10 נקודות",
    ]


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (Refusal("no_redemption", 0, 0), "this programme does not redeem points"),
        (Refusal("not_positive", 1, 0), "the number of points must be at least 1"),
        (Refusal("balance", 99, 0), "only 99 points are available"),
        (Refusal("balance", 1, 0), "only 1 point is available"),
        (Refusal("balance", 350, 300), "only 350 points are available; 300 would be allowed"),
        (Refusal("minimum_points", 100, 0), "at least 100 points must be redeemed at once"),
        (Refusal("maximum_points", 1000, 900), "at most 1,000 points may be redeemed at once; 900 would be allowed"),
        (Refusal("block", 50, 0), "points are redeemed in multiples of 50"),
        (Refusal("worthless", 1, 0), "1 point is worth less than the smallest coin"),
        (Refusal("minimum_order", 5_000, 0, "EUR"), "points may be redeemed on orders from €50.00 on"),
    ],
)
def test_a_refusal_can_be_shown_to_a_shopper(refusal: Refusal, said: str) -> None:
    assert speak("en").refusal(refusal) == said


def test_a_refusal_in_polish_has_polish_plurals() -> None:
    assert (
        speak("pl").refusal(Refusal("minimum_points", 22, 20))
        == "trzeba wykorzystać naraz co najmniej 22 punkty; dozwolone: 20"
    )


def test_a_name_in_the_other_direction_is_isolated() -> None:
    latin = Step("product_unassigned", {"name": "Lamp"})
    hebrew = Step("product_unassigned", {"name": "מנורה"})

    assert speak("he").step(latin, "ILS") == "ל־\u2068Lamp\u2069 אין נקודות משלו: אין נקודות"
    assert speak("en").step(hebrew, "ILS") == "\u2068מנורה\u2069 has no points of its own: nothing"
    assert speak("en").step(latin, "ILS") == "Lamp has no points of its own: nothing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_cannot_turn_or_fill_the_sentence_around_it(language: str) -> None:
    turning = speak(language).step(Step("product_unassigned", {"name": "\u202eLamp\u2069"}), "ILS")
    endless = speak(language).step(Step("product_unassigned", {"name": "x" * 9_999}), "ILS")
    braces = speak(language).step(Step("product_unassigned", {"name": "{ $amount } {0}"}), "ILS")

    assert "�Lamp�" in turning
    assert "x…" in endless
    assert "{ $amount } {0}" in braces


def test_a_number_that_no_decimal_can_write_stays_a_fraction() -> None:
    step = Step("campaign", {"campaign": "Spring", "name": "Lamp", "times": "4/3"})

    assert speak("pl").step(step, "PLN") == "Spring: Lamp liczy się z mnożnikiem 4/3"


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(UnknownLanguage, match="there is no language 'xx'; there are en, ro, pl, he"):
        speak("xx")


def test_a_wheel_contains_the_catalogues(tmp_path: Path) -> None:
    built = next(iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])))

    packed = zipfile.ZipFile(built).namelist()

    assert {f"connector/languages/{language}.ftl" for language in LANGUAGES} <= {*packed}


COINS = (("one", "moneta"), ("few", "monety"), ("many", "monet"), ("other", "monety"))


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 moneta"), (3, "3 monety"), (5, "5 monet"), (1_234, "1 234 monety"), (HALF, "1,5 monety")]
)
def test_points_are_called_what_the_merchant_calls_them(count: int | Decimal, said: str) -> None:
    assert visible(speak("pl", forms=COINS).points(count)) == said


def test_every_sentence_calls_them_so_and_no_other_voice_does() -> None:
    refusal = Refusal("balance", 5, 0)

    assert speak("pl", forms=COINS).refusal(refusal) == "dostępne saldo to tylko 5 monet"
    assert speak("pl").refusal(refusal) == "dostępne saldo to tylko 5 punktów"


@pytest.mark.parametrize(
    ("language", "shown", "said"),
    [
        ("en", Shown.POINTS, "120 points"),
        ("en", Shown.MONEY, "€6.00"),
        ("en", Shown.BOTH, "120 points (worth €6.00)"),
        ("ro", Shown.BOTH, "120 de puncte (în valoare de 6,00 EUR)"),
        ("pl", Shown.BOTH, "120 punktów (o wartości 6,00 €)"),
        ("he", Shown.MONEY, "6.00 €"),
        ("he", Shown.BOTH, "120 נקודות (בשווי 6.00 €)"),
    ],
)
def test_a_balance_is_written_as_the_programme_shows_it(language: str, shown: Shown, said: str) -> None:
    assert visible(speak(language).balance(120, 600, "EUR", shown)) == said


@pytest.mark.parametrize("shown", Shown)
def test_points_that_buy_nothing_are_shown_as_points(shown: Shown) -> None:
    assert speak("en").balance(120, None, "EUR", shown) == "120 points"
