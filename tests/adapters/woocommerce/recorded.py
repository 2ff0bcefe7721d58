"""The recorded payloads of a real store, see fixtures/: REST answers, and deliveries with headers and exact body."""

import json
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parent / "fixtures"
SECRET = 's3cret & "q" <x>'  # the webhook secret the deliveries were signed with


def answer(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def document(name: str) -> Any:
    return json.loads(answer(name))


def delivery(name: str) -> tuple[dict[str, str], bytes]:
    """Headers, names in lower case, and the raw body."""
    recorded = document(f"webhook-{name}-raw")
    return {name.lower(): value for name, value in recorded["headers"]}, recorded["body"].encode()
