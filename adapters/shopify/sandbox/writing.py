"""What apps write onto records that are not theirs: tags, notes, meta data, and customers.

The rule kept here: what writes onto orders needs the scope to write orders, and so on, whatever the mutation is called.
"""

from typing import Any

from . import goods, placing
from .errors import not_found
from .metafields import write as write_metafield
from .owners import SCOPES, may_write
from .records import Customer, Order
from .resolving import Ask
from .root_fields import look_up
from .shop import gid, parsed
from .user_errors import UserError, mutation

LONGEST_TAG = {"Order": 40, "Customer": 40, "Product": 255}
MOST_TAGS = 250


@mutation("tagsAdd")
def tags_add(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    return {"node": _tagged(ask, args, "tagsAdd", adding=True)}


@mutation("tagsRemove")
def tags_remove(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    return {"node": _tagged(ask, args, "tagsRemove", adding=False)}


def _tagged(ask: Ask, args: dict[str, Any], field: str, *, adding: bool) -> Any:
    kind = (parsed(args["id"]) or ("", 0))[0]
    if kind not in SCOPES:
        raise not_found()
    may_write(ask, kind, field)
    record = look_up(ask, args["id"])
    if record is None:
        raise UserError(["id"], f"{kind} does not exist")
    told = [part.strip() for tag in args["tags"] for part in tag.split(",") if part.strip()]
    if any(len(tag) > LONGEST_TAG[kind] for tag in told):
        raise UserError(["tags"], f"Tag exceeds the maximum length of {LONGEST_TAG[kind]} characters")
    before = list(record.tags)
    same = {tag.casefold() for tag in (before if adding else told)}
    kept = before if adding else [tag for tag in before if tag.casefold() not in same]
    record.tags = sorted(kept + [tag for tag in told if adding and tag.casefold() not in same], key=str.casefold)
    if len(record.tags) > MOST_TAGS:
        record.tags = before
        raise UserError(["tags"], f"Tags cannot exceed {MOST_TAGS}")
    if record.tags != before:
        changed(ask, record, "customer.tags_added" if adding else "customer.tags_removed")
    return record


def changed(ask: Ask, record: Any, tags_topic: str | None = None) -> None:
    """Its date moves, and whoever listens is told."""
    if isinstance(record, Order):
        placing.touch(ask.shop, record)
        return
    record.updated_at = ask.shop.now()
    if isinstance(record, Customer):
        ask.shop.tell("customers/update", record)
        if tags_topic:
            ask.shop.tell(tags_topic, record)


@mutation("orderUpdate")
def order_update(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    told = args["input"]
    order = look_up(ask, told["id"], "Order")
    if order is None:
        raise UserError(["id"], "Order does not exist")
    for name in ("note", "email", "phone", "tags"):
        if name in told:
            setattr(order, name, sorted(told[name]) if name == "tags" else told[name])
    if "customAttributes" in told:
        order.custom_attributes = {one["key"]: one["value"] for one in told["customAttributes"]}
    for one in told.get("metafields") or []:
        write_metafield(ask, gid("Order", order.id), one)
    placing.touch(ask.shop, order)
    return {"order": order}


@mutation("customerCreate")
def customer_create(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    told = args["input"]
    if not any(told.get(name) for name in ("email", "phone", "firstName", "lastName")):
        raise UserError(None, "A name, phone number, or email address must be present")
    if told.get("email") and goods.by_email(ask.shop, told["email"]):
        raise UserError(["email"], "Email has already been taken")
    made = goods.add_customer(ask.shop, told.get("email"), phone=told.get("phone"), tags=tuple(told.get("tags") or ()))
    _write_customer(ask, made, told)
    return {"customer": made}


@mutation("customerUpdate")
def customer_update(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    told = args["input"]
    customer = look_up(ask, told["id"], "Customer")
    if customer is None:
        raise UserError(["id"], "Customer does not exist")
    if told.get("email") and goods.by_email(ask.shop, told["email"]) not in (None, customer):
        raise UserError(["email"], "Email has already been taken")
    for name in ("email", "phone", "tags"):
        if name in told:
            setattr(customer, name, sorted(told[name]) if name == "tags" else told[name])
    _write_customer(ask, customer, told)
    changed(ask, customer)
    return {"customer": customer}


@mutation("customerDelete")
def customer_delete(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    customer = look_up(ask, args["input"]["id"], "Customer")
    if customer is None:
        raise UserError(["id"], "Customer can't be found")
    if any(order.customer_id == customer.id for order in ask.shop.books.orders.values()):
        raise UserError(["id"], "Customer can't be deleted because they have associated orders")
    goods.close_account(ask.shop, customer)
    return {"deletedCustomerId": args["input"]["id"]}


def _write_customer(ask: Ask, customer: Customer, told: dict[str, Any]) -> None:
    for name, attribute in (("firstName", "first_name"), ("lastName", "last_name"), ("note", "note")):
        if name in told:
            setattr(customer, attribute, told[name])
    if consent := told.get("emailMarketingConsent"):
        goods.consent(ask.shop, customer, consent["marketingState"])
    for one in told.get("metafields") or []:
        write_metafield(ask, gid("Customer", customer.id), one)
