"""One collection of the REST API: list, get, create, update, delete and batch.

The rule kept here: a handler reads the request and shapes the answer; what happens is decided by the shop's verbs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from .documents import Document
from .errors import RestError
from .listing import flag, headers, page_of, select_fields, words
from .rest import Answer, Call, Handler, Route

MAX_BATCH = 100

Keys = Mapping[str, Callable[[Any], Any]]

DATES: Keys = {
    "date": attrgetter("created", "id"),
    "modified": attrgetter("modified", "id"),
    "id": attrgetter("id"),
}


@dataclass(frozen=True)
class Resource:
    rows: Callable[[Call], list[Any]]
    document: Callable[[Any, Any], Document]
    find: Callable[[Any, int], Any]
    create: Callable[[Any, dict[str, Any]], Any]
    update: Callable[[Any, int, dict[str, Any]], Any]
    delete: Callable[..., Any]
    keys: Keys
    order_by: str = "date"
    order: str = "desc"
    created_document: Callable[[Any, Any], Document] | None = None

    def routes(self, path: str) -> list[Route]:
        one: dict[str, Handler] = {"GET": self._get, "DELETE": self._delete}
        one |= dict.fromkeys(("POST", "PUT", "PATCH"), self._update)
        return [
            Route(path, {"GET": self._list, "POST": self._create}),
            Route(f"{path}/batch", {"POST": self._batch, "PUT": self._batch}),
            Route(f"{path}/{{}}", one),
        ]

    def _list(self, call: Call) -> Answer:
        return page(call, self.rows(call), self.document, self.keys, self.order_by, self.order)

    def _get(self, call: Call) -> Answer:
        document = self.document(call.shop, self.find(call.shop, call.id))
        return Answer(select_fields(document, words(call.query, "_fields")))

    def _create(self, call: Call) -> Answer:
        return created(self._created(call, call.body))

    def _update(self, call: Call) -> Answer:
        return Answer(self._updated(call, call.id, call.body))

    def _delete(self, call: Call) -> Answer:
        return Answer(self._deleted(call, call.id, force=flag(call.query, "force")))

    def _batch(self, call: Call) -> Answer:
        """One failing item does not hold up the others: its error stands in its place."""
        creates, updates, deletes = (call.body.get(name) or [] for name in ("create", "update", "delete"))
        if len(creates) + len(updates) + len(deletes) > MAX_BATCH:
            message = f"Unable to accept more than {MAX_BATCH} items for this request."
            raise RestError(413, "woocommerce_rest_request_entity_too_large", message)
        done = {
            "create": [_attempt(0, self._created, call, entry) for entry in creates],
            "update": [_attempt(entry["id"], self._updated, call, entry["id"], entry) for entry in updates],
            "delete": [_attempt(deleted, self._gone, call, deleted) for deleted in deletes],
        }
        return Answer({name: documents for name, documents in done.items() if documents})

    def _created(self, call: Call, body: dict[str, Any]) -> Document:
        made = self.create(call.shop, body)
        return (self.created_document or self.document)(call.shop, made)

    def _updated(self, call: Call, row_id: int, body: dict[str, Any]) -> Document:
        return self.document(call.shop, self.update(call.shop, row_id, body))

    def _deleted(self, call: Call, row_id: int, *, force: bool) -> Document:
        """The answer shows what was deleted as it was before."""
        before = self.document(call.shop, self.find(call.shop, row_id))
        self.delete(call.shop, row_id, force=force)
        return before

    def _gone(self, call: Call, row_id: int) -> Document:
        return self._deleted(call, row_id, force=True)


def page(
    call: Call,
    rows: list[Any],
    document: Callable[[Any, Any], Document],
    keys: Keys = DATES,
    order_by: str = "date",
    order: str = "desc",
) -> Answer:
    found = page_of(call.query, rows, keys, order_by, order)
    fields = words(call.query, "_fields")
    documents = [select_fields(document(call.shop, row), fields) for row in found.rows]
    return Answer(documents, headers=headers(found, call.url, call.query))


def created(document: Document) -> Answer:
    return Answer(document, 201, {"Location": document["_links"]["self"][0]["href"]})


def _attempt(row_id: int, verb: Callable[..., Document], *arguments: Any) -> Document:
    try:
        return verb(*arguments)
    except RestError as error:
        return {"id": row_id, "error": error.document()}
