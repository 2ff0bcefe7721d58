"""What lint finds in each example, so that nobody learns a trap from them unawares."""

import pathlib

import pytest

from connector.core.lint import Assumptions, lint
from connector.programme import load_programme
from tests.building import NOW

EXAMPLES = pathlib.Path(__file__).parent.parent / "examples" / "programmes"

FINDINGS = {
    "bestseller": """
        warning  redeem.whole                          pays_everything
        warning  overrides[0].redeem.whole             pays_everything
        hint     grant.payment                         granted_unpaid
    """,
    "complete": """
        warning  earn[1]                               split_orders
        warning  overrides[1].redeem.maximum_share     pays_everything
        hint     grant.payment                         granted_unpaid
        hint     redeem.goods                          gift_card_loop
        hint     overrides[1]                          gift_card_loop
        hint     rewards[card]                         money_loop
        hint     rewards[credit]                       money_loop
        hint     bonuses.review.bought_only            review_unbought
    """,
    "gomag": """
        warning  bonuses.registration                  registration_at_once
        hint     expire.policy                         first_point
        hint     grant.payment                         granted_unpaid
    """,
    "homepl": """
        warning  redeem.maximum_share                  pays_everything
        hint     grant.payment                         granted_unpaid
        hint     bonuses.review.bought_only            review_unbought
    """,
    "idosell": """
        warning  redeem.maximum_share                  pays_everything
        hint     earn[1]                               split_orders
        hint     overrides[1].earn[0]                  split_orders
        hint     bonuses.review.bought_only            review_unbought
    """,
    "klub": """
        warning  overrides[0].earn[0]                  split_orders
        warning  overrides[0].redeem.maximum_share     pays_everything
        hint     grant.payment                         granted_unpaid
    """,
    "starter": """
        hint     grant.payment                         granted_unpaid
        hint     redeem.goods                          gift_card_loop
    """,
}


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.yaml")))
def test_what_is_found_in_an_example(name: str) -> None:
    terms = load_programme(EXAMPLES / f"{name}.yaml").terms

    found = [[one.severity.value, one.where, one.code] for one in lint(terms, Assumptions(NOW))]

    assert found == [line.split() for line in FINDINGS[name].strip().split("\n")]


@pytest.mark.parametrize("name", ["bestseller", "gomag", "homepl", "idosell", "klub"])
def test_a_platforms_file_says_that_what_is_found_in_it_is_meant(name: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text()
    remarks = text.partition("\nprogramme:")[0]

    found = {line.split()[2] for line in FINDINGS[name].strip().split("\n")}

    assert {code for code in found if code not in remarks} == set()
