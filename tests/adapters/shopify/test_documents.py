"""What docs/connect-shopify.md says of scopes is what is asked for, and what the check misses."""

import pathlib
import re

from adapters.shopify import check
from adapters.shopify.check import SCOPES
from adapters.shopify.subscriptions import NEEDS

PAGE = (pathlib.Path(__file__).parents[3] / "docs" / "connect-shopify.md").read_text()


def test_the_table_of_scopes_names_those_that_are_asked_for_and_what_each_is_for() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (.+) \|$", PAGE, re.MULTILINE)

    named = [scope for scopes, _ in rows for scope in re.findall(r"`(\w+)`", scopes)]

    assert sorted(named) == sorted(SCOPES)
    assert all(cost.strip() for _, cost in rows)


def test_a_scope_that_only_adds_to_it_is_told_too() -> None:
    assert all(f"`{scope}`" in PAGE for scope in NEEDS.values())


def test_every_scope_that_a_facet_needs_is_asked_for() -> None:
    assert {scope for scopes in check.FOR_FACETS.values() for scope in scopes} <= set(SCOPES)
