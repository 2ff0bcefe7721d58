"""The tables, all of them. Alembic makes them; a test holds the two equal.

The rule kept here: transactions, lots and postings are written once (triggers see to it); no table holds a balance.
Foreign keys restrict: nothing in the books can vanish from under them.
"""

from typing import Any

from connector.db.tables.columns import Utc, metadata
from connector.db.tables.ledger import APPEND_ONLY, lots, postings, transactions
from connector.db.tables.members import claims, identities, members
from connector.db.tables.orders import orders, redemptions
from connector.db.tables.privacy import address_changes, erased_names, erasures
from connector.db.tables.programmes import marks, programme_versions, programmes, stores
from connector.db.tables.pseudonyms import salts
from connector.db.tables.queues import inbox, outbox

__all__ = [
    "APPEND_ONLY",
    "Row",
    "Utc",
    "address_changes",
    "claims",
    "erased_names",
    "erasures",
    "identities",
    "inbox",
    "lots",
    "marks",
    "members",
    "metadata",
    "orders",
    "outbox",
    "postings",
    "programme_versions",
    "programmes",
    "redemptions",
    "salts",
    "stores",
    "transactions",
]

Row = dict[str, Any]
