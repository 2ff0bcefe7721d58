"""`loyalty store code`: what the shop's plugin must know, in one word."""

import base64
import json

from connector import bootstrap
from tests.running import Place


def told(printed: str) -> dict[str, str]:
    word = printed.strip()
    found: dict[str, str] = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    return found


def test_the_code_holds_address_store_and_the_shoppers_secret(place: Place) -> None:
    printed = place.command("store", "code", "main")

    secret = bootstrap.settings(place.settings, {}).shopper_secret("main")
    assert (printed.status, printed.err) == (0, "")
    assert told(printed.out) == {"address": place.url, "store": "main", "secret": secret}
    as_json = json.loads(place.command("store", "code", "main", "--json").out)
    assert as_json == {"code": printed.out.strip()}


def test_a_connector_that_nobody_can_reach_has_no_code(place: Place) -> None:
    text = place.settings.read_text()
    place.settings.write_text(text.replace(f', public_url: "{place.url}"', ""))

    printed = place.command("store", "code", "main")

    assert (printed.status, printed.out) == (2, "")
    assert "write web.public_url into the settings first" in printed.err


def test_an_unknown_store_has_no_code(place: Place) -> None:
    printed = place.command("store", "code", "other")

    assert (printed.status, printed.out) == (2, "")
    assert "there is no store 'other': main" in printed.err
