"""Filling the shelves and opening accounts, as the merchant and the customers do.

The rule kept here: an address belongs to one account, whatever its case.
"""

from decimal import Decimal

from .records import Collection, Customer, Location, Product, Variant
from .shop import Shop


def handle(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def collection(shop: Shop, title: str) -> Collection:
    """The collection of that title, made where there is none."""
    for known in shop.books.collections.values():
        if known.title == title:
            return known
    made = Collection(shop.next_id("Collection"), title, handle(title), shop.now())
    shop.books.collections[made.id] = made
    return made


def add_product(
    shop: Shop,
    title: str,
    price: Decimal,
    *,
    sku: str | None = None,
    compare_at_price: Decimal | None = None,
    collections: tuple[str, ...] = (),
    product_type: str = "",
    tags: tuple[str, ...] = (),
    gift_card: bool = False,
) -> Product:
    now = shop.now()
    product = Product(
        shop.next_id("Product"),
        title,
        handle(title),
        now,
        now,
        product_type=product_type,
        is_gift_card=gift_card,
        tags=sorted(tags),
        collection_ids=[collection(shop, name).id for name in collections],
    )
    shop.books.products[product.id] = product
    add_variant(shop, product, "Default Title", price, sku=sku, compare_at_price=compare_at_price)
    shop.tell("products/create", product)
    return product


def add_variant(
    shop: Shop,
    product: Product,
    title: str,
    price: Decimal,
    *,
    sku: str | None = None,
    compare_at_price: Decimal | None = None,
) -> Variant:
    now = shop.now()
    number = shop.next_id("ProductVariant")
    variant = Variant(number, product.id, title, price, now, now, sku=sku, compare_at_price=compare_at_price)
    shop.books.variants[number] = variant
    product.variant_ids.append(number)
    product.updated_at = now
    return variant


def add_location(shop: Shop, name: str) -> Location:
    made = Location(shop.next_id("Location"), name, shop.now(), shop.now())
    shop.books.locations[made.id] = made
    return made


def add_customer(
    shop: Shop,
    email: str | None,
    *,
    first_name: str | None = None,
    last_name: str | None = None,
    phone: str | None = None,
    verified: bool = True,
    subscribed: bool = False,
    tags: tuple[str, ...] = (),
) -> Customer:
    if email and by_email(shop, email):
        raise ValueError("Email has already been taken")
    now = shop.now()
    customer = Customer(
        shop.next_id("Customer"),
        now,
        now,
        email=email,
        phone=phone,
        first_name=first_name,
        last_name=last_name,
        verified_email=verified,
        tags=sorted(tags),
    )
    if subscribed:
        consent(shop, customer, "SUBSCRIBED", told=False)
    shop.books.customers[customer.id] = customer
    shop.tell("customers/create", customer)
    return customer


def by_email(shop: Shop, email: str) -> Customer | None:
    wanted = email.casefold()
    return next((c for c in shop.books.customers.values() if c.email and c.email.casefold() == wanted), None)


def consent(shop: Shop, customer: Customer, state: str, *, told: bool = True) -> None:
    """Somebody signs up for the newsletter, or off it."""
    customer.email_consent = state
    customer.email_opt_in_level = "SINGLE_OPT_IN" if state == "SUBSCRIBED" else customer.email_opt_in_level
    customer.email_consent_at = customer.updated_at = shop.now()
    if told:
        shop.tell("customers_email_marketing_consent/update", customer)


def close_account(shop: Shop, customer: Customer) -> None:
    del shop.books.customers[customer.id]
    shop.tell("customers/delete", customer)
