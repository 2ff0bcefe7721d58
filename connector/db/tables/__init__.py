"""The tables, all of them. Alembic makes them; a test holds the two equal.

The rule kept here: transactions, lots and postings are written once (triggers see to it); no table holds a balance.
Foreign keys restrict: nothing in the books can vanish from under them.
"""

from typing import Any

from connector.db.tables.attachments import attachments
from connector.db.tables.bonuses import bonuses_paid, deeds
from connector.db.tables.columns import Utc, metadata
from connector.db.tables.debts import debts
from connector.db.tables.described import order_facts, products_seen
from connector.db.tables.jobs import job_runs
from connector.db.tables.joining import cards, joined, joinings, sure_addresses
from connector.db.tables.ledger import APPEND_ONLY, lots, postings, transactions
from connector.db.tables.made_for import made_for
from connector.db.tables.members import claims, identities, members
from connector.db.tables.merchant_keys import merchant_keys
from connector.db.tables.orders import orders, redemptions
from connector.db.tables.pairing import pairings
from connector.db.tables.phones import member_phones
from connector.db.tables.privacy import address_changes, erased_names, erasures
from connector.db.tables.products import product_imports, product_rows
from connector.db.tables.programmes import marks, programme_versions, programmes, stores
from connector.db.tables.pseudonyms import salts
from connector.db.tables.publishing import order_notes, shown_balances
from connector.db.tables.queues import inbox, outbox
from connector.db.tables.referral import invitations
from connector.db.tables.reminding import reminded, reminders, unreminded
from connector.db.tables.rereads import reread_troubles
from connector.db.tables.rewards import reward_redemptions
from connector.db.tables.shadow import shadow_balances, shadow_orders, shadow_readings
from connector.db.tables.vault import store_secrets
from connector.db.tables.wishes import data_requests, store_closings

__all__ = [
    "APPEND_ONLY",
    "Row",
    "Utc",
    "address_changes",
    "attachments",
    "bonuses_paid",
    "cards",
    "claims",
    "data_requests",
    "debts",
    "deeds",
    "erased_names",
    "erasures",
    "identities",
    "inbox",
    "invitations",
    "job_runs",
    "joined",
    "joinings",
    "lots",
    "made_for",
    "marks",
    "member_phones",
    "members",
    "merchant_keys",
    "metadata",
    "order_facts",
    "order_notes",
    "orders",
    "outbox",
    "pairings",
    "postings",
    "product_imports",
    "product_rows",
    "products_seen",
    "programme_versions",
    "programmes",
    "redemptions",
    "reminded",
    "reminders",
    "reread_troubles",
    "reward_redemptions",
    "salts",
    "shadow_balances",
    "shadow_orders",
    "shadow_readings",
    "shown_balances",
    "store_closings",
    "store_secrets",
    "stores",
    "sure_addresses",
    "transactions",
    "unreminded",
]

Row = dict[str, Any]
