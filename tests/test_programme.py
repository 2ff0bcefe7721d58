"""The programme document: the merchant's words become exact terms, or every fault with its line and mend."""

import json
import pathlib
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.money import Rounding, exponent, to_decimal
from connector.core.programme import (
    Base,
    Bonuses,
    Debt,
    Expiry,
    ExpiryPolicy,
    Grant,
    Into,
    PointPrices,
    Redemption,
    Returns,
    ReviewBonus,
    Selector,
    SpendRule,
    TaxTreatment,
    Terms,
    Tier,
    TierBy,
    Tiers,
    TierWindow,
)
from connector.document import InvalidDocument
from connector.programme import ProgrammeDocument, load_programme, parse_programme

EXAMPLES = pathlib.Path(__file__).parent.parent / "examples" / "programmes"
LEAST = "programme: x\ncurrency: EUR\ntimezone: Europe/Berlin\nearn: [{points: 1, per: 1.00}]\n"


def terms_of(text: str) -> Terms:
    return parse_programme(text, "p.yaml").terms


def faults_of(text: str) -> list[str]:
    with pytest.raises(InvalidDocument) as caught:
        parse_programme(text, "p.yaml")
    return [str(fault) for fault in caught.value.faults]


def test_what_is_left_out_is_what_the_core_takes_by_default() -> None:
    assert terms_of(LEAST) == Terms("x", "EUR", "Europe/Berlin", (SpendRule(1, 100),))


def test_empty_sections_mean_the_same_as_none() -> None:
    assert terms_of(LEAST + "count: {}\ngrant: {}\nredeem:\nexpire:\n") == terms_of(LEAST)


