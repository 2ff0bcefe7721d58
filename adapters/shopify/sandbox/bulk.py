"""Bulk operations: a query over everything, carried out later, its result a file of lines.

The rule kept here: what is wrong with the query is said at once and as recorded; the operation goes one step further
each time it is looked at (created, running, completed), and its lines are of the moment when it completed.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute,
    get_named_type,
    parse,
    validate,
)

from adapters.shopify.schema import schema

from .installed import Bulk
from .paging import LISTED, Listed
from .resolving import Ask, answers, is_connection, resolve, resolves, type_of
from .root_fields import look_up
from .shop import Shop
from .user_errors import UserError, UserErrors, mutation

MOST_AT_ONCE, MOST_CONNECTIONS, DEEPEST, LONGEST = 5, 5, 2, 65_535
KEPT = timedelta(days=7)
RUNNING = ("CREATED", "RUNNING", "CANCELING")
IN_PROGRESS = "A bulk query operation for this app and shop is already in progress: {0}."
EDGES = (
    "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '{0} {{ edges {{ "
    "node {{'. Selecting via 'nodes' is not supported. Invalid connection fields: '{0}'."
)
NO_ID = (
    "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' "
    "return type. Connection fields without 'id': {0}."
)


@mutation("bulkOperationRunQuery")
def run(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    shop = ask.shop
    if wrong := problems(args["query"]):
        raise UserErrors(*(UserError(["query"], message, "INVALID") for message in wrong))
    busy = [f"gid://shopify/BulkOperation/{b.id}" for b in shop.books.bulks.values() if b.status in RUNNING]
    if len(busy) >= MOST_AT_ONCE:
        raise UserError(None, IN_PROGRESS.format(", ".join(busy)), "OPERATION_IN_PROGRESS")
    made = Bulk(shop.next_id("BulkOperation"), args["query"], shop.now(), bool(args.get("groupObjects")))
    shop.books.bulks[made.id] = made
    return {"bulkOperation": replace(made)}


@mutation("bulkOperationCancel")
def cancel(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    found = look_up(ask, args["id"], "BulkOperation")
    if found is None:
        raise UserError(["id"], "Bulk operation does not exist")
    if found.status not in RUNNING:
        raise UserError(None, f"A bulk operation cannot be canceled when it is {found.status.lower()}")
    found.status = "CANCELING"
    return {"bulkOperation": found}


def step(ask: Ask, bulk: Bulk) -> None:
    """Somebody looks, and the store has got on with it."""
    shop = ask.shop
    if bulk.status == "CREATED":
        bulk.status = "RUNNING"
    elif bulk.status == "CANCELING":
        bulk.status, bulk.completed_at = "CANCELED", shop.now()
    elif bulk.status == "RUNNING":
        _complete(ask, bulk)


def _complete(ask: Ask, bulk: Bulk) -> None:
    shop = ask.shop
    everything = replace(ask, everything=True, notices=[])
    result = execute(
        schema(), parse(bulk.query), context_value=everything, field_resolver=resolve, type_resolver=type_of
    )
    assert isinstance(result, ExecutionResult)  # noqa: S101 nothing in here is awaited
    found = list(_lines(result.data or {}, bulk.group_objects))
    bulk.roots = sum("__parentId" not in line for line in found)
    bulk.lines = [json.dumps(line, separators=(",", ":"), ensure_ascii=False) for line in found]
    bulk.status, bulk.completed_at = "COMPLETED", shop.now()
    if result.errors:
        bulk.status, bulk.error_code, bulk.lines = "FAILED", "ACCESS_DENIED", []
    elif shop.bulk_breaks:
        shop.bulk_breaks = False
        bulk.status, bulk.error_code = "FAILED", "INTERNAL_SERVER_ERROR"
        bulk.lines = bulk.lines[: len(bulk.lines) // 2]
    shop.tell("bulk_operations/finish", bulk)


def file(shop: Shop, number: int) -> bytes | None:
    """What is served under its address, for a week."""
    bulk = shop.books.bulks.get(number)
    if bulk is None or not bulk.lines or bulk.completed_at is None or shop.now() > bulk.completed_at + KEPT:
        return None
    return "".join(f"{line}\n" for line in bulk.lines).encode()


def _lines(data: dict[str, Any], grouped: bool) -> Iterator[dict[str, Any]]:
    waiting: list[tuple[dict[str, Any], str | None]] = [(node, None) for node in _nodes(data)]
    while waiting:
        node, parent = waiting.pop(0)
        line = {key: value for key, value in node.items() if not _is_connection(value)}
        yield line if parent is None else {**line, "__parentId": parent}
        children = [(child, node.get("id")) for child in _nodes(node)]
        waiting = children + waiting if grouped else waiting + children


def _nodes(value: dict[str, Any]) -> list[dict[str, Any]]:
    found = [inner for inner in value.values() if _is_connection(inner)]
    return [edge["node"] for connection in found for edge in connection["edges"]]


def _is_connection(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("edges"), list)


def problems(query: str) -> list[str]:
    if len(query.encode()) > LONGEST:
        return [f"Query is too long (maximum is {LONGEST} bytes)."]
    try:
        document = parse(query)
    except GraphQLSyntaxError as refused:
        unexpected = "unexpected end of file" if "<EOF>" in refused.message else refused.message
        return [f"Invalid bulk query: syntax error, {unexpected}"]
    (operation, *_) = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if operation.operation != OperationType.QUERY:
        return ["Invalid operation type. Only `query` operations are supported."]
    if invalid := validate(schema(), document):
        return [f"Invalid bulk query: {invalid[0].message}"]
    judged = _Judged()
    judged.walk(operation.selection_set, schema().query_type, depth=0, in_list=False, parent=None)
    return judged.said(operation)


class _Judged:
    """What is remarkable about a query's connections."""

    def __init__(self) -> None:
        self.connections = 0
        self.deepest = 0
        self.by_nodes: list[str] = []
        self.without_id: list[str] = []
        self.within_list = False

    def walk(self, selected: SelectionSetNode | None, kind: Any, *, depth: int, in_list: bool, parent: Any) -> None:
        for field in selected.selections if selected else ():
            if not isinstance(field, FieldNode) or field.name.value.startswith("__"):
                continue
            told = kind.fields[field.name.value].type
            if not is_connection(told):
                inner = told.of_type if isinstance(told, GraphQLNonNull) else told
                listed = in_list or isinstance(inner, GraphQLList)
                self.walk(field.selection_set, get_named_type(told), depth=depth, in_list=listed, parent=parent)
                continue
            self.connections += 1
            self.deepest = max(self.deepest, depth + 1)
            self.within_list |= in_list
            if parent and not _selects_id(parent[1]) and parent[0] not in self.without_id:
                self.without_id.append(parent[0])
            node = _node_of(field)
            if node is None:
                self.by_nodes.append(field.name.value)
                continue
            below = get_named_type(get_named_type(told).fields["edges"].type).fields["node"].type
            self.walk(
                node.selection_set,
                get_named_type(below),
                depth=depth + 1,
                in_list=False,
                parent=(field.name.value, node.selection_set),
            )

    def said(self, operation: OperationDefinitionNode) -> list[str]:
        found = []
        roots = [field.name.value for field in operation.selection_set.selections if isinstance(field, FieldNode)]
        if self.by_nodes:
            found.append(EDGES.format(", ".join(self.by_nodes)))
        if "node" in roots:
            found.append("Bulk queries cannot contain a top level `node` field.")
        if not self.connections:
            found.append("Bulk queries must contain at least one connection.")
        if self.within_list:
            found.append("Queries that contain a connection field within a list field are not currently supported.")
        if self.deepest > DEEPEST + 1 or (self.deepest > DEEPEST and not found):
            found.append("Bulk queries cannot contain connections with a nesting depth greater than 2.")
        if self.connections > MOST_CONNECTIONS:
            found.append("Bulk queries cannot contain more than 5 connections.")
        if self.without_id:
            found.append(NO_ID.format(", ".join(self.without_id)))
        return found


