"""What a query costs, and the bucket that pays for it.

The rule kept here: the formula was fitted to recorded costs, of which it gives nine in ten exactly. A request is
admitted by what it may cost at most and charged what it did cost. The bucket has a clock of its own, which a test that
holds the shop's clock does not hold.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from adapters.shopify.schema import schema

Composite = GraphQLObjectType | GraphQLInterfaceType
FREE = frozenset({"MoneyBag", "MoneyV2", "MailingAddress", "PageInfo", "ApiVersion", "DiscountCombinesWith"})
COUNT, MUTATION, MOST = 10, 10, 1000


def effective(rows: int) -> int:
    """A connection grows by the logarithm of what is asked of it."""
    return max(min(rows, 2), math.floor(2 * math.log(rows))) if rows > 0 else 0


@dataclass
class Bucket:
    size: float = 2000.0
    rate: float = 100.0  # points a second
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._left = self.size
        self._at = self.clock()

    @property
    def left(self) -> float:
        now = self.clock()
        self._left = min(self.size, self._left + (now - self._at) * self.rate)
        self._at = now
        return self._left

    def spend(self, points: float) -> None:
        self._left = self.left - points

    def status(self) -> dict[str, Any]:
        return {"maximumAvailable": self.size, "currentlyAvailable": int(self.left), "restoreRate": self.rate}


class Reckoning:
    """The cost of one operation, before it is executed and after."""

    def __init__(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> None:
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._operation = operation
        self._variables = variables

    def requested(self) -> int:
        return self._root(None)

    def actual(self, data: Any) -> int:
        return self._root(data or {})

    def _root(self, data: Mapping[str, Any] | None) -> int:
        mutation = self._operation.operation == OperationType.MUTATION
        root = schema().mutation_type if mutation else schema().query_type
        assert root is not None  # noqa: S101 it has both
        if not mutation:
            return self._selected(self._operation.selection_set, root, data)
        total = 0
        for field, _ in self._fields(self._operation.selection_set, root):
            payload = get_named_type(root.fields[field.name.value].type)
            under = None if data is None else (data.get(_key(field)) or {})
            inside = 0
            for inner, parent in self._fields(field.selection_set, payload):
                below = None if under is None else under.get(_key(inner))
                if inner.name.value in parent.fields:
                    kind = get_named_type(parent.fields[inner.name.value].type)
                    if below is None and data is not None:
                        continue
                    inside += self._selected(inner.selection_set, kind, _first(below))
            total += MUTATION + inside
        return total

    def _selected(self, selected: SelectionSetNode | None, kind: Any, data: Any) -> int:
        """Of an interface or a union the dearest of the types that were asked for; when one came, that one."""
        if isinstance(kind, GraphQLObjectType):
            return sum(self._field(field, parent, data) for field, parent in self._fields(selected, kind))
        named = [data["__typename"]] if isinstance(data, dict) and "__typename" in data else self._asked_for(selected)
        return max(
            sum(self._field(field, parent, data) for field, parent in self._fields(selected, kind, only))
            for only in (named or [""])
        )

    def _asked_for(self, selected: SelectionSetNode | None) -> list[str]:
        nodes = selected.selections if selected else ()
        named = [n.type_condition for n in nodes if isinstance(n, InlineFragmentNode)]
        named += [self._fragments[n.name.value].type_condition for n in nodes if isinstance(n, FragmentSpreadNode)]
        return [found.name.value for found in named if found]

    def _field(self, field: FieldNode, parent: Composite, data: Any) -> int:
        if field.name.value not in parent.fields or field.selection_set is None:
            return 0
        if isinstance(data, dict) and data.get(_key(field), 0) is None:
            return 1
        below = data.get(_key(field)) if isinstance(data, dict) else None
        kind = get_named_type(parent.fields[field.name.value].type)
        if kind.name in FREE:
            return 0
        if kind.name == "Count":
            return COUNT if parent is schema().query_type else 1
        if kind.name.endswith("Connection"):
            return self._connection(field, kind, below)
        return 1 + self._selected(field.selection_set, kind, _first(below))

    def _connection(self, field: FieldNode, kind: Any, data: Any) -> int:
        node = get_named_type(kind.fields["nodes"].type) if "nodes" in kind.fields else None
        rows = self._size(field)
        inside = 0
        for inner, _ in self._fields(field.selection_set, kind):
            if inner.name.value == "nodes":
                first = _first(data.get(_key(inner))) if isinstance(data, dict) else None
                inside += self._selected(inner.selection_set, node, first)
            elif inner.name.value == "edges":
                edge = _first(data.get(_key(inner))) if isinstance(data, dict) else None
                for deeper, _ in self._fields(inner.selection_set, get_named_type(kind.fields["edges"].type)):
                    if deeper.name.value == "node":
                        below = edge.get(_key(deeper)) if isinstance(edge, dict) else None
                        inside += self._selected(deeper.selection_set, node, below)
            if isinstance(data, dict) and isinstance(data.get(_key(inner)), list):
                rows = len(data[_key(inner)])
        return 2 + effective(rows) * (1 + inside)

    def _size(self, field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value in ("first", "last"):
                if isinstance(argument.value, IntValueNode):
                    return int(argument.value.value)
                if isinstance(argument.value, VariableNode):
                    return int(self._variables.get(argument.value.name.value) or 0)
        return 0

    def _fields(
        self, selected: SelectionSetNode | None, kind: Any, only: str | None = None
    ) -> Iterator[tuple[FieldNode, Composite]]:
        """Fields with the type they are asked of, each once; `only` leaves out what is meant for other types."""
        seen: set[str] = set()
        for node in selected.selections if selected else ():
            match node:
                case FieldNode():
                    found = [(node, kind)]
                case InlineFragmentNode():
                    on = schema().type_map[node.type_condition.name.value] if node.type_condition else kind
                    found = list(self._fields(node.selection_set, on))
                case FragmentSpreadNode():
                    fragment = self._fragments[node.name.value]
                    on = schema().type_map[fragment.type_condition.name.value]
                    found = list(self._fields(fragment.selection_set, on))
                case _:
                    found = []
            for field, parent in found:
                if _key(field) not in seen and isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
                    if only and isinstance(parent, GraphQLObjectType) and parent.name != only and parent is not kind:
                        continue
                    seen.add(_key(field))
                    yield field, parent


def _key(field: FieldNode) -> str:
    return field.alias.value if field.alias else field.name.value


def _first(value: Any) -> Any:
    """Of a list, what stands for its rows."""
    return (value[0] if value else {}) if isinstance(value, list) else value