def test_every_word_reaches_the_terms() -> None:
    terms = terms_of("""
        programme: all
        currency: EUR
        timezone: Europe/Berlin
        starts: 2026-01-01
        earn: [{kind: spend, points: 2, per: 0.50, rounding: half_up, minimum_order: 20}]
        count: {tax: false, shipping: true, fees: true}
        grant: {statuses: [processing, completed], delay_days: 14}
        redeem: {points: 100, worth: "5.00", minimum_points: 200, maximum_points: 5000, maximum_share: 50,
                 multiples_of: 100, minimum_order: 25.5, valid_days: 7, returns: full_only, tax: none}
        prices: {points: 4, per: 1.00, rounding: half_up, goods: {products: [mug]}}
        expire: {policy: per_lot, months: 6, grace_days: 3}
        debt: absorb
    """)

    assert terms == Terms(
        name="all",
        currency="EUR",
        timezone="Europe/Berlin",
        earning=(SpendRule(2, 50, Rounding.HALF_UP, 2000),),
        base=Base(tax=False, shipping=True, fees=True),
        grant=Grant(frozenset({"processing", "completed"}), 14),
        redemption=Redemption(
            100, 500, 200, 5000, 50, 100, 2550, valid_days=7, returns=Returns.FULL_ONLY, tax=TaxTreatment.NONE
        ),
        prices=PointPrices(4, 100, Rounding.HALF_UP, Selector(frozenset({"mug"}))),
        expiry=Expiry(ExpiryPolicy.PER_LOT, 6, grace_days=3),
        debt=Debt.ABSORB,
        starts_at=datetime(2025, 12, 31, 23, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("said", "into", "days", "needs"),
    [
        ("", Into.COUPON, 30, "coupons"),
        (", into: coupon, valid_days: 7", Into.COUPON, 7, "coupons"),
        (", into: gift_card", Into.GIFT_CARD, None, "gift_cards"),
        (", into: store_credit, valid_days: 365", Into.STORE_CREDIT, 365, "store_credit"),
    ],
)
def test_points_become_what_the_programme_says(said: str, into: Into, days: int | None, needs: str) -> None:
    programme = parse_programme(f"{LEAST}redeem: {{points: 100, worth: 5.00{said}}}\n", "p.yaml")

    assert programme.terms.redemption == Redemption(100, 500, valid_days=days, into=into)
    assert programme.needs == {needs}


@pytest.mark.parametrize(
    "cap",
    [
        "maximum_share: 50",
        "minimum_order: 20",
        "maximum_order: 20",
        "goods: {products: [tea]}",
        "without: [sale]",
        "whole: true",
        "shipping: true",
        "returns: never",
        "tax: none",
    ],
)
def test_money_is_bound_by_nothing_that_is_about_a_cart(cap: str) -> None:
    name = cap.partition(":")[0]

    with pytest.raises(InvalidDocument) as caught:
        parse_programme(f"{LEAST}redeem: {{points: 100, worth: 5.00, {cap}, into: gift_card}}\n", "p.yaml")

    (fault,) = caught.value.faults
    assert fault.path == ("redeem", "into")
    assert (fault.message, fault.hint) == (
        f'"gift_card" is money, which {name} cannot bind',
        f"take {name} out of redeem",
    )


@given(st.integers(1, 10**9), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_money_becomes_minor_units_exactly_in_every_currency(minor: int, currency: str) -> None:
    amount = f"{to_decimal(minor, currency):f}"

    terms = terms_of(LEAST.replace("EUR", currency).replace("1.00", amount))

    assert terms.earning[0].per == minor


@given(st.integers(1, 10**6), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_one_digit_more_than_the_currency_has_is_always_a_fault(units: int, currency: str) -> None:
    amount = f"{Decimal(units * 10 + 5).scaleb(-exponent(currency) - 1):f}"

    (fault,) = faults_of(LEAST.replace("EUR", currency).replace("1.00", amount))

    assert fault.startswith(f"p.yaml:4: earn[0].per: {amount} has more digits than {currency} has; write ")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            LEAST.replace("EUR", "eur"),
            'p.yaml:2: currency: "eur" is not a currency; did you mean "EUR"?',
        ),
        (
            LEAST.replace("EUR", "EURO"),
            'p.yaml:2: currency: "EURO" is not a currency; write the three letters of ISO 4217, for example EUR',
        ),
        (
            LEAST.replace("Berlin", "Berln"),
            'p.yaml:3: timezone: "Europe/Berln" is not a time zone; did you mean "Europe/Berlin"?',
        ),
        (LEAST.replace("1.00", "0"), "p.yaml:4: earn[0].per: 0 is too small; write more than 0"),
        (
            LEAST.replace("1.00", "one"),
            'p.yaml:4: earn[0].per: "one" is not a decimal number; write for example 10.00',
        ),
        (LEAST.replace("1.00", "9" * 13), "p.yaml:4: earn[0].per: 9999999999999 is too much"),
        (LEAST.replace("[{points: 1, per: 1.00}]", "[]"), "p.yaml:4: earn: must not be empty"),
        (
            LEAST + "starts: 2026-02-30",
            'p.yaml:5: starts: "2026-02-30" is not a date of our time; write for example 2026-01-31',
        ),
        (LEAST + "grant: {statuses: []}", "p.yaml:5: grant.statuses: must not be empty"),
        (LEAST + "grant: {statuses: ['']}", "p.yaml:5: grant.statuses[0]: must not be empty"),
        (
            LEAST + "expire: {policy: per_lot}",
            "p.yaml:5: expire.months: must be at least 1; write for example 12, or policy: none if points never expire",
        ),
        (
            LEAST + "redeem: {points: 1, worth: 1, maximum_share: 101}",
            "p.yaml:5: redeem.maximum_share: 101 is too large; write 100 or less",
        ),
        (
            LEAST + "redeem: {points: 1, worth: 1, maximum_share: 0}",
            "p.yaml:5: redeem.maximum_share: 0 is too small; write 1 or more",
        ),
        (
            LEAST + "redeem:\n  points: 1\n  worth: 1\n  minimum_points: 9\n  maximum_points: 8",
            "p.yaml:9: redeem.maximum_points: 8 is below minimum_points, which is 9; raise it, or lower the minimum",
        ),
        (
            LEAST
            + "redeem:\n  points: 1\n  worth: 1\n  minimum_points: 150\n  maximum_points: 190\n  multiples_of: 100",
            "p.yaml:10: redeem.multiples_of: nobody can redeem: in multiples of 100 the least is 200, and "
            "maximum_points is 190; write a maximum_points of at least 200, or smaller multiples",
        ),
        (LEAST + "prices: {points: 0, per: 1}", "p.yaml:5: prices.points: 0 is too small; write 1 or more"),
        (LEAST + "prices: {points: 1, per: 0}", "p.yaml:5: prices.per: 0 is too small; write more than 0"),
        (
            LEAST + "redeem: {points: 1, worth: 1, tax: some}",
            'p.yaml:5: redeem.tax: "some" is not a word known here; known here: reduces, none',
        ),
        (LEAST + "debt: forgive", 'p.yaml:5: debt: "forgive" is not a word known here; known here: owe, absorb'),
    ],
)
def test_a_fault_names_line_key_and_mend(text: str, fault: str) -> None:
    assert faults_of(text) == [fault]


