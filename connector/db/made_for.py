"""Which redemptions were made for which goods."""

import msgspec
from sqlalchemy import Connection, insert

from connector.core.programme import EVERYTHING, Selector
from connector.db.tables import made_for


def add(connection: Connection, redemption_id: int, goods: Selector, *, by_amount: bool) -> None:
    """Keep what a redemption is for; one that is for everything is not kept."""
    if goods != EVERYTHING:
        said = {name: sorted(names) for name, names in msgspec.to_builtins(goods).items()}
        connection.execute(insert(made_for).values(redemption_id=redemption_id, goods=said, by_amount=by_amount))
