"""A code used by somebody else is told; what cannot be compared is not suspected."""

from dataclasses import replace

import pytest

from connector.core.commerce import Buyer
from connector.core.explain import Step
from connector.core.whose_code import used_by_another
from tests.building import ANNA, BERT, GUEST

OWNER, ANOTHER = 1, 2
ADDRESSES = {"anna@example.org"}
TOLD = Step("code_of_another", {"code": "loy-1", "member": str(OWNER)})


@pytest.mark.parametrize(
    ("buyer", "ordered_by", "addresses", "told"),
    [
        (ANNA, OWNER, ADDRESSES, None),
        (replace(ANNA, email="work@example.org"), OWNER, ADDRESSES, None),
        (BERT, ANOTHER, ADDRESSES, TOLD),
        (replace(BERT, email="anna@example.org"), ANOTHER, ADDRESSES, TOLD),
        (BERT, ANOTHER, set(), TOLD),
        (GUEST, None, ADDRESSES, TOLD),
        (replace(GUEST, email="Anna@Example.org"), None, ADDRESSES, None),
        (replace(GUEST, email=None), None, ADDRESSES, None),
        (GUEST, None, set(), None),
    ],
    ids=[
        "the owner",
        "the owner with another address",
        "another account",
        "another account with the owner's address",
        "another account, and the owner has no address",
        "a guest",
        "a guest with the owner's address",
        "a guest without address",
        "a guest, and the owner has no address",
    ],
)
def test_who_used_it(buyer: Buyer, ordered_by: int | None, addresses: set[str], told: Step | None) -> None:
    assert used_by_another("loy-1", OWNER, addresses, buyer, ordered_by) == told
