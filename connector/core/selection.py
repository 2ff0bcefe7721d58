"""Which goods are meant, and which of them were reduced.

The rule kept here: a product named by itself beats its categories, and what the merchant shuts out is out (C5); a code
of the programme's own is a way to pay, not a promotion (C7).
"""

from collections.abc import Collection

from connector.core.commerce import CouponUse, Line, Promotion
from connector.core.programme import Selector


def selects(selector: Selector, line: Line) -> bool:
    """Is this line among the goods the selector means?"""
    names = {line.product_id, line.variant_id, line.sku}
    if names & selector.not_products:
        return False
    if names & selector.products:
        return True
    if selector.not_categories.intersection(line.categories):
        return False
    if selector.products or selector.categories:
        return bool(selector.categories.intersection(line.categories))
    return True


def promotions(line: Line, coupons: Collection[CouponUse], own_codes: frozenset[str]) -> frozenset[Promotion]:
    """Everything that made this line cheaper: what the store names, and what the figures show.

    A line that a coupon lowered is promoted by it, so a coupon on the whole order promotes all lines. Where several
    codes lowered a line and one of them is not ours, it is that one's doing.
    """
    found = set(line.promotions)
    if line.discount > 0:
        foreign = [coupon for coupon in coupons if coupon.code.lower() not in own_codes]
        if foreign:
            found.add(Promotion.COUPON)
        elif not coupons:
            found.add(Promotion.AUTOMATIC)
    return frozenset(found)