def _node_of(connection: FieldNode) -> FieldNode | None:
    for edges in connection.selection_set.selections if connection.selection_set else ():
        if isinstance(edges, FieldNode) and edges.name.value == "edges" and edges.selection_set:
            for node in edges.selection_set.selections:
                if isinstance(node, FieldNode) and node.name.value == "node":
                    return node
    return None


def _selects_id(selected: SelectionSetNode | None) -> bool:
    fields = [field for field in (selected.selections if selected else ()) if isinstance(field, FieldNode)]
    return any(field.name.value == "id" and field.alias is None for field in fields)


@resolves("QueryRoot", "bulkOperation")
def bulk_operation(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    found = look_up(ask, args["id"], "BulkOperation")
    return _seen(ask, found) if found else None


@resolves("QueryRoot", "bulkOperations")
def bulk_operations(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return list(ask.shop.books.bulks.values())


@resolves("QueryRoot", "currentBulkOperation")
def current_bulk_operation(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    found = next(reversed(ask.shop.books.bulks.values()), None)
    return _seen(ask, found) if found else None


def _seen(ask: Ask, bulk: Bulk) -> Bulk:
    """As it is now; then it goes on."""
    shown = replace(bulk)
    step(ask, bulk)
    return shown


def _size(bulk: Bulk) -> str | None:
    return str(sum(len(line.encode()) + 1 for line in bulk.lines)) if bulk.lines else None


answers(
    "BulkOperation",
    {
        "type": lambda b: "QUERY",
        "objectCount": lambda b: str(len(b.lines)),
        "rootObjectCount": lambda b: str(b.roots),
        "fileSize": _size,
    },
)


@resolves("BulkOperation", "url")
def url(ask: Ask, bulk: Bulk, args: dict[str, Any]) -> Any:
    return f"{ask.shop.url}/bulk/{bulk.id}.jsonl" if bulk.lines and bulk.status == "COMPLETED" else None


@resolves("BulkOperation", "partialDataUrl")
def partial_data_url(ask: Ask, bulk: Bulk, args: dict[str, Any]) -> Any:
    return f"{ask.shop.url}/bulk/{bulk.id}.jsonl" if bulk.lines and bulk.status == "FAILED" else None


LISTED["BulkOperation"] = Listed(
    search={
        "id": lambda shop, b: b.id,
        "status": lambda shop, b: b.status,
        "created_at": lambda shop, b: b.created_at,
        "operation_type": lambda shop, b: "query",
    },
    sorts={"CREATED_AT": lambda shop, b: b.created_at, "COMPLETED_AT": lambda shop, b: b.completed_at},
)
