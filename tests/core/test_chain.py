"""The chain: every part of a transaction counts, and so does every transaction before it."""

import hashlib
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest

from connector.core import chain
from connector.core.chain import Entry, link, seal, told
from connector.core.explain import Step
from connector.core.ledger import Transaction
from tests.building import NOW, A, K, a_lot, at, earn, move

LOT = a_lot("lot", order="shop/1", expires_at=at(90))
EARNED = replace(earn(LOT, 100), trace=(Step("base", {"amount": 10_000}),))
ENTRY = Entry(1, 1, NOW, EARNED.fingerprint, EARNED)


def linked(entry: Entry, before: str = chain.START) -> str:
    return link(before, told(entry))


OF_THE_ENTRY: dict[str, Any] = {"member": 2, "seq": 2, "recorded_at": at(1), "fingerprint": "0"}
OF_THE_TRANSACTION: dict[str, Any] = {
    "kind": K.ADJUST,
    "key": "other",
    "happened_at": at(1),
    "reason": "other",
    "author": "other",
    "order": "shop/2",
    "redemption": "r",
    "resolves": "other",
    "lots": (replace(LOT, matures_at=at(1)),),
    "postings": (replace(EARNED.postings[0], points=101),),
    "trace": (Step("base", {"amount": 10_001}),),
}


@pytest.mark.parametrize("part", OF_THE_ENTRY)
def test_every_part_of_an_entry_counts(part: str) -> None:
    assert linked(replace(ENTRY, **{part: OF_THE_ENTRY[part]})) != linked(ENTRY)


@pytest.mark.parametrize("part", OF_THE_TRANSACTION)
def test_every_part_of_a_transaction_counts(part: str) -> None:
    other = replace(EARNED, **{part: OF_THE_TRANSACTION[part]})

    assert linked(replace(ENTRY, transaction=other)) != linked(ENTRY)


def test_no_part_of_a_transaction_is_forgotten() -> None:
    """`request` is what the fingerprint stands for; it is not kept."""
    assert set(OF_THE_TRANSACTION) == set(Transaction.__dataclass_fields__) - {"request"}
    assert set(OF_THE_ENTRY) == set(Entry.__dataclass_fields__) - {"transaction"}


def test_what_came_before_counts() -> None:
    assert linked(ENTRY, "a") != linked(ENTRY, "b")


def test_the_same_moment_in_another_zone_is_the_same_link() -> None:
    elsewhere = replace(ENTRY, recorded_at=NOW.astimezone(timezone(timedelta(hours=2))))

    assert linked(elsewhere) == linked(ENTRY)


def test_a_link_is_plain_sha_256_of_canonical_json() -> None:
    """Whoever reckons it again needs no program of ours."""
    assert link("", {"b": "ă", "a": 1}) == hashlib.sha256(b'["",{"a":1,"b":"\\u0103"}]').hexdigest()
    assert seal({2: "y", 1: "x"}) == hashlib.sha256(b'[[1,"x"],[2,"y"]]').hexdigest()


def test_a_seal_is_of_all_members() -> None:
    heads = {1: "x", 2: "y"}

    assert seal(heads) == seal(dict(reversed(heads.items())))
    assert len({seal(heads), seal({1: "x"}), seal({1: "x", 2: "z"}), seal({})}) == 4


def test_a_name_with_any_character_can_be_bound() -> None:
    odd = move(K.VEST, ("lot", A.PENDING, A.AVAILABLE, 1), reason="\x00 \ud800 ✓")

    assert len(linked(replace(ENTRY, transaction=odd))) == 64


def test_what_the_chain_binds_is_named_as_ever() -> None:
    """Whoever kept an export reckons with these names and this form of a time for as long as the books are kept."""
    assert told(replace(ENTRY, transaction=replace(EARNED, redemption="r-1", resolves="hold:r-1"))) == {
        "member": 1,
        "seq": 1,
        "kind": "earn",
        "key": "earn:lot",
        "fingerprint": EARNED.fingerprint,
        "happened_at": "2026-03-01T12:00:00+00:00",
        "recorded_at": "2026-03-01T12:00:00+00:00",
        "reason": "test",
        "author": "programme",
        "order": "shop/1",
        "redemption": "r-1",
        "resolves": "hold:r-1",
        "lots": [
            {
                "key": "lot",
                "earned_at": "2026-03-01T12:00:00+00:00",
                "matures_at": "2026-03-01T12:00:00+00:00",
                "expires_at": "2026-05-30T12:00:00+00:00",
                "order": "shop/1",
            }
        ],
        "postings": [{"lot": "lot", "source": "issued", "destination": "pending", "points": 100}],
        "trace": [{"code": "base", "facts": {"amount": 10_000}}],
    }
