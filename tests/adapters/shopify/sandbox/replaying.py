"""Asks the sandbox what a real store was asked, and tells how the answers differ.

The rule kept here: ids stand for each other once they have met; moments, cursors and what is left in the bucket are
compared by their shape, everything else by its value.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent.parent / "fixtures" / "recorded"
GID = re.compile(r"gid://shopify/(\w+)/([\w-]+)")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
BY_SHAPE = frozenset({"startCursor", "endCursor", "cursor", "currentlyAvailable", "actualQueryCost", "locations"})


def names() -> list[str]:
    return sorted(path.stem for path in RECORDED.glob("*.json"))


class Replay:
    def __init__(self, ask: Any, name: str) -> None:
        self._ask = ask
        self._ours: dict[str, str] = {}
        self.steps = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))["steps"]

    def stands_for(self, recorded: str, ours: str) -> None:
        self._ours[recorded] = ours

    def differences(self) -> list[str]:
        found: list[str] = []
        for step in self.steps:
            said = self._ask.all(step["query"], **self._translated(step["variables"]))
            found += [f"{step['name']}: {difference}" for difference in self._compare("", step["response"], said)]
            self._ask.time += 1
        return found

    def costs(self) -> Iterator[tuple[int, int]]:
        """What each step was said to cost at most, recorded and ours."""
        for step in self.steps:
            said = self._ask.all(step["query"], **self._translated(step["variables"]))
            recorded, ours = step["response"].get("extensions"), said.get("extensions")
            if recorded and ours:
                yield recorded["cost"]["requestedQueryCost"], ours["cost"]["requestedQueryCost"]

    def _translated(self, value: Any) -> Any:
        text = json.dumps(value)
        for recorded, ours in self._ours.items():
            text = text.replace(f'"{recorded}"', f'"{ours}"')
            number, our_number = recorded.rpartition("/")[2], ours.rpartition("/")[2]
            text = text.replace(f"id:{number}", f"id:{our_number}")
        return json.loads(text)

    def _compare(self, path: str, recorded: Any, ours: Any) -> Iterator[str]:
        key = path.rpartition(".")[2]
        if key in BY_SHAPE:
            if (recorded is None) != (ours is None):
                yield f"{path}: {recorded!r} but {ours!r}"
        elif isinstance(recorded, Mapping) and isinstance(ours, Mapping):
            for name in sorted({*recorded, *ours}):
                if name not in recorded or name not in ours:
                    yield f"{path}.{name}: only in {'ours' if name in ours else 'the recording'}"
                else:
                    yield from self._compare(f"{path}.{name}", recorded[name], ours[name])
        elif isinstance(recorded, list) and isinstance(ours, list):
            if len(recorded) != len(ours):
                yield f"{path}: {recorded!r} but {ours!r}"
            for number, (one, other) in enumerate(zip(recorded, ours, strict=False)):
                yield from self._compare(f"{path}.{number}", one, other)
        elif isinstance(recorded, str) and isinstance(ours, str):
            yield from self._compare_text(path, recorded, ours)
        elif recorded != ours or isinstance(recorded, bool) != isinstance(ours, bool):
            yield f"{path}: {recorded!r} but {ours!r}"

    def _compare_text(self, path: str, recorded: str, ours: str) -> Iterator[str]:
        for (kind, _), (other, _) in zip(GID.findall(recorded), GID.findall(ours), strict=False):
            if kind != other:
                yield f"{path}: a {kind} but a {other}"
        if GID.fullmatch(recorded) and GID.fullmatch(ours):
            self._ours.setdefault(recorded, ours)
        elif GID.sub("", MOMENT.sub("", recorded)) != GID.sub("", MOMENT.sub("", ours)):
            yield f"{path}: {recorded!r} but {ours!r}"
