"""Shopify's own Admin schema, as published with `@shopify/dev-mcp`, without its descriptions.

The rule kept here: what the API is like is read, not remembered. The sandbox executes against it, and every operation
of ours is validated against it. `make shopify-schema` makes the files anew (`fetch.py`).
"""

import gzip
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from graphql import GraphQLSchema, build_client_schema

VERSION = "2026-10"  # of the API


def _read(name: str) -> Any:
    return json.loads(gzip.decompress((resources.files(__name__) / name).read_bytes()))


@cache
def schema() -> GraphQLSchema:
    """The whole of it. Taken as valid: graphql-core minds that some interfaces deprecate less than their types."""
    return build_client_schema(_read(f"admin_{VERSION}.json.gz"), assume_valid=True)


@cache
def access() -> Mapping[str, Mapping[str, Any]]:
    """What reading a type ("Order") or a field ("Mutation.giftCardCreate") needs: `scopes`, one of which is enough, and
    how the API says so, `said`. What is not named needs nothing of its own."""
    found: Mapping[str, Mapping[str, Any]] = _read(f"access_{VERSION}.json.gz")
    return found


@cache
def protected() -> frozenset[str]:
    """Fields ("Customer.email") that tell who a customer is, and need an approval beside the scope."""
    types = _read(f"admin_{VERSION}.json.gz")["__schema"]["types"]
    fields = [(kind["name"], one) for kind in types for one in kind.get("fields") or []]
    return frozenset(f"{name}.{one['name']}" for name, one in fields if one.get("isProtected"))
