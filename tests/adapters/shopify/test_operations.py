"""Every operation of ours against Shopify's own schema."""

import pathlib

import pytest
from graphql import GraphQLError, NoDeprecatedCustomRule, parse, specified_rules, validate

import adapters.shopify.operations as operations
from adapters.shopify.operations import operation
from adapters.shopify.schema import schema

HERE = pathlib.Path(operations.__file__).parent
NAMES = sorted(file.stem for file in HERE.glob("*.graphql"))
RULES = [*specified_rules, NoDeprecatedCustomRule]


def faults(text: str) -> list[GraphQLError]:
    return validate(schema(), parse(text), RULES)


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_is_what_the_schema_allows_and_nothing_of_it_is_deprecated(name: str) -> None:
    assert faults(operation(name).text) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_is_named_as_its_file_is(name: str) -> None:
    assert f" {name}" in operation(name).text.partition("{")[0]


def test_every_part_is_spread_somewhere() -> None:
    used = "".join(operation(name).text for name in NAMES)

    assert [file.stem for file in (HERE / "parts").glob("*.graphql") if f"fragment {file.stem} on" not in used] == []


def test_a_field_that_is_not_there_is_found() -> None:
    assert faults("query Bad { shop { nickname } }")


def test_a_deprecated_field_is_found() -> None:
    assert faults('query Old { customer(id: "gid://shopify/Customer/1") { email } }')


def test_a_question_may_be_asked_twice_and_a_change_may_not() -> None:
    assert operation("Orders").reads
    assert not operations.Operation("Change", "mutation Change { x }").reads
