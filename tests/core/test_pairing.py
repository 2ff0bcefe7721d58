"""A pasted code: what it proves, to whom, for how long, and how often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connector.core.pairing import (
    LIFETIME,
    MOST_TRIES,
    NotPaired,
    Pairing,
    may_connect,
    may_hand_over,
    may_learn,
    offered,
    seal,
    ticket_of,
)
from tests.building import NOW

CODE = "a-code-of-no-shop-in-the-world"
OFFERED = offered("main", "woocommerce", "https://shop.example", "starter.yaml", CODE, NOW)
CONNECTED = replace(OFFERED, connected_at=NOW)


def why_not(asked: object, pairing: Pairing | None, shown: str, after: timedelta = timedelta()) -> tuple[str, str]:
    with pytest.raises(NotPaired) as refused:
        asked(pairing, shown, NOW + after)  # type: ignore[operator]
    return refused.value.reason, refused.value.detail


def test_an_offer_names_its_shop_lives_for_an_hour_and_keeps_neither_code_nor_ticket() -> None:
    assert (
        Pairing(
            store="main",
            platform="woocommerce",
            url="https://shop.example",
            programme="starter.yaml",
            code_seal=seal(CODE),
            ticket_seal=seal(ticket_of(CODE)),
            expires_at=NOW + timedelta(hours=1),
        )
        == OFFERED
    )
    assert CODE not in repr(OFFERED)
    assert ticket_of(CODE) not in repr(OFFERED)


def test_a_ticket_is_always_the_same_and_fits_an_address() -> None:
    assert ticket_of(CODE) == ticket_of(CODE)
    assert len(ticket_of(CODE)) == 43
    assert ticket_of(CODE) != ticket_of(CODE + "x")
    assert set(ticket_of(CODE)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_the_ticket_brings_keys_and_the_code_learns_the_secret_and_neither_does_the_others_work() -> None:
    assert may_hand_over(OFFERED, ticket_of(CODE), NOW) is OFFERED
    assert may_connect(OFFERED, ticket_of(CODE), NOW) is OFFERED
    assert may_learn(CONNECTED, CODE, NOW) is CONNECTED

    assert why_not(may_hand_over, OFFERED, CODE) == ("bad_code", "")
    assert why_not(may_learn, CONNECTED, ticket_of(CODE)) == ("bad_code", "")


def test_it_works_once() -> None:
    assert why_not(may_connect, CONNECTED, ticket_of(CODE)) == ("used", "")
    assert why_not(may_learn, replace(CONNECTED, ended_at=NOW), CODE) == ("used", "")


def test_it_works_for_its_hour_and_not_a_moment_longer() -> None:
    almost = LIFETIME - timedelta(microseconds=1)

    assert may_connect(OFFERED, ticket_of(CODE), NOW + almost) is OFFERED
    assert why_not(may_connect, OFFERED, ticket_of(CODE), LIFETIME) == ("expired", "")
    assert why_not(may_learn, CONNECTED, CODE, LIFETIME) == ("expired", "")


def test_keys_are_tried_ten_times() -> None:
    assert may_hand_over(replace(OFFERED, tries=MOST_TRIES - 1), ticket_of(CODE), NOW)
    assert why_not(may_hand_over, replace(OFFERED, tries=MOST_TRIES), ticket_of(CODE)) == ("tried_too_often", "")


def test_who_has_the_code_hears_why_there_are_no_keys_yet() -> None:
    assert why_not(may_learn, replace(OFFERED, trouble="keys_refused"), CODE) == ("no_keys_yet", "keys_refused")


@pytest.mark.parametrize("asked", [may_hand_over, may_connect, may_learn])
def test_nobody_learns_whether_there_is_a_code_that_they_do_not_have(asked: object) -> None:
    assert why_not(asked, None, CODE) == why_not(asked, OFFERED, "guessed") == ("bad_code", "")
    assert why_not(asked, None, "") == ("bad_code", "")
