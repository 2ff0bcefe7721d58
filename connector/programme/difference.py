"""What differs between two programme documents, key by key.

The rule kept here: values are compared, not texts, and shown as a person would write them: money as a decimal of the
currency, a key left out as what is taken without it. Nothing here knows a key by name except those that name or sort
the items of a list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from connector.programme import ProgrammeDocument

_NAMES = ("name", "id")  # an item of a list that has one of these is known by it, others by their position
_KIND = "kind"  # sections of different kinds have nothing in common


class Sign(StrEnum):
    ADDED = "+"
    REMOVED = "-"
    CHANGED = "~"


@dataclass(frozen=True, slots=True)
class Change:
    """One key, item or section that is not what it was; `before` or `after` is None where there was or is none."""

    sign: Sign
    path: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        match self.sign:
            case Sign.ADDED:
                return f"+ {self.path}: {self.after}"
            case Sign.REMOVED:
                return f"- {self.path}: {self.before}"
            case Sign.CHANGED:
                return f"~ {self.path}: {self.before} → {self.after}"


def difference(before: ProgrammeDocument, after: ProgrammeDocument) -> tuple[Change, ...]:
    """Every change in the order of the document; nothing where both say the same."""
    return tuple(_between("", _tree(before), _tree(after)))


@dataclass(frozen=True, slots=True)
class _Keys:
    """A section: the values of all its keys, and which of them are not what is taken without them."""

    values: Mapping[str, Any]
    said: frozenset[str]


def _tree(document: ProgrammeDocument) -> Any:
    context = {"currency": document.currency}
    every = document.model_dump(by_alias=True, context=context)
    said = document.model_dump(by_alias=True, context=context, exclude_defaults=True)
    return _marked(every, said)


def _marked(every: Any, said: Any) -> Any:
    if isinstance(every, dict):
        told: dict[str, Any] = said if isinstance(said, dict) else {}
        return _Keys({key: _marked(value, told.get(key)) for key, value in every.items()}, frozenset(told))
    if isinstance(every, tuple):
        items = said if isinstance(said, tuple) else every  # a list left to its default is shown by nobody
        return tuple(_marked(one, other) for one, other in zip(every, items, strict=True))
    return every


def _between(path: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, _Keys) and isinstance(after, _Keys):
        if before.values.get(_KIND) != after.values.get(_KIND):
            yield from (_removed(path, before), _added(path, after))
            return
        for key in dict.fromkeys((*after.values, *before.values)):
            there = f"{path}.{key}" if path else key
            yield from _between(there, before.values.get(key), after.values.get(key))
    elif _is_sections(before) and _is_sections(after):
        yield from _between_items(path, before, after)
    elif before is None:
        yield _added(path, after)
    elif after is None:
        yield _removed(path, before)
    else:
        yield Change(Sign.CHANGED, path, _shown(before), _shown(after))


def _between_items(path: str, before: Sequence[_Keys], after: Sequence[_Keys]) -> Iterator[Change]:
    old, new = _by_name(before), _by_name(after)
    if old is None or new is None:
        old, new = dict(enumerate(before)), dict(enumerate(after))
    for name in dict.fromkeys((*new, *old)):
        yield from _between(f"{path}[{name}]", old.get(name), new.get(name))


def _by_name(items: Sequence[_Keys]) -> dict[Any, _Keys] | None:
    """The items by their names; None where one has no name, or shares it."""
    names = [_name(item) for item in items]
    if None in names or len(set(names)) < len(names):
        return None
    return dict(zip(names, items, strict=True))


def _name(item: _Keys) -> Any:
    return next((item.values[key] for key in _NAMES if item.values.get(key) is not None), None)


def _is_sections(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, _Keys) for item in value)


def _added(path: str, value: Any) -> Change:
    return Change(Sign.ADDED, path, None, _shown(value, named=path.endswith("]")))


def _removed(path: str, value: Any) -> Change:
    return Change(Sign.REMOVED, path, _shown(value, named=path.endswith("]")), None)


def _shown(value: Any, *, named: bool = False) -> str:
    """As it is written. Of a section what is not taken for granted; its name is left out where the path says it."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case frozenset():
            return f"[{', '.join(sorted(map(_shown, value)))}]"
        case tuple():
            return f"[{', '.join(_in_braces(item) for item in value)}]"
        case _Keys():
            left = [key for key in value.values if key in value.said and not (named and key in _NAMES)]
            return ", ".join(f"{key} {_in_braces(value.values[key])}" for key in left) or "as by default"
        case _:
            return str(value)


def _in_braces(value: Any) -> str:
    return f"{{{_shown(value)}}}" if isinstance(value, _Keys) else _shown(value)
