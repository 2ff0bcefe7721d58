"""What a shop tells of its own accord of the people who have an account there.

The rule kept here: it is settled like what we would have read ourselves, so the same told twice, late or after the
reading gives nothing twice.
"""

from datetime import datetime
from enum import StrEnum

from connector.core.commerce import Customer
from connector.db import members
from connector.db.engine import Database
from connector.usecases.bonuses import settle_newsletter, settle_registrations
from connector.usecases.joining import join_the_sure
from connector.usecases.programmes import versions
from connector.usecases.stores import Store


class Told(StrEnum):
    REGISTERED = "registered"
    SUBSCRIBED = "subscribed"  # asked for the newsletter, and confirmed that


def settle_told(database: Database, store: Store, told: Told, customer: Customer, now: datetime) -> int:
    """Returns the number of transactions."""
    with database.write() as connection:
        match told:
            case Told.REGISTERED:
                written = settle_registrations(connection, store, [customer], now)
            case Told.SUBSCRIBED:
                written = settle_newsletter(connection, store, [customer], now)
        member = members.of_customers(connection, store.id, [customer.id]).get(customer.id)
        if customer.verified and customer.email and member is not None:
            terms = versions(connection, store.programme_id).latest
            join_the_sure(connection, store.programme_id, terms, [(customer.email.lower(), member, now)], now)
    return written
