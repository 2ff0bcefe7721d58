"""The page of capabilities says what is so: every number once, keys and commands that there are. Each platform's file
names what its platform can do, where a document can say it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.test_docs import COMMANDS, ROOT, leaves

PAGE = ROOT / "docs" / "capabilities.md"
ROWS = [
    (number, of.split(), how)
    for number, of, how in re.findall(r"^\| (C\d+) \| [^|]+ \| ([^|]+) \| (.+) \|$", PAGE.read_text(), re.MULTILINE)
]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "programme.schema.json").read_text())
FILES = {"G": "gomag", "H": "homepl", "I": "idosell", "B": "bestseller", "K": "klub"}
WORD = re.compile(r"[a-z_]+(\[\])?(\.[a-z_]+(\[\])?)*")


def paths(schema: Any, path: str = "") -> Iterator[str]:
    """Every key of the document, as the guide writes it."""
    if isinstance(schema, list):
        for one in schema:
            yield from paths(one, path)
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield from paths(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], path)
    for name, inner in schema.get("properties", {}).items():
        key = f"{path}.{name}" if path else name
        yield key
        yield from paths(inner, key)
    yield from paths(schema.get("items"), f"{path}[]")
    for several in ("anyOf", "oneOf", "allOf"):
        yield from paths(schema.get(several), path)


def values(schema: Any) -> Iterator[str]:
    """Every word that stands behind a key."""
    if isinstance(schema, dict):
        yield from [str(one) for one in [*schema.get("enum", []), schema.get("const")]]
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from values(inner)


KEYS = frozenset(paths(SCHEMA))
VALUES = frozenset(values(SCHEMA))
OPTIONS = {name: {option for one in command.params for option in one.opts} for name, command in leaves(COMMANDS)}


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def keys_in(text: str) -> list[str]:
    return [one for one in quoted(text) if one in KEYS]


def test_every_number_stands_there_once() -> None:
    assert [number for number, _, _ in ROWS] == [f"C{number}" for number in range(1, 77)]


@pytest.mark.parametrize(("number", "platforms", "how"), ROWS, ids=[number for number, _, _ in ROWS])
def test_what_a_row_names_exists(number: str, platforms: list[str], how: str) -> None:
    for one in quoted(how):
        if one.startswith("loyalty "):
            name, _, options = one.removeprefix("loyalty ").partition(" --")
            assert name in OPTIONS, one
            assert {f"--{option}" for option in options.split() if options} <= OPTIONS[name], one
        elif one.startswith("--"):
            assert any(one in options for options in OPTIONS.values()), one
        elif WORD.fullmatch(one):
            assert one in KEYS or one in VALUES, one
        else:
            raise AssertionError(f"neither key nor command: {one}")


@pytest.mark.parametrize("letter", sorted(FILES))
def test_the_file_of_a_platform_names_what_its_platform_can_do(letter: str) -> None:
    remarks = re.findall(r"#.*", (ROOT / "examples" / "programmes" / f"{FILES[letter]}.yaml").read_text())
    named = set(re.findall(r"\bC\d+\b", " ".join(remarks)))

    assert {number for number, of, how in ROWS if letter in of and keys_in(how)} - named == set()
    assert named <= {number for number, of, _ in ROWS if letter in of or of == ["–"]}


def test_a_key_that_is_not_in_the_document_would_be_found() -> None:
    assert "redeem.maximum_share" in KEYS
    assert "rewards[].methods" in KEYS
    assert "redeem.share" not in KEYS | VALUES
