"""Two accounts that become one.

The rule kept here: what stands against it is said of each account; the account with the older address book stays, which
is the first, and all that was the other's is its own from then on.
"""

from typing import Any

from .records import Customer
from .resolving import Ask, resolves
from .root_fields import look_up
from .shop import Shop, gid
from .user_errors import UserError, UserErrors, mutation

MOST_TAGS, LONGEST_NOTE = 250, 5000


@mutation("customerMerge")
def merge(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    shop = ask.shop
    pair = [look_up(ask, args[name], "Customer") for name in ("customerOneId", "customerTwoId")]
    missing = [
        UserError([field], "Customer does not exist.", "INVALID_CUSTOMER_ID")
        for field, one in zip(("customerOneId", "customerTwoId"), pair, strict=True)
        if one is None
    ]
    if missing:
        raise UserErrors(*missing)
    kept, gone = pair
    if kept is gone:
        raise UserError(None, "Customers IDs should not match.", "INVALID_CUSTOMER_ID")
    _refuse(shop, kept, gone)
    merged(shop, kept, gone)
    job = {"__typename": "Job", "id": gid("Job", shop.next_id("Job")), "done": False}
    return {"resultingCustomerId": gid("Customer", kept.id), "job": job}


def merged(shop: Shop, kept: Customer, gone: Customer) -> None:
    for order in shop.books.orders.values():
        if order.customer_id == gone.id:
            order.customer_id = kept.id
    for account in shop.books.credit_accounts.values():
        if account.customer_id == gone.id:
            account.customer_id = kept.id
    for discount in shop.books.discounts.values():
        if discount.customer_ids and gone.id in discount.customer_ids:
            others = [number for number in discount.customer_ids if number not in (gone.id, kept.id)]
            discount.customer_ids = [kept.id, *others]
    kept.tags = sorted({*kept.tags, *gone.tags})
    kept.note = "\n".join(note for note in (kept.note, gone.note) if note) or None
    kept.email, kept.phone = kept.email or gone.email, kept.phone or gone.phone
    kept.updated_at = shop.now()
    del shop.books.customers[gone.id]
    shop.tell("customers/merge", (kept, gone))


def blockers(shop: Shop, customer: Customer) -> list[tuple[str, str]]:
    """What of the account stands against merging it: the field, and how that is said."""
    name = " ".join(part for part in (customer.first_name, customer.last_name) if part) or customer.email or ""
    found = []
    if any(card.customer_id == customer.id for card in shop.books.gift_cards.values()):
        found.append(("GIFT_CARDS", f"{name} has gift cards and can\u2019t be merged."))
    return found


def _refuse(shop: Shop, one: Customer, two: Customer) -> None:
    wrong: list[UserError] = []
    for field, customer in (("customerOneId", one), ("customerTwoId", two)):
        wrong += [UserError([field], said, "INVALID_CUSTOMER") for _, said in blockers(shop, customer)]
    both = [["customerOneId"], ["customerTwoId"]]
    if len({*one.tags, *two.tags}) > MOST_TAGS:
        wrong += [UserError(f, f"Customers must have {MOST_TAGS} tags or less.", "INVALID_CUSTOMER") for f in both]
    if len(one.note or "") + len(two.note or "") > LONGEST_NOTE:
        message = f"Customer notes must be {LONGEST_NOTE:,} characters or less."
        wrong += [UserError(f, message, "INVALID_CUSTOMER") for f in both]
    if wrong:
        raise UserErrors(*wrong)


@resolves("Customer", "mergeable")
def mergeable(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    found = blockers(ask.shop, customer)
    return {
        "isMergeable": not found,
        "errorFields": [field for field, _ in found],
        "reason": found[0][1] if found else None,
        "mergeInProgress": None,
    }
