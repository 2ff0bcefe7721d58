"""A document is a YAML file that a person writes. Read, it is plain data and the place of every key and value.

The rule kept here: nothing is guessed, and every fault says where it is. Numbers are exact (0.1 is a Decimal, never a
float), dates stay text, `yes` and `NO` are words; a key written twice is a fault, and so are tags and aliases.
"""

import pathlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from connector.core.foreseen import Unusable

KeyPath = tuple[str | int, ...]

_DEEPEST = 32  # no document of ours is nested more than a few levels
_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_VARIABLE = re.compile(r"\$\$|\$\{(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\})?")


@dataclass(frozen=True, slots=True)
class Place:
    """Counted from 1, as editors do."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and how to mend it. Safe to show: it holds no secret."""

    file: str
    line: int | None
    path: KeyPath
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        key = ""
        for part in self.path:
            key += f"[{part}]" if isinstance(part, int) else f".{_shown_key(part)}" if key else _shown_key(part)
        words = f"{self.message}; {self.hint}" if self.hint else self.message
        return f"{where}: {key}: {words}" if key else f"{where}: {words}"


class InvalidDocument(Unusable):
    """All that is wrong, file by file in the order of the lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        found = list(faults)
        files = list(dict.fromkeys(fault.file for fault in found))
        self.faults = tuple(sorted(found, key=lambda fault: (files.index(fault.file), fault.line or 0)))
        super().__init__("\n".join(map(str, self.faults)))


class Expanded(str):
    """Text into which the environment was put. No message shows it; it becomes a number where one is asked for."""


@dataclass(frozen=True, slots=True)
class Document:
    """What was read. `faults` are those that left the rest readable; `validate` reports them with its own."""

    file: str
    data: Any
    keys: Mapping[KeyPath, Place]
    values: Mapping[KeyPath, Place]
    faults: tuple[Fault, ...]

    def fault(self, path: KeyPath, message: str, hint: str = "") -> Fault:
        """A fault of the key at this path; of a key that is missing, the line is that of its section."""
        nearest = path
        while nearest and nearest not in self.keys and nearest not in self.values:
            nearest = nearest[:-1]
        place = self.keys.get(nearest) or self.values.get(nearest)
        return Fault(self.file, place.line if place else 1, path, message, hint)

    def fault_of_value(self, path: KeyPath, message: str, hint: str = "") -> Fault:
        """A fault of the value at this path, which may stand on a later line than its key."""
        place = self.values.get(path)
        if place is None or isinstance(self.at(path), dict | list):
            return self.fault(path, message, hint)
        return Fault(self.file, place.line, path, message, hint)

    def at(self, path: KeyPath) -> Any:
        """The value there, or None."""
        here = self.data
        for part in path:
            here = child(here, part, None)
        return here


def read_file(path: pathlib.Path) -> str:
    """The text of a file; that it is missing or unreadable is a fault like any other."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InvalidDocument([Fault(str(path), None, (), "there is no such file")]) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise InvalidDocument([Fault(str(path), None, (), f"cannot be read: {reason}")]) from None


def read_document(text: str, file: str, environ: Mapping[str, str] | None = None) -> Document:
    """Raises InvalidDocument where the text is no YAML. Without `environ` a dollar is just a dollar."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "is no YAML"
        if "tag" in problem:  # PyYAML would quote it, and what begins with ! may be an unquoted password
            problem = "text that begins with ! must be in quotes"
        hint = 'inside { } write "${NAME}" in quotes' if "got '{'" in problem else ""
        raise InvalidDocument([Fault(file, mark.line + 1 if mark else None, (), problem, hint)]) from None
    except (yaml.YAMLError, ValueError, OverflowError):  # PyYAML lets some wrong escapes through as ValueError
        raise InvalidDocument([Fault(file, None, (), "holds a character or an escape that YAML forbids")]) from None
    reading = _Reading(file, environ)
    data = {} if root is None else reading.value(root, ())
    return Document(file, data, reading.keys, reading.values, tuple(reading.faults))


class _Loader(yaml.BaseLoader):
    """Gives nodes only. Refuses aliases: they allow loops and documents that explode when read."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # the stubs leave it out
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not used here: write it out", problem_mark=mark)
        if self.depth == _DEEPEST:
            raise yaml.MarkedYAMLError(problem="is nested too deeply", problem_mark=mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Reading:
    """The state of one reading: walks the nodes and notes places and faults."""

    def __init__(self, file: str, environ: Mapping[str, str] | None) -> None:
        self.file = file
        self.environ = environ
        self.keys: dict[KeyPath, Place] = {}
        self.values: dict[KeyPath, Place] = {}
        self.faults: list[Fault] = []

    def value(self, node: yaml.Node, path: KeyPath) -> Any:
        self.values[path] = _place(node)
        if node.tag not in _TAGS:
            self.blame(node, path, "text that begins with ! must be in quotes")
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self.scalar(node, path) if isinstance(node, yaml.ScalarNode) else None

    def mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or not _encodable(key.value):
                self.blame(key, path, "a key must be a word")
                continue
            there = (*path, key.value)
            if key.value in data:
                self.blame(key, there, "is written twice", f"the first is on line {self.keys[there].line}")
                continue
            self.keys[there] = _place(key)
            data[key.value] = self.value(value, there)
        return data

    def scalar(self, node: yaml.ScalarNode, path: KeyPath) -> Any:
        text = str(node.value)
        if not _encodable(text):
            self.blame(node, path, "holds half a character, which is no text")
            return None
        if self.environ is not None and "$" in text:
            return self.expanded(node, text, self.environ, path)
        return plain(text) if node.style is None else text

    def expanded(self, node: yaml.Node, text: str, environ: Mapping[str, str], path: KeyPath) -> str:
        touched = False

        def put(match: re.Match[str]) -> str:
            nonlocal touched
            if match[0] == "$$":
                return "$"
            touched = True
            name, default = match["name"], match["default"]
            if name is None:
                self.blame(node, path, "a variable is written ${NAME}", "for a dollar sign write $$")
                return ""
            found = environ.get(name) or default  # an empty variable is as good as none, as in a shell
            if found is None:
                hint = "set it in the environment, or in the file .env beside this one"
                self.blame(node, path, f"the variable {name} is not set", hint)
                return ""
            return found

        result = _VARIABLE.sub(put, text)
        return Expanded(result) if touched else result

    def blame(self, node: yaml.Node, path: KeyPath, message: str, hint: str = "") -> None:
        self.faults.append(Fault(self.file, _place(node).line, path, message, hint))


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def plain(text: str) -> Any:
    """What a word without quotes stands for. Everything that is not plainly something else is text."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if DECIMAL.fullmatch(text) else text


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def child(value: Any, part: str | int, otherwise: Any) -> Any:
    if isinstance(value, dict):
        return value.get(part, otherwise)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return otherwise


def _shown_key(key: str) -> str:
    """Only what looks like a name: `{consumer_key:ck_1234}` without a blank is one key, and it holds a secret."""
    return key if len(key) <= 40 and key.isprintable() and not set(key) & set(":=") else "(a key not shown)"