def test_an_unknown_currency_does_not_hide_what_else_is_wrong() -> None:
    faults = faults_of("programme: x\ncurrency: XX\ntimezone: UTC\nearn: [{points: 0, per: -1.005}]\nredem: {}\n")

    assert [fault.split(" ")[1] for fault in faults] == ["currency:", "earn[0].points:", "earn[0].per:", "redem:"]


def test_a_programme_takes_nothing_from_the_environment() -> None:
    assert terms_of(LEAST.replace("programme: x", 'programme: "${HOME}"')).name == "${HOME}"


def test_bonuses_reach_the_terms_and_need_what_tells_of_them() -> None:
    every = "bonuses: {newsletter: 1, registration: 2, order_placed: 3, review: {points: 4, bought_only: true}}"

    assert terms_of(LEAST + every).bonuses == Bonuses(1, 2, 3, ReviewBonus(4, bought_only=True))
    for section, needs in [
        ("newsletter: 1", {"customers"}),
        ("registration: 1", {"customers"}),
        ("review: {points: 1}", {"reviews"}),
        ("order_placed: 1", set()),
        ("newsletter: 0, registration: 0", set()),
    ]:
        assert parse_programme(LEAST + f"bonuses: {{{section}}}", "p.yaml").needs == needs
    assert any("review.points" in fault for fault in faults_of(LEAST + "bonuses: {review: {points: 0}}"))


def test_a_redemption_needs_coupons_and_earning_alone_needs_nothing() -> None:
    assert parse_programme(LEAST, "p.yaml").needs == frozenset()
    assert parse_programme(LEAST + "redeem: {points: 1, worth: 1}", "p.yaml").needs == {"coupons"}


def test_points_set_on_products_need_nothing_of_a_store_since_the_merchant_may_say_them() -> None:
    assert parse_programme(LEAST.replace("earn: [", "earn: [{kind: product}, "), "p.yaml").needs == frozenset()


def test_prices_in_points_and_points_as_a_tender_need_facets_of_their_own() -> None:
    prices = LEAST + "prices: {points: 4, per: 1.00, goods: {categories: [mugs]}}"
    tender = LEAST + "redeem: {points: 1, worth: 1, tax: none}"
    elsewhere = LEAST + "overrides: [{stores: [outlet], redeem: {points: 1, worth: 1, tax: none}}]"

    assert terms_of(LEAST + "prices: {points: 4, per: 1.00}").prices == PointPrices(4, 100, Rounding.CEILING)
    assert parse_programme(prices, "p.yaml").needs == {"product_prices", "products"}
    assert (
        parse_programme(tender, "p.yaml").needs == parse_programme(elsewhere, "p.yaml").needs == {"coupons", "tenders"}
    )


