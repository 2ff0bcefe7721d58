"""Where buyers and account holders are to be found, as WooCommerce tells it."""

import json

import msgspec
import pytest

from adapters.woocommerce.customers import _read
from adapters.woocommerce.mapping import contacts
from adapters.woocommerce.payloads import Billing, Shipping
from connector.core.commerce import Contact

HOME = {"phone": "0721 123 456", "address_1": "Strada Florilor 7", "postcode": "010101", "country": "RO"}


def test_an_account_tells_its_bill_and_nobody_elses_telephone() -> None:
    told = {"id": 7, "billing": {**HOME, "city": "Bucharest"}, "shipping": {**HOME, "phone": "0722"}}

    account = _read(msgspec.Raw(json.dumps(told).encode())).row

    assert account.contacts == (Contact("0721 123 456", "Strada Florilor 7", "010101", "RO"),)


@pytest.mark.parametrize("billing", [None, [], {}, {"phone": "", "address_1": ""}])
def test_an_account_without_a_bill_tells_nothing(billing: object) -> None:
    assert _read(msgspec.Raw(json.dumps({"id": 7, "billing": billing}).encode())).row.contacts == ()


def test_what_says_nothing_is_left_out_and_the_delivery_counts_too() -> None:
    assert list(contacts(None, None)) == []
    assert list(contacts([None], Shipping())) == []
    assert list(contacts(Billing(phone="1"), Shipping("Weg 1", "10115", "DE"))) == [
        Contact("1", "", "", ""),
        Contact("", "Weg 1", "10115", "DE"),
    ]
