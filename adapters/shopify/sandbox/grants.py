"""What an installed app may do.

The rule kept here: a scope to write includes the scope to read the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ALL_SCOPES = tuple(
    sorted(
        "read_all_orders read_customer_merge read_customers read_discounts read_gift_card_transactions read_gift_cards "
        "read_locations read_orders read_products read_returns read_store_credit_account_transactions "
        "read_store_credit_accounts write_customer_merge write_customers write_discounts write_gift_card_transactions "
        "write_gift_cards write_orders write_store_credit_account_transactions".split()
    )
)


@dataclass(frozen=True)
class Grants:
    scopes: frozenset[str]
    protected_data: bool = True  # may it read names and addresses of customers

    @classmethod
    def of(cls, scopes: Iterable[str], *, protected_data: bool = True) -> "Grants":
        return cls(frozenset(scopes), protected_data)

    def any_of(self, needed: Iterable[str]) -> bool:
        return any(scope in self.scopes or scope.replace("read_", "write_", 1) in self.scopes for scope in needed)

    def has(self, scope: str) -> bool:
        return self.any_of([scope])
