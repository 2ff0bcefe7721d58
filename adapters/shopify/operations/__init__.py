"""What we ask of Shopify's Admin API, one file an operation, by its name; the parts that they share are in `parts/`.

The rule kept here: a question is written down whole and held against Shopify's own schema by a test
(`tests/adapters/shopify/test_operations.py`), never put together while the program runs.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_SPREAD = re.compile(r"\.\.\.\s*([A-Z]\w*)")


@dataclass(frozen=True, slots=True)
class Operation:
    """A question or a change, with all that it spreads."""

    name: str
    text: str

    @property
    def reads(self) -> bool:
        """Does it change nothing, so that it may be asked twice?"""
        return not self.text.startswith("mutation")


@cache
def operation(name: str) -> Operation:
    """The operation of that name with the parts it needs. Raises FileNotFoundError."""
    text = (resources.files(__name__) / f"{name}.graphql").read_text("utf-8")
    parts: dict[str, str] = {}
    wanted = _SPREAD.findall(text)
    while wanted:
        part = wanted.pop()
        if part not in parts:
            parts[part] = (resources.files(__name__) / "parts" / f"{part}.graphql").read_text("utf-8")
            wanted += _SPREAD.findall(parts[part])
    return Operation(name, "\n".join([text, *parts.values()]))
