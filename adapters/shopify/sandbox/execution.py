"""One GraphQL request, from its text to its answer.

The rule kept here: the schema is Shopify's own, and what is answered next to the data (`extensions`) is as recorded.
"""

from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, ExecutionResult, GraphQLError, GraphQLSyntaxError, execute, parse, validate

from adapters.shopify.schema import schema

from . import goods_fields, order_fields, people_fields, root_fields  # noqa: F401 they register their fields
from .resolving import Ask, resolve, type_of

Answer = dict[str, Any]


def answer(ask: Ask, query: str, variables: Mapping[str, Any], operation: str | None) -> Answer:
    try:
        document = parse(query)
    except GraphQLSyntaxError as problem:
        return {"errors": [_told(problem)]}
    if problems := validate(schema(), document):
        return {"errors": [_told(problem) for problem in problems]}
    with ask.shop.changing():
        result = _executed(ask, document, variables, operation)
    said: Answer = {}
    if result.errors:
        said["errors"] = [_told(problem) for problem in result.errors]
    if result.data is not None or not result.errors:
        said["data"] = result.data
    if ask.notices:
        said["extensions"] = {"search": ask.notices}
    return said


def _executed(ask: Ask, document: DocumentNode, variables: Mapping[str, Any], name: str | None) -> ExecutionResult:
    result = execute(
        schema(),
        document,
        context_value=ask,
        variable_values=dict(variables),
        operation_name=name,
        field_resolver=resolve,
        type_resolver=type_of,
    )
    assert isinstance(result, ExecutionResult)  # noqa: S101 nothing in here is awaited
    return result


def _told(problem: GraphQLError) -> Answer:
    return dict(problem.formatted)
