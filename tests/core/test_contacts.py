"""Postal addresses: the same one is known again, and what says too little is none."""

import pytest

from connector.core.commerce import Contact
from connector.core.contacts import place

HOME = Contact("", "Teststraße 1a", "10115", "DE")


@pytest.mark.parametrize(
    ("street", "postcode"), [("TESTSTRASSE 1A", "10115"), (" Teststraße, 1 a ", "10 115"), ("Teststrasse 1-a", "10115")]
)
def test_an_address_is_the_same_however_it_is_typed(street: str, postcode: str) -> None:
    assert place(Contact("", street, postcode, "de")) == place(HOME)


@pytest.mark.parametrize(
    ("street", "postcode", "country"),
    [("Teststraße 2", "10115", "DE"), ("Teststraße 1a", "10116", "DE"), ("Teststraße 1a", "10115", "AT")],
)
def test_another_house_town_or_country_is_another(street: str, postcode: str, country: str) -> None:
    assert place(Contact("", street, postcode, country)) != place(HOME)


@pytest.mark.parametrize(
    "contact", [Contact("+49 30 1"), Contact("", "Teststraße", "10115"), Contact("", "Weg 1", "-")]
)
def test_what_has_no_house_or_postcode_is_no_address(contact: Contact) -> None:
    assert place(contact) is None


def test_accents_and_letters_of_their_own_do_not_matter() -> None:
    assert place(Contact("", "ul. Żółta 5", "00-001", "PL")) == place(Contact("", "UL ZOLTA 5", "00001", "pl"))
