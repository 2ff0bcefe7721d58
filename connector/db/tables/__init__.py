"""The tables, all of them. Alembic makes them; a test holds the two equal.

The rule kept here: transactions, lots and postings are written once (triggers see to it); no table holds a balance.
Foreign keys restrict: nothing in the books can vanish from under them.
"""

from typing import Any

from connector.db.tables.attachments import attachments
from connector.db.tables.columns import Utc, metadata
from connector.db.tables.debts import debts
from connector.db.tables.joining import cards, joined, joinings, sure_addresses
from connector.db.tables.ledger import APPEND_ONLY, lots, postings, transactions
from connector.db.tables.members import claims, identities, members
from connector.db.tables.orders import orders, redemptions
from connector.db.tables.products import product_imports, product_rows
from connector.db.tables.programmes import marks, programme_versions, programmes, stores
from connector.db.tables.queues import inbox, outbox
from connector.db.tables.referral import invitations
from connector.db.tables.rewards import reward_redemptions

__all__ = [
    "APPEND_ONLY",
    "Row",
    "Utc",
    "attachments",
    "cards",
    "claims",
    "debts",
    "identities",
    "inbox",
    "invitations",
    "joined",
    "joinings",
    "lots",
    "marks",
    "members",
    "metadata",
    "orders",
    "outbox",
    "postings",
    "product_imports",
    "product_rows",
    "programme_versions",
    "programmes",
    "redemptions",
    "reward_redemptions",
    "stores",
    "sure_addresses",
    "transactions",
]

Row = dict[str, Any]