@pytest.mark.parametrize(
    ("limits", "needs"),
    [
        ("goods: {not_products: [GIFT]}, maximum_share: 20", {"coupon_scopes"}),
        ("goods: {products: [POT]}", {"coupon_scopes"}),
        ("goods: {categories: [tea]}, minimum_order: 20", {"coupon_scopes", "products"}),
        ("goods: {categories: [tea], products: [POT]}", {"coupon_scopes", "products", "coupon_mixed_scopes"}),
        ("goods: {products: [POT]}, maximum_share: 20", {"coupon_scopes", "coupon_scope_shares"}),
        ("without: [sale]", {"coupon_scopes"}),
        ("without: [coupon]", {"coupon_alone"}),
        ("without: [bogo]", {"checkout"}),
        ("maximum_order: 90", {"coupon_scopes"}),
        ("whole: true", {"checkout"}),
        ("shipping: true", {"checkout"}),
        ("groups: [vip]", {"customers"}),
    ],
)
def test_a_limit_on_redeeming_needs_what_can_hold_it(limits: str, needs: set[str]) -> None:
    text = LEAST + f"redeem: {{points: 1, worth: 1, {limits}}}"

    assert parse_programme(text, "p.yaml").needs == needs | {"coupons"}


def test_the_stored_text_is_the_same_programme_again() -> None:
    loaded = load_programme(EXAMPLES / "starter.yaml")

    assert parse_programme(loaded.text, "version 1") == loaded


def test_a_missing_file_is_a_fault(tmp_path: pathlib.Path) -> None:
    with pytest.raises(InvalidDocument, match="there is no such file"):
        load_programme(tmp_path / "none.yaml")


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.name)
def test_every_example_loads(file: pathlib.Path) -> None:
    assert load_programme(file).terms.name == file.stem


def test_the_complete_example_shows_every_key() -> None:
    shown = (EXAMPLES / "complete.yaml").read_text()

    for name in ProgrammeDocument.model_fields:
        assert f"\n{name}:" in shown


def test_the_starter_in_the_package_is_the_starter_of_the_examples() -> None:
    packaged = resources.files("connector") / "templates" / "starter.yaml"

    assert packaged.read_text("utf-8") == (EXAMPLES / "starter.yaml").read_text("utf-8")


def test_the_published_schema_is_the_schema() -> None:
    published = json.loads((EXAMPLES.parent.parent / "docs" / "programme.schema.json").read_text())

    assert published == ProgrammeDocument.model_json_schema(), "run: make schema"


def test_the_document_has_a_json_schema() -> None:
    schema = ProgrammeDocument.model_json_schema()

    assert schema["required"] == ["programme", "currency", "timezone", "earn"]
    assert schema["additionalProperties"] is False


def test_a_misspelt_key_is_told_the_key_as_it_is_written() -> None:
    faults = faults_of(LEAST + "campaigns: [{name: spring, form: 2026-01-01, until: 2026-02-01, times: 2}]")

    assert any('unknown key; did you mean "from"?' in fault for fault in faults)


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ("[]", "must not be empty"),
        ("[{name: A}]", "a tier is reached by one figure"),
        ("[{name: A, spend: 1, orders: 2}]", "a tier is reached by one figure"),
        ("[{name: A, spend: 1}, {name: B, orders: 2}]", "all tiers are reached by the same figure"),
        ("[{name: A, spend: 2}, {name: B, spend: 1}]", "each tier needs more than the one before it"),
        ("[{name: A, spend: 1}, {name: A, spend: 2}]", "two tiers have the same name"),
        ("[{name: A, spend: 1.001}]", "has more digits than EUR has"),
        ("[{name: A, spend: 1, times: 0}]", "is not a multiplier"),
    ],
)
def test_tiers_that_make_no_ladder_are_refused(levels: str, said: str) -> None:
    (fault,) = faults_of(LEAST + f"tiers:\n  levels: {levels}\n")

    assert said in fault
    assert "p.yaml:6" in fault


def test_tiers_reach_the_terms() -> None:
    text = "tiers: {levels: [{name: A, spend: 2.50, times: 1.25, perks: [tea]}], window: lifetime, grace_days: 5}\n"

    tiers = terms_of(LEAST + text).tiers

    assert tiers == Tiers(
        TierBy.SPEND, (Tier("A", 250, Fraction(5, 4), ("tea",)),), TierWindow.LIFETIME, months=12, grace_days=5
    )
