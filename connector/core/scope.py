"""What a code is good for: which goods it may lower, and on what else the store must insist (C31–C33).

The rule kept here: where a store has only coupons, the caps live in the coupon. What is said here is said to the store
whole; a store that cannot say a part of it is refused the programme when it starts.
"""

from dataclasses import dataclass

from connector.core.commerce import Promotion
from connector.core.programme import Redemption, Selector


@dataclass(frozen=True, slots=True)
class Scope:
    """Goods are named as a programme names them. An amount on chosen goods is taken off at most so many `pieces`."""

    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    not_products: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    pieces: int | None = None
    sale_items: bool = True
    alone: bool = False  # not together with other codes
    maximum_spend: int | None = None  # of the whole cart

    @property
    def goods(self) -> Selector:
        return Selector(
            frozenset(self.products),
            frozenset(self.categories),
            frozenset(self.not_products),
            frozenset(self.not_categories),
        )


ANYTHING = Scope()


def scope_of(terms: Redemption) -> Scope:
    """What a code made of points under these terms is good for."""
    goods = terms.goods
    by_product_alone = goods.products and not goods.categories  # a product named by itself beats its categories
    return Scope(
        tuple(sorted(goods.products)),
        tuple(sorted(goods.categories)),
        tuple(sorted(goods.not_products)),
        () if by_product_alone else tuple(sorted(goods.not_categories)),
        pieces=1 if goods.products or goods.categories else None,
        sale_items=Promotion.SALE not in terms.without,
        alone=Promotion.COUPON in terms.without,
        maximum_spend=terms.maximum_order,
    )
