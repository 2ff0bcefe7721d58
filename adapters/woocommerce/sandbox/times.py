"""The store's times: whole seconds, shown once in the site's zone and once in GMT, neither with an offset.

The rule kept here: a time without an offset is the site's local time, unless the caller says that it is GMT.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

SITE_ZONE = ZoneInfo("Europe/Berlin")

Clock = Callable[[], float]

# What WordPress accepts as a date-time parameter: a date alone is refused.
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}(:?\d{2})?)?")


@lru_cache(maxsize=65536)
def local(second: int) -> str:
    return datetime.fromtimestamp(second, SITE_ZONE).strftime("%Y-%m-%dT%H:%M:%S")


@lru_cache(maxsize=65536)
def gmt(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def both(name: str, second: int | None) -> dict[str, str | None]:
    """`date_x` and `date_x_gmt`, side by side as most resources show them."""
    if second is None:
        return {name: None, f"{name}_gmt": None}
    return {name: local(second), f"{name}_gmt": gmt(second)}


def is_date_time(text: str) -> bool:
    return _DATE_TIME.fullmatch(text) is not None


def parse(text: str, *, naive_is_gmt: bool = False) -> int:
    """Seconds since 1970. A date alone is the midnight that begins it. ValueError when it is no time at all."""
    moment = datetime.fromisoformat(text.strip().replace("t", "T"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC if naive_is_gmt else SITE_ZONE)
    return int(moment.timestamp())
