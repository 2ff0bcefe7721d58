"""What tests of bonuses have in common: a programme that pays all of them, and one call for each of what people do."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from connector.core.commerce import Customer, Review
from connector.db import deeds, members, statements
from connector.db.engine import Database
from connector.usecases import bonuses
from connector.usecases.stores import Store
from tests.building import NOW
from tests.usecases.shop import CLUB, LATER, member_of

GIVING = CLUB + "bonuses: {newsletter: 20, registration: 50, order_placed: 5, review: {points: 10}}\n"
ACCOUNT = Customer("7", "Anna@example.org", "Anna", registered_at=NOW)
READER = replace(ACCOUNT, newsletter=True)
REVIEW = Review("r1", "p1", "anna@example.org", NOW, approved=True, customer_id="7")
WITHDRAWN = replace(REVIEW, approved=False)


def register(database: Database, store: Store, *customers: Customer, now: datetime = LATER) -> int:
    with database.write() as connection:
        return bonuses.settle_registrations(connection, store, customers, now)


def subscribe(database: Database, store: Store, *customers: Customer, now: datetime = LATER) -> int:
    with database.write() as connection:
        return bonuses.settle_newsletter(connection, store, customers, now)


def write(database: Database, store: Store, *reviews: Review, now: datetime = LATER, **more: Any) -> int:
    with database.write() as connection:
        return bonuses.settle_reviews(connection, store, reviews, now, **more)


def statement(database: Database, customer: str = "7") -> list[tuple[str, int]]:
    """Reason and points of every entry but those that let points ripen."""
    with database.read() as connection:
        shown = statements.of(connection, [member_of(connection, customer)])
    return [(entry.reason, entry.points) for entry in shown if entry.kind != "vest"]


def why(database: Database, customer: str = "7") -> list[str]:
    """The last code of each thing that the customer did."""
    with database.read() as connection:
        return [
            card.deed.award.trace[-1].code for card in deeds.of_members(connection, [member_of(connection, customer)])
        ]


def members_of(database: Database) -> list[int]:
    with database.read() as connection:
        return members.all_ids(connection)
