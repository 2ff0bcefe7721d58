"""Recorded orders, and ours in a form that can be written beside them."""

import json
import pathlib
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from adapters.shopify.payloads import OrderPayload
from connector.core.commerce import Order

FIXTURES = pathlib.Path(__file__).parent / "fixtures"
NAMES = sorted(file.name.removesuffix(".expected.json") for file in FIXTURES.glob("*.expected.json"))
OBSERVED = datetime(2026, 1, 1, tzinfo=UTC)


def recorded(name: str) -> dict[str, Any]:
    """The order as Shopify answers."""
    order: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))["order"]
    return order


DELIVERED = sorted(file.stem for file in (FIXTURES / "webhooks").glob("*.json"))


def delivered(name: str) -> dict[str, Any]:
    """What Shopify sends."""
    body: dict[str, Any] = json.loads((FIXTURES / "webhooks" / f"{name}.json").read_text("utf-8"))["body"]
    return body


def payload(order: dict[str, Any]) -> OrderPayload:
    return msgspec.json.decode(json.dumps(order), type=OrderPayload)


def expected(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.expected.json").read_text("utf-8"))


def plain(order: Order) -> Any:
    """As JSON, without what is empty."""
    return _plain(asdict(order) | {"observed_at": None})


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items() if inner not in (None, (), "", [])}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case datetime():
            return value.isoformat()
        case Decimal():
            return str(value)
        case StrEnum():
            return value.value
    return value
