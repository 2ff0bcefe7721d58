"""What a customer answers.

The rule kept here: how many orders somebody placed and what was spent is counted from the orders, cancelled ones left
out of the sum.
"""

from decimal import Decimal
from typing import Any

from . import money
from .paging import LISTED, Listed
from .records import ZERO, Customer, Order
from .resolving import Ask, resolves
from .shop import Shop


def orders_of(shop: Shop, customer: Customer) -> list[Order]:
    return [order for order in shop.books.orders.values() if order.customer_id == customer.id]


def spent(shop: Shop, customer: Customer) -> Decimal:
    kept = [order for order in orders_of(shop, customer) if order.cancelled_at is None]
    return sum((money.received(order) - money.refunded(order) for order in kept), ZERO)


@resolves("Customer", "orders")
def customer_orders(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    return [order for order in ask.orders() if order.customer_id == customer.id]


@resolves("Customer", "lastOrder")
def customer_last_order(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    return next(iter(reversed(orders_of(ask.shop, customer))), None)


@resolves("Customer", "numberOfOrders")
def customer_number_of_orders(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    return str(len(orders_of(ask.shop, customer)))


@resolves("Customer", "amountSpent")
def customer_spent(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    return money.money(spent(ask.shop, customer), ask.shop.terms.currency)


@resolves("Customer", "displayName")
def customer_display_name(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    names = " ".join(name for name in (customer.first_name, customer.last_name) if name)
    return names or customer.email or customer.phone or ""


@resolves("Customer", "defaultEmailAddress")
def customer_email_address(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    if customer.email is None:
        return None
    return {
        "emailAddress": customer.email,
        "marketingState": customer.email_consent,
        "marketingOptInLevel": customer.email_opt_in_level,
        "marketingUpdatedAt": customer.email_consent_at,
        "validFormat": True,
    }


@resolves("Customer", "defaultPhoneNumber")
def customer_phone_number(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    if customer.phone is None:
        return None
    consent = {"marketingState": customer.sms_consent, "consentState": customer.sms_consent}
    return {"phoneNumber": customer.phone, "marketingState": customer.sms_consent, "smsMarketingConsent": consent}


@resolves("Customer", "emailMarketingConsent")
def customer_email_consent(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    if customer.email is None:
        return None
    return {
        "marketingState": customer.email_consent,
        "marketingOptInLevel": customer.email_opt_in_level,
        "consentUpdatedAt": customer.email_consent_at,
    }


@resolves("Customer", "validEmailAddress")
def customer_valid_email(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    return customer.email is not None


@resolves("Customer", "canDelete")
def customer_can_delete(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    return not orders_of(ask.shop, customer)


def _search_text(shop: Shop, customer: Customer) -> list[str]:
    return [text for text in (customer.email, customer.first_name, customer.last_name, customer.phone) if text]


LISTED["Customer"] = Listed(
    search={
        "": _search_text,
        "id": lambda shop, c: c.id,
        "email": lambda shop, c: c.email,
        "phone": lambda shop, c: c.phone,
        "first_name": lambda shop, c: c.first_name,
        "last_name": lambda shop, c: c.last_name,
        "state": lambda shop, c: c.state,
        "tag": lambda shop, c: c.tags,
        "customer_date": lambda shop, c: c.created_at,
        "created_at": lambda shop, c: c.created_at,
        "updated_at": lambda shop, c: c.updated_at,
        "orders_count": lambda shop, c: len(orders_of(shop, c)),
        "total_spent": spent,
        "accepts_marketing": lambda shop, c: c.email_consent == "SUBSCRIBED",
    },
    sorts={
        "CREATED_AT": lambda shop, c: c.created_at,
        "UPDATED_AT": lambda shop, c: c.updated_at,
        "NAME": lambda shop, c: f"{c.last_name or ''}, {c.first_name or ''}",
    },
)
