"""A believable past: products, customers and orders, made from a number.

The rule kept here: the same numbers and the same moment give the same shop.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from random import Random

from . import goods, money, placing
from .records import Application, Customer, Order, Product
from .shop import Shop

CATALOGUE: tuple[tuple[str, str, str, str | None], ...] = (
    ("Coffee", "Espresso beans 1kg", "24.90", None),
    ("Coffee", "Filter roast 250g", "9.80", None),
    ("Coffee", "Decaf beans 500g", "12.90", "15.40"),
    ("Equipment", "Grinder", "129.00", None),
    ("Equipment", "French press", "34.95", None),
    ("Equipment", "Kettle with thermometer", "74.00", "89.00"),
    ("Tea", "Assam 100g", "7.20", None),
    ("Tea", "Green tea Sencha 100g", "8.90", None),
    ("Accessories", "Paper filters, 100", "4.50", None),
    ("Accessories", "Cup, white", "11.00", None),
)
FIRST_NAMES = ("Ann", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Ida", "Jonas", "Käthe", "Lena", "Maja")
LAST_NAMES = ("Adler", "Becker", "Çelik", "Dietrich", "Engel", "Fischer", "Groß", "Hoffmann", "Jansen", "Novak")
ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ç": "c"})
GUESTS, AT_THE_TILL, UNPAID, DISCOUNTED, BY_GIFT_CARD, REFUNDED, CANCELLED = 0.2, 0.1, 0.03, 0.15, 0.05, 0.07, 0.04


@dataclass(frozen=True)
class Past:
    seed: int = 0
    orders: int = 0
    customers: int = 0
    products: int | None = None
    days: int = 365


def populate(shop: Shop, past: Past) -> None:
    """Moves the shop's clock through its past, and gives it back."""
    random, clock = Random(past.seed), shop.clock  # noqa: S311 it must be predictable
    now = shop.now()
    opened = now - timedelta(days=past.days)
    try:
        shop.clock = opened.timestamp
        goods.add_location(shop, "Main Street")
        wanted = len(CATALOGUE) if past.products is None else past.products
        shelves = [_product(shop, number) for number in range(wanted)]
        people = [_customer(shop, random, number) for number in range(past.customers)]
        seconds = max(60, past.days * 86_400 - 60)
        for second in sorted(random.randrange(seconds) for _ in range(past.orders if shelves else 0)):
            shop.clock = (opened + timedelta(seconds=second)).timestamp
            order = _order(shop, random, shelves, people)
            later = min(now.timestamp() - 1, opened.timestamp() + second + random.randrange(60, 864_000))
            shop.clock = partial(float, later)
            _aftermath(shop, random, order)
    finally:
        shop.clock = clock


def _product(shop: Shop, number: int) -> Product:
    kind, title, price, was = CATALOGUE[number % len(CATALOGUE)]
    edition = number // len(CATALOGUE)
    return goods.add_product(
        shop,
        f"{title} No. {edition + 1}" if edition else title,
        Decimal(price),
        sku=f"SKU-{number + 1:04}",
        compare_at_price=Decimal(was) if was else None,
        collections=(kind,),
        product_type=kind,
    )


def _customer(shop: Shop, random: Random, number: int) -> Customer:
    first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    mailbox = f"{first}.{last}.{number}".lower().translate(ASCII)
    return goods.add_customer(
        shop,
        f"{mailbox}@example.test",
        first_name=first,
        last_name=last,
        verified=random.random() < 0.8,
        subscribed=random.random() < 0.4,
        tags=("wholesale",) if number % 20 == 19 else (),
    )


def _order(shop: Shop, random: Random, shelves: list[Product], people: list[Customer]) -> Order:
    customer = random.choice(people) if people and random.random() > GUESTS else None
    chosen = random.sample(shelves, min(len(shelves), random.choice((1, 1, 2, 3))))
    till = random.random() < AT_THE_TILL
    off = Application("DiscountCodeApplication", f"SUMMER{random.randrange(100)}", Decimal(10), percentage=True)
    order = placing.place_order(
        shop,
        {product.variant_ids[0]: random.choice((1, 1, 2, 3)) for product in chosen},
        customer_id=customer.id if customer else None,
        email=None if customer or till else f"guest.{random.randrange(10**6)}@example.test",
        applications=[off] if random.random() < DISCOUNTED else [],
        shipping=None if till else Decimal("4.90"),
        source_name="pos" if till else "web",
        location_id=next(iter(shop.books.locations)) if till else None,
        paid=False,
    )
    if random.random() > UNPAID:
        gateway = "gift_card" if random.random() < BY_GIFT_CARD else placing.GATEWAY
        placing.pay(shop, order, [(gateway, money.total(order))])
    return order


def _aftermath(shop: Shop, random: Random, order: Order) -> None:
    luck = random.random()
    if luck < CANCELLED:
        placing.cancel(shop, order, refund_all=True)
    elif luck < CANCELLED + REFUNDED and money.received(order):
        placing.refund(shop, order, lines={random.choice(order.lines).id: 1}, note="sent back")
    else:
        order.fulfilled = True
        placing.touch(shop, order)
