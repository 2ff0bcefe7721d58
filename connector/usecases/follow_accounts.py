"""Standing discounts that follow the accounts they are on.

The rule kept here: granting again is granting once, and puts right what has changed in the store since: an account that
got another address, a discount that somebody altered or took away. One that the store refuses holds up no other.
"""

from datetime import datetime

import structlog

from connector.adapter import Rejected
from connector.core.effects import GrantDiscount
from connector.core.programme import Permanent, Reward, Terms
from connector.core.redemption import Redeemed
from connector.core.rewards import standing_discount
from connector.db import rewards
from connector.db.engine import Database
from connector.db.rewards import TakenReward
from connector.usecases.dispatch import as_discount
from connector.usecases.programmes import versions
from connector.usecases.stores import Store

log = structlog.get_logger()


def follow_accounts(database: Database, store: Store, now: datetime) -> int:
    """Grant every standing discount of the store anew. Returns how many there are. Raises StoreError."""
    discounts = store.adapter.standing_discounts
    if discounts is None:
        return 0
    with database.read() as connection:
        terms = versions(connection, store.programme_id).latest
        granted = rewards.granted(connection, store.id, now)
    for one in granted:
        try:
            discounts.grant(as_discount(_again(one, terms)))
        except Rejected as error:
            log.warning("a standing discount cannot be kept up", store=store.name, why=str(error))
    return len(granted)


def _again(taken: TakenReward, terms: Terms) -> GrantDiscount:
    """As it was granted first."""
    what = Permanent(**taken.terms["what"])
    reward = Reward(taken.reward, taken.points, what, taken.terms["title"])
    redeemed = Redeemed(taken.reference, taken.code, taken.points)
    return standing_discount(redeemed, reward, what, terms, taken.customer or "", taken.ends_at)
