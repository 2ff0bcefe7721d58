"""Customers: the accounts of the shop.

The rule kept here: one account an e-mail address, whatever the case it is written in.
"""

from typing import Any

from .errors import RestError, missing_param, trash_not_supported
from .records import Customer
from .shop import Shop

TEXTS = ("first_name", "last_name")


def find(shop: Shop, customer_id: int) -> Customer:
    if customer := shop.customers.get(customer_id):
        return customer
    raise RestError(404, "woocommerce_rest_invalid_id", "Invalid resource ID.")


def by_email(shop: Shop, email: str) -> Customer | None:
    wanted = email.strip().lower()
    return next((customer for customer in shop.customers.values() if customer.email.lower() == wanted), None)


def create(shop: Shop, body: dict[str, Any]) -> Customer:
    email = str(body.get("email") or "").strip()
    if not email:
        raise missing_param("email")
    if by_email(shop, email):
        message = f"An account is already registered with {email}. Please log in or use a different email address."
        raise RestError(400, "registration-error-email-exists", message)
    now = shop.now()
    username = str(body.get("username") or email.partition("@")[0].lower())
    customer = Customer(id=shop.next_id("user"), email=email, username=username, created=now, modified=now)
    customer.role = str(body.get("role") or "customer")
    write(shop, customer, body)
    shop.customers[customer.id] = customer
    shop.fire("customer.created", customer.id)
    return customer


def update(shop: Shop, customer_id: int, body: dict[str, Any]) -> Customer:
    if customer_id not in shop.customers:  # where it is only looked for, that is 404
        raise RestError(400, "woocommerce_rest_invalid_id", "Invalid resource ID.")
    customer = find(shop, customer_id)
    if email := str(body.get("email") or "").strip():
        held = by_email(shop, email)
        if held and held.id != customer.id:
            raise RestError(400, "woocommerce_rest_customer_invalid_email", "Email address is invalid.")
        customer.email = email
    write(shop, customer, body)
    customer.modified = shop.now()
    shop.fire("customer.updated", customer.id)
    return customer


def delete(shop: Shop, customer_id: int, *, force: bool) -> Customer:
    customer = find(shop, customer_id)
    if not force:
        raise trash_not_supported("Customers")
    del shop.customers[customer.id]
    shop.fire("customer.deleted", customer.id)
    return customer


def write(shop: Shop, customer: Customer, body: dict[str, Any]) -> None:
    for name in TEXTS:
        if name in body:
            setattr(customer, name, str(body[name] or ""))
    for address, given in ((customer.billing, body.get("billing")), (customer.shipping, body.get("shipping"))):
        address.update({name: str(value or "") for name, value in (given or {}).items() if name in address})
    shop.write_meta(customer.meta, body.get("meta_data") or [], "user_meta")
