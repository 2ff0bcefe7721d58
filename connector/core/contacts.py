"""Postal addresses, written in one way, so that the same one is known again however it was typed.

The rule kept here: street, house, postcode and country make a place, and nothing is a place without the first three.
"""

import unicodedata

from connector.core.commerce import Contact


def place(contact: Contact) -> str | None:
    """The place a contact names; None where it says too little to be one."""
    street, postcode, country = (_plain(part) for part in (contact.street, contact.postcode, contact.country))
    if not postcode or not any(sign.isdigit() for sign in street):
        return None
    return f"{street} {postcode} {country}"


_SPELLED = str.maketrans({"ł": "l", "ø": "o", "đ": "d"})  # letters that Unicode does not take apart


def _plain(text: str) -> str:
    """Without case, accents, spaces and signs, which people write as they like."""
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_SPELLED)
    return "".join(filter(str.isalnum, apart))
