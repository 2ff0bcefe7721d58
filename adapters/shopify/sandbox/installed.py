"""What the sandbox store remembers of an app: its meta data, its webhooks and its bulk operations.

The rule kept here: a bulk operation keeps its result, so that what it says is of the moment it ran.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


@dataclass
class Metafield:
    KIND: ClassVar = "Metafield"
    id: int
    owner: str  # its global id
    namespace: str
    key: str
    type: str
    value: str
    created_at: datetime
    updated_at: datetime


@dataclass
class Subscription:
    KIND: ClassVar = "WebhookSubscription"
    id: int
    topic: str
    uri: str
    created_at: datetime
    updated_at: datetime
    format: str = "JSON"
    name: str | None = None
    filter: str | None = None
    include_fields: list[str] = field(default_factory=list)
    failures: int = 0  # one after the other


@dataclass
class Bulk:
    KIND: ClassVar = "BulkOperation"
    id: int
    query: str
    created_at: datetime
    group_objects: bool = False
    status: str = "CREATED"
    completed_at: datetime | None = None
    error_code: str | None = None
    lines: list[str] = field(default_factory=list)
    roots: int = 0
