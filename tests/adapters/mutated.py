"""What a store might send one day: real payloads with something in them changed, and bytes that are no payload at all.

The rule kept here: every mutation begins with a payload that is read without complaint, so that what is found is near
to what comes.
"""

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

_ODD = (
    *(None, True, False, 0, -1, 2**31, 2**63, 2**64, -(2**70), 1.5, -0.0, 1e308, "", " ", "0", "-0.01", "1e999999"),
    *("1e-999999", "NaN", "Infinity", "-", "12,50", "٣", "\x00", "\ud800", "x" * 5000, "9" * 400, "XXX", "JPY"),
    *("0000-00-00T00:00:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "2026-02-30", "gid://shopify/"),
    *([], {}, [None], [[]], [{}], {"": None}, {"nodes": None}, {"nodes": [None]}, {"id": 0}),
)
Path = tuple[str | int, ...]


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    """Every place in a document."""
    match value:
        case dict():
            for key, inner in value.items():
                yield (*here, key)
                yield from paths(inner, (*here, key))
        case list():
            for at, inner in enumerate(value):
                yield (*here, at)
                yield from paths(inner, (*here, at))


def _changed(document: Any, place: Path, deed: str, odd: Any) -> Any:
    changed = copy.deepcopy(document)
    inside = changed
    for step in place[:-1]:
        inside = inside[step]
    match deed:
        case "take out":
            del inside[place[-1]]
        case "double" if isinstance(inside, list):
            inside.append(copy.deepcopy(inside[place[-1]]))
        case "negate" if isinstance(inside[place[-1]], int | float):
            inside[place[-1]] = -inside[place[-1]]
        case _:
            inside[place[-1]] = odd
    return changed


@st.composite
def bodies(draw: st.DrawFn, real: Sequence[Any]) -> bytes:
    """A real document with one to three changes, or some bytes, or a real one cut off."""
    document = draw(st.sampled_from(real))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(list(paths(document)) or [()]))
        if not place:
            break
        deed = draw(st.sampled_from(("take out", "double", "negate", "replace", "replace")))
        odd = draw(st.sampled_from(_ODD) | st.integers() | st.text(max_size=20))
        document = _changed(document, place, deed, odd)
    whole = json.dumps(document).encode()
    match draw(st.sampled_from(("whole",) * 8 + ("cut", "bytes", "broken"))):
        case "cut":
            return whole[: draw(st.integers(0, len(whole)))]
        case "bytes":
            return draw(st.binary(max_size=60))
        case "broken":
            at = draw(st.integers(0, len(whole)))
            return whole[:at] + draw(st.binary(min_size=1, max_size=3)) + whole[at + 1 :]
    return whole
