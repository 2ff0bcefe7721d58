"""`loyalty programme show`, and a balance as the programme shows it and in the merchant's own words."""

import json
import pathlib

from tests.running import PROGRAMME, Place

SHOWN = (
    "display: {points: money, visible_to: signed_in, sign_in: to_buy}\n"
    "texts:\n"
    "  en: {points: {one: coin, other: coins}, welcome: Hello, invitation_subject: Join, invitation_body: Us}\n"
    "  pl: {points: {one: moneta, few: monety, many: monet, other: monety}, document: <b>Dziękujemy</b>}\n"
)


def in_own_words(place: Place, texts: str = SHOWN) -> pathlib.Path:
    file = place.folder / "starter.yaml"
    file.write_text(PROGRAMME.read_text() + texts)
    return file


def test_a_shop_may_show_what_the_file_says(synced: Place) -> None:
    file = str(in_own_words(synced))

    said = synced.command("programme", "show", file).out
    assert said.splitlines() == [
        "starter",
        "a balance is shown as: money; signing in: to_buy",
        "points: one coin, other coins",
        "welcome: Hello",
        "invitation: Join",
        "Us",
    ]
    polish = json.loads(synced.command("programme", "show", file, "--language", "pl", "--json").out)
    assert (polish["visible"], polish["sign_in"], polish["points"]) == (True, "to_buy", "money")
    assert polish["texts"]["document"] == "<b>Dziękujemy</b>"


def test_a_guest_sees_nothing_of_what_is_for_those_who_signed_in(synced: Place) -> None:
    file = str(in_own_words(synced))

    said = synced.command("programme", "show", file, "--guest")

    assert said.out == "nothing: only who has signed in sees this programme\n"
    seen = json.loads(synced.command("programme", "show", file, "--guest", "--json").out)
    assert (seen["visible"], seen["texts"], seen["programme"]) == (False, None, "")


def test_a_member_is_shown_as_the_programme_in_force_says(synced: Place) -> None:
    in_own_words(synced)
    assert synced.command("programme", "apply").status == 0
    card = json.loads(synced.command("member", "show", "1", "--json").out)

    english = synced.command("member", "show", "1").out
    polish = synced.command("member", "show", "1", "--language", "pl").out

    assert f"available: €{card['worth'] / 100:.2f}; pending: 0 coins; held: 0 coins\n" in english
    assert "dostępne: " in polish
    assert "oczekujące: 0 monet; zablokowane: 0 monet\n" in polish
    assert synced.command("member", "show", "1", "--language", "de").status == 2


def test_a_redemption_is_told_in_the_merchants_words_and_with_their_text(synced: Place) -> None:
    in_own_words(synced)
    synced.command("programme", "apply")
    synced.command("member", "adjust", "1", "--add", "300", "--reason", "test")

    said = synced.command("redeem", "1", "300", "--language", "pl").out

    assert "\u00a0€ za 300 monet\n" in said
    assert said.endswith("<b>Dziękujemy</b>\n")
    assert synced.command("redeem", "1", "100", "--language", "de").status == 2
