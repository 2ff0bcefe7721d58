"""One GraphQL request, from its text to its answer.

The rule kept here: the schema is Shopify's own; a query that is too dear, or dearer than what is left in the bucket, is
not tried; what is answered next to the data (`extensions`) is as recorded.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    VariableNode,
    execute,
    parse,
    validate,
)

from adapters.shopify.schema import schema

from . import (  # noqa: F401 some only register their fields
    bulk,
    discount_fields,
    discount_writing,
    gift_cards,
    goods_fields,
    merging,
    metafields,
    order_fields,
    order_writing,
    people_fields,
    refusals,
    root_fields,
    store_credit,
    subscriptions,
    troubles,
    writing,
)
from .cost import MOST, Bucket, Reckoning
from .resolving import Ask, resolve, type_of
from .troubles import Troubles

Answer = dict[str, Any]

LONGEST_LIST = 250


class Engine:
    def __init__(self, bucket: Bucket, ordered: Troubles) -> None:
        self.bucket = bucket
        self.troubles = ordered
        self._served = 0

    def answer(self, ask: Ask, query: str, variables: Mapping[str, Any], name: str | None) -> Answer:
        self._served += 1
        try:
            document = parse(query)
        except GraphQLSyntaxError as problem:
            return {"errors": [refusals.syntax(problem)]}
        if problems := validate(schema(), document):
            return {"errors": [refusals.invalid(problem, document) for problem in problems]}
        operation = _chosen(document, name)
        if operation is None:
            return {"errors": [{"message": "An operation name is required", "extensions": {"code": "BAD_REQUEST"}}]}
        reckoning = Reckoning(document, operation, variables)
        requested = reckoning.requested()
        if requested > MOST:
            return troubles.too_dear(requested, MOST)
        if refused := _too_many(operation, variables):
            cost = {"requestedQueryCost": requested, "actualQueryCost": None, "throttleStatus": self.bucket.status()}
            return {"errors": [refused], "extensions": {"cost": cost}}
        befell = self.troubles.befalls(root_fields_of(operation))
        if befell == "throttled" or requested > self.bucket.left:
            return troubles.throttled(requested, self.bucket.status())
        if befell == "internal":
            return troubles.internal(self._served)
        ask.idempotent = any(one.name.value == "idempotent" for one in _directives(operation))
        with ask.shop.changing():
            discount_writing.catch_up(ask.shop)
            result = _executed(ask, document, variables, name)
        if befell == "internal-after":
            return troubles.internal(self._served)
        if result.data is None and result.errors and not result.errors[0].path:
            return {"errors": [refusals.variable(problem, variables) for problem in result.errors]}
        return self._said(ask, result, requested, reckoning.actual(result.data))

    def _said(self, ask: Ask, result: ExecutionResult, requested: int, actual: int) -> Answer:
        self.bucket.spend(actual)
        said: Answer = {"data": result.data}
        if result.errors:
            said["errors"] = [_told(problem) for problem in result.errors]
        status = self.bucket.status()
        cost = {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": status}
        said["extensions"] = {"cost": cost, **({"search": ask.notices} if ask.notices else {})}
        return said


def _too_many(operation: OperationDefinitionNode, given: Mapping[str, Any]) -> Answer | None:
    """A list of more than 250 that is handed to a field of the root."""
    fields = [field for field in operation.selection_set.selections if isinstance(field, FieldNode)]
    for field in fields:
        for argument in field.arguments or ():
            value = argument.value
            told = given.get(value.name.value) if isinstance(value, VariableNode) else getattr(value, "values", None)
            if isinstance(told, (list, tuple)) and len(told) > LONGEST_LIST:
                message = f"The input array size of {len(told)} is greater than the maximum allowed of {LONGEST_LIST}."
                place = GraphQLError(message, field).formatted
                where = [field.name.value, argument.name.value]
                return {**place, "path": where, "extensions": {"code": "MAX_INPUT_SIZE_EXCEEDED"}}
    return None


def _directives(operation: OperationDefinitionNode) -> list[DirectiveNode]:
    fields = [field for field in operation.selection_set.selections if isinstance(field, FieldNode)]
    return [directive for field in fields for directive in field.directives or ()]


def root_fields_of(operation: OperationDefinitionNode) -> list[str]:
    return [field.name.value for field in operation.selection_set.selections if isinstance(field, FieldNode)]


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    found = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if name is None:
        return found[0] if len(found) == 1 else None
    return next((one for one in found if one.name and one.name.value == name), None)


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
    told = dict(problem.formatted)
    if problem.original_error is not None and not isinstance(problem.original_error, GraphQLError):
        raise problem.original_error
    return told
