"""The codes that members were given for points, for people who look: where each stands, and who used it."""

from connector.db import code_uses, redemptions
from connector.db.code_uses import CodeUse
from connector.db.engine import Database
from connector.db.redemptions import RedemptionCard

__all__ = ["CodeUse", "RedemptionCard", "newest_codes", "standing_of", "used_by_others"]


def newest_codes(database: Database, limit: int) -> list[RedemptionCard]:
    with database.read() as connection:
        return redemptions.newest(connection, limit)


def used_by_others(database: Database, limit: int) -> list[CodeUse]:
    """Those that somebody else used than the member whose points they took, on so many orders, newest first."""
    with database.read() as connection:
        return code_uses.by_others(connection, limit)


def standing_of(code: RedemptionCard) -> str:
    """By where its points are: held for it, gone into an order, or back."""
    if code.redeemed:
        return "used"
    return "open" if code.held else "ended"
