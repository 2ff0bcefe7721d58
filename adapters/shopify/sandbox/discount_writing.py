"""The mutations that make, change and end discounts, and those that add and remove codes by the hundred.

The rule kept here: to deactivate is to end now, and the codes stay; to delete takes the codes with it. Codes that are
added in bulk are there later, when the creation says that it is done.
"""

from collections.abc import Mapping
from typing import Any

from . import discounts
from .paging import LISTED
from .resolving import Ask
from .rewards import BulkCode, BulkCreation, Discount
from .searching import search
from .shop import Shop, gid, parsed
from .user_errors import UserError, mutation

KINDS: Mapping[str, tuple[str, str]] = {
    "Basic": ("DiscountCodeBasic", "basicCodeDiscount"),
    "FreeShipping": ("DiscountCodeFreeShipping", "freeShippingCodeDiscount"),
    "Bxgy": ("DiscountCodeBxgy", "bxgyCodeDiscount"),
}


def _register(called: str, kind: str, argument: str) -> None:
    @mutation(f"discountCode{called}Create")
    def create(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
        made = discounts.save(ask.shop, kind, args[argument], argument)
        ask.shop.tell("discounts/create", made)
        return {"codeDiscountNode": made}

    @mutation(f"discountCode{called}Update")
    def update(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
        found = discounts.find(ask.shop, args["id"])
        discounts.save(ask.shop, kind, args[argument], argument, found)
        ask.shop.tell("discounts/update", found)
        return {"codeDiscountNode": found}


for _called, (_kind, _argument) in KINDS.items():
    _register(_called, _kind, _argument)


@mutation("discountCodeDeactivate")
def deactivate(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    found = discounts.find(ask.shop, args["id"])
    found.ends_at = found.updated_at = ask.shop.now()
    ask.shop.tell("discounts/update", found)
    return {"codeDiscountNode": found}


@mutation("discountCodeActivate")
def activate(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    found = discounts.find(ask.shop, args["id"])
    found.ends_at, found.updated_at = None, ask.shop.now()
    ask.shop.tell("discounts/update", found)
    return {"codeDiscountNode": found}


@mutation("discountCodeDelete")
def delete(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    found = discounts.find(ask.shop, args["id"])
    del ask.shop.books.discounts[found.id]
    ask.shop.tell("discounts/delete", found)
    return {"deletedCodeDiscountId": gid("DiscountCodeNode", found.id)}


@mutation("discountCodeBulkDelete")
def bulk_delete(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    for found in _several(ask, args):
        del ask.shop.books.discounts[found.id]
        ask.shop.tell("discounts/delete", found)
    return {"job": _job(ask.shop)}


@mutation("discountCodeBulkDeactivate")
def bulk_deactivate(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    for found in _several(ask, args):
        found.ends_at = found.updated_at = ask.shop.now()
        ask.shop.tell("discounts/update", found)
    return {"job": _job(ask.shop)}


def _several(ask: Ask, args: dict[str, Any]) -> list[Discount]:
    _one_of(args)
    known = ask.shop.books.discounts
    if args.get("search"):
        looked = search(args["search"], LISTED["DiscountNode"].search)
        return [discount for discount in known.values() if looked.test(ask.shop, discount)]
    return [known[told[1]] for told in map(parsed, args.get("ids") or []) if told and told[1] in known]


@mutation("discountRedeemCodeBulkAdd")
def bulk_add(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    given = [one["code"] for one in args["codes"]]
    found = discounts.find(ask.shop, args["discountId"], "discountId", "Code discount does not exist.")
    if not given:
        raise UserError(["codes"], "Codes can't be blank", "BLANK")
    shop = ask.shop
    made = BulkCreation(shop.next_id("DiscountRedeemCodeBulkCreation"), found.id, shop.now())
    made.codes = [BulkCode(code) for code in given]
    shop.books.bulk_creations[made.id] = made
    return {"bulkCreation": made}


@mutation("discountCodeRedeemCodeBulkDelete")
def bulk_delete_codes(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    _one_of(args)
    found = discounts.find(ask.shop, args["discountId"], "discountId", "Code discount does not exist.")
    if args.get("search") is not None and not args["search"].strip():
        raise UserError(["search"], "'Search' can't be blank.", "BLANK")
    if args.get("savedSearchId"):
        raise UserError(["savedSearchId"], "Invalid 'saved_search_id'.", "INVALID")
    if args.get("ids") == []:
        raise UserError(None, "Something went wrong, please try again.")
    gone = {told[1] for told in map(parsed, args.get("ids") or []) if told}
    wanted = (args.get("search") or "").removeprefix("code:").casefold()
    found.codes = [c for c in found.codes if c.id not in gone and not (wanted and c.code.casefold() == wanted)]
    found.updated_at = ask.shop.now()
    return {"job": _job(ask.shop)}


def catch_up(shop: Shop) -> None:
    """By the next request the store has got round to what was asked before."""
    for creation in shop.books.bulk_creations.values():
        if not creation.done:
            finish(shop, creation)


def finish(shop: Shop, creation: BulkCreation) -> None:
    discount = shop.books.discounts.get(creation.discount_id)
    seen: set[str] = set()
    for wanted in creation.codes:
        again = wanted.code.casefold() in seen
        seen.add(wanted.code.casefold())
        if not wanted.code:
            wanted.problem = "is too short (minimum is 1 character)"
        elif "\n" in wanted.code or "\r" in wanted.code:
            wanted.problem = "cannot contain newline characters."
        elif len(wanted.code) > discounts.LONGEST_CODE:
            wanted.problem = f"is too long (maximum is {discounts.LONGEST_CODE} characters)"
        elif again:
            wanted.problem = "Codes must be unique within BulkDiscountCodeCreation"
        elif discount is None or discounts.by_code(shop, wanted.code):
            wanted.problem = "must be unique. Please try a different code."
        else:
            wanted.redeem_code_id = discounts.add_code(shop, discount, wanted.code).id
    creation.done = True


def _one_of(args: dict[str, Any]) -> None:
    told = [name for name in ("ids", "search", "savedSearchId") if args.get(name) is not None]
    if not told:
        message = "Missing expected argument key: 'ids', 'search' or 'saved_search_id'."
        raise UserError(None, message, "MISSING_ARGUMENT")
    if len(told) > 1:
        raise UserError(None, "Only one of 'ids', 'search' or 'saved_search_id' is allowed.", "TOO_MANY_ARGUMENTS")


def _job(shop: Shop) -> dict[str, Any]:
    return {"__typename": "Job", "id": gid("Job", shop.next_id("Job")), "done": True}
