"""What stores tell of where buyers live and how they are called up, turned into pseudonyms before anything is kept.

The rule kept here: no telephone number and no postal address is ever written down; equal ones are known to be equal.
A number that is several people's finds all of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import phonenumbers
from sqlalchemy import Connection

from connector.core.commerce import Buyer, Contact, Order
from connector.core.contacts import place
from connector.core.foreseen import Misused
from connector.db import phones, programmes
from connector.db.members import Member
from connector.db.pseudonyms import pseudonym, pseudonyms
from connector.usecases.stores import Store


class NotAPhone(Misused):
    """It is no telephone number, or nobody can tell of which country."""


def e164(number: str, country: str | None) -> str | None:
    """A telephone number as the whole world dials it, +40721123456; one without a country's prefix is one of
    `country`. None where it is no number that can be dialled."""
    try:
        found = phonenumbers.parse(number, (country or "").upper() or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(found):
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def phone_word(number: str) -> str:
    """The text whose pseudonym stands for a number in E.164."""
    return f"phone:{number}"


def hidden(
    connection: Connection, programme_id: int, country: str | None, told: Mapping[str, Order]
) -> dict[str, Order]:
    """These orders with pseudonyms in place of their buyers' contacts. The connection is inside a write."""
    words = {id: _words(order.buyer, country) for id, order in told.items() if order.buyer.contacts}
    if not words:
        return dict(told)
    every = {word for phone, places in words.values() for word in (*([phone] if phone else []), *places)}
    names = pseudonyms(connection, programme_id, every)
    found = dict(told)
    for id, (phone, places) in words.items():
        buyer = replace(
            told[id].buyer,
            contacts=(),
            phone=names[phone] if phone else None,
            places=tuple(sorted(names[one] for one in places)),
        )
        found[id] = replace(told[id], buyer=buyer)
    return found


def _words(buyer: Buyer, country: str | None) -> tuple[str | None, set[str]]:
    """What stands for the telephone, the first that can be dialled, and for the places."""
    phone = _phone(buyer.contacts, country)
    places = {f"place:{found}" for one in buyer.contacts if (found := place(one))}
    return phone_word(phone) if phone else None, places


def _phone(contacts: Iterable[Contact], country: str | None) -> str | None:
    numbers = (e164(one.phone, one.country or country) for one in contacts if one.phone)
    return next((number for number in numbers if number), None)


def phone_pseudonyms(connection: Connection, store: Store, told: Mapping[int, Collection[Contact]]) -> dict[int, str]:
    """Member → the pseudonym of their telephone, of those whose account names one. Inside a write."""
    words = {
        member: phone_word(number) for member, contacts in told.items() if (number := _phone(contacts, store.country))
    }
    names = pseudonyms(connection, store.programme_id, words.values()) if words else {}
    return {member: names[word] for member, word in words.items()}


def told_phones(owned: Iterable[tuple[Order, int | None]], erased: Collection[int]) -> Iterator[tuple[int, str]]:
    """Which members these orders (with whose they are) tell the telephone of: member, pseudonym."""
    for order, member in owned:
        if member is not None and member not in erased and order.buyer.phone:
            yield member, order.buyer.phone


def dialled(number: str, country: str | None) -> str:
    """The number in E.164; one without a country's prefix is one of `country`. Raises NotAPhone."""
    found = e164(number, country)
    if found is None:
        raise NotAPhone(
            f"{number!r} is not a telephone number; write it with its country, +40 721 123 456, or name the country of "
            "your stores in the settings (country)"
        )
    return found


def with_phone(connection: Connection, number: str, country: str | None) -> list[Member]:
    """The members of all programmes who have this number. Raises NotAPhone."""
    word = phone_word(dialled(number, country))
    if not phones.any_known(connection):
        return []
    names = [pseudonym(connection, programme_id, word) for programme_id in programmes.all_ids(connection)]
    return phones.owners(connection, names)
