"""Collections of a Vendure store: they hold no goods but choose them, here by a facet value that goods carry."""

import json
import time
from collections.abc import Sequence

from tests.stores.vendure.store import Store

_CREATE = "mutation($input: CreateCollectionInput!) { createCollection(input: $input) { id } }"


def chosen_by(store: Store, way: Sequence[str]) -> str:
    """The facet value that brings goods into the last collection on this way from the top; what is missing is made."""
    name = way[-1].lower()
    value: str = store.admin(
        "mutation($input: CreateFacetInput!) { createFacet(input: $input) { values { id } } }",
        input={
            "code": f"{name}-{time.monotonic_ns()}",
            "isPrivate": False,
            "translations": [{"languageCode": "en", "name": name}],
            "values": [{"code": name, "translations": [{"languageCode": "en", "name": name}]}],
        },
    )["createFacet"]["values"][0]["id"]
    above = None
    for step in way:
        above = _named(store, step, above, value if step == way[-1] else None)
    return value


def _named(store: Store, name: str, above: str | None, value: str | None) -> str:
    found = store.admin("{ collections { items { id name } } }")["collections"]["items"]
    for one in found:
        if one["name"] == name:
            return str(one["id"])
    chosen = [{"name": "facetValueIds", "value": json.dumps([value])}, {"name": "containsAny", "value": "false"}]
    made = store.admin(
        _CREATE,
        input={
            "parentId": above,
            "inheritFilters": False,
            "filters": [{"code": "facet-value-filter", "arguments": chosen}] if value else [],
            "translations": [{"languageCode": "en", "name": name, "slug": name.lower(), "description": ""}],
        },
    )
    return str(made["createCollection"]["id"])
