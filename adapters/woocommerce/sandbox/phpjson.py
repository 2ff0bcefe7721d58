"""JSON as PHP's json_encode writes it.

The rule kept here: byte for byte what a real store would send, because signatures are made over those bytes.
"""

import json
from typing import Any


def encode(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    # A slash can only stand inside a string, and Python never escapes it.
    return text.replace("/", "\\/").encode("ascii")
