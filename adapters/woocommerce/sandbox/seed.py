"""A believable past: products, customers, orders and reviews, made from a number.

The rule kept here: the same numbers and the same moment give the same shop, and no webhook hears of it.
"""

from decimal import Decimal
from random import Random
from typing import Any

from . import customers, orders, products, refunds, reviews
from .records import Customer, Order, Product
from .shop import Shop

DAY = 86_400

CATALOGUE: tuple[tuple[str, str, str, str | None], ...] = (
    ("Coffee", "Espresso beans 1kg", "24.90", None),
    ("Coffee", "Filter roast 250g", "9.80", None),
    ("Coffee", "Decaf beans 500g", "15.40", "12.90"),
    ("Coffee", "Ethiopia Yirgacheffe 250g", "12.50", None),
    ("Coffee", "Sampler box", "29.00", None),
    ("Equipment", "Grinder", "129.00", None),
    ("Equipment", "French press", "34.95", None),
    ("Equipment", "Kettle with thermometer", "89.00", "74.00"),
    ("Equipment", "Scale", "45.50", None),
    ("Equipment", "Espresso machine", "649.00", None),
    ("Tea", "Assam 100g", "7.20", None),
    ("Tea", "Green tea Sencha 100g", "8.90", None),
    ("Tea", "Kräutertee 80g", "5.60", "4.90"),
    ("Accessories", "Paper filters, 100", "4.50", None),
    ("Accessories", "Cup, white", "11.00", None),
    ("Accessories", "Milk jug", "18.75", None),
    ("Accessories", "Cleaning tablets", "9.95", None),
    ("Gifts", "Gift box, small", "19.90", None),
    ("Gifts", "Gift box, large", "39.90", "35.90"),
)
ABOVE = {"Coffee": "Drinks", "Tea": "Drinks"}
FIRST_NAMES = (
    *("Ann", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hannes", "Ida", "Jonas", "Käthe", "Lena"),
    *("Maja", "Nils", "Olivia", "Paul", "Rosa", "Samir", "Tilda", "Uwe", "Vera", "Willem", "Yara", "Zoë"),
)
LAST_NAMES = (
    *("Adler", "Becker", "Çelik", "Dietrich", "Engel", "Fischer", "Groß", "Hoffmann", "Ivanov", "Jansen"),
    *("Krüger", "Lehmann", "Meyer", "Novak", "Otto", "Peters", "Richter", "Schäfer", "Thomas", "Vogel"),
)
CITIES = (("Berlin", "10115"), ("Hamburg", "20095"), ("München", "80331"), ("Köln", "50667"), ("Leipzig", "04103"))
ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ç": "c", "ë": "e"})
STATUSES = ("completed", "processing", "on-hold", "pending", "cancelled", "failed")
STATUS_WEIGHTS = (78, 9, 3, 3, 5, 2)
WHOLESALE = 20  # every so many customers one is of the trade
REVIEWED = 0.05
GUESTS, SHIPPED, WITH_FEE, DISCOUNTED, REFUNDED = 0.2, 0.7, 0.05, 0.05, 0.06


def populate(shop: Shop, *, seed: int, orders: int, customers: int, products: int | None, days: int, now: int) -> None:
    random = Random(seed)  # noqa: S311 it must be predictable
    catalogue = [_product(shop, number) for number in range(len(CATALOGUE) if products is None else products)]
    people = [_customer(shop, random, number) for number in range(customers)]
    opened = now - days * DAY
    for product in catalogue:
        product.created = product.modified = opened
    for customer in people:
        customer.created = customer.modified = opened
    moments = sorted(random.randrange(opened, max(now - 60, opened + 1)) for _ in range(orders))
    if catalogue:
        for moment in moments:
            _order(shop, random, catalogue, people, moment, now)
    _reviews(shop, Random(seed + 1), now)  # noqa: S311 it must be predictable


def _product(shop: Shop, number: int) -> Product:
    category, name, price, sale_price = CATALOGUE[number % len(CATALOGUE)]
    edition = number // len(CATALOGUE)
    body: dict[str, Any] = {
        "name": f"{name} No. {edition + 1}" if edition else name,
        "sku": f"SKU-{number + 1:04}",
        "regular_price": price,
        "sale_price": sale_price,
        "categories": [{"name": category, "parent": ABOVE.get(category)}],
    }
    return products.create(shop, body)


def _customer(shop: Shop, random: Random, number: int) -> Customer:
    person = _person(random, number)
    email = person["email"]
    customer = Customer(shop.next_id("user"), email, email.partition("@")[0], created=0, modified=0)
    customers.write(shop, customer, {**person, "billing": _address(random, person)})
    if number % WHOLESALE == WHOLESALE - 1:
        customer.role = "wholesale_customer"
    shop.customers[customer.id] = customer
    return customer


def _person(random: Random, number: int) -> dict[str, str]:
    first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    mailbox = f"{first}.{last}".lower().translate(ASCII)
    return {"first_name": first, "last_name": last, "email": f"{mailbox}.{number}@example.test"}


def _address(random: Random, person: dict[str, str]) -> dict[str, str]:
    city, postcode = random.choice(CITIES)
    street = f"Teststr. {random.randrange(1, 200)}"
    return {**person, "address_1": street, "city": city, "postcode": postcode, "country": "DE"}


def _order(shop: Shop, random: Random, catalogue: list[Product], people: list[Customer], moment: int, now: int) -> None:
    customer = random.choice(people) if people and random.random() > GUESTS else None
    billing = dict(customer.billing) if customer else _address(random, _person(random, random.randrange(10**6)))
    chosen = random.sample(catalogue, min(len(catalogue), random.choice((1, 1, 2, 2, 3, 4))))
    items = [{"product_id": product.id, "quantity": random.choice((1, 1, 1, 2, 3))} for product in chosen]
    body: dict[str, Any] = {
        "customer_id": customer.id if customer else 0,
        "billing": billing,
        "shipping": billing,
        "payment_method": "bacs",
        "payment_method_title": "Bank",
        "line_items": items,
    }
    if random.random() < SHIPPED:
        body["shipping_lines"] = [{"method_id": "flat_rate", "method_title": "Flat", "total": "5.00"}]
    if random.random() < WITH_FEE:
        body["fee_lines"] = [{"name": "Gift wrapping", "total": "2.52"}]
    if random.random() < DISCOUNTED:
        body.setdefault("fee_lines", []).append({"name": "Discount for friends", "total": "-1.68"})
    order = orders.create(shop, body, created_via="checkout", at=moment)
    status = random.choices(STATUSES, STATUS_WEIGHTS)[0]
    later = min(now - 1, moment + random.randrange(60, 3 * DAY))
    if status == "completed":
        orders.set_status(shop, order, "processing", moment)
    if status != "pending":
        orders.set_status(shop, order, status, later)
        order.modified = later
    if status == "completed" and random.random() < REFUNDED:
        _refund(shop, random, order, min(now - 1, later + random.randrange(60, 10 * DAY)))


def _reviews(shop: Shop, random: Random, now: int) -> None:
    """By some who got what they ordered; one in four still waits to be approved."""
    for order in [order for order in shop.orders.values() if order.status == "completed"]:
        if random.random() < REVIEWED:
            body: dict[str, Any] = {
                "product_id": random.choice(order.lines).product_id,
                "reviewer": order.billing["first_name"],
                "reviewer_email": order.billing["email"],
                "review": random.choice(("Very good.", "As described.", "Would buy it again.")),
                "rating": random.choice((3, 4, 5, 5)),
                "status": random.choice(("approved", "approved", "approved", "hold")),
            }
            review = reviews.create(shop, body)
            review.created = min(now - 1, order.modified + random.randrange(DAY, 20 * DAY))


def _refund(shop: Shop, random: Random, order: Order, at: int) -> None:
    """A piece of a line mostly, at times a sum for goodwill: always so if a line may cost more than was paid."""
    discounted = any(fee.total < 0 for fee in order.fee_lines)
    if discounted or random.random() < 0.3:
        amount = min(Decimal("5.00"), order.total)
        refunds.create(shop, order.id, {"amount": str(amount), "reason": "goodwill"}, at=at)
    else:
        entries = refunds.entries_for(order, {random.choice(order.lines).id: 1})
        refunds.create(shop, order.id, {"line_items": entries, "reason": "sent back"}, at=at)
