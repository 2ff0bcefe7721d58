"""--language: orders, quotes and refusals in the language that was asked for, or the environment's."""

import json
import pathlib
import re

import pytest

from tests.running import Place, command

EXAMPLES = pathlib.Path(__file__).parents[2] / "examples" / "programmes"


def evaluated(folder: pathlib.Path, *words: str) -> list[str]:
    order = folder / "order.json"
    order.write_text('{"stage": "completed", "currency": "RON", "lines": [{"name": "Lamp", "total": 14999}]}')
    return command("programme", "evaluate", str(EXAMPLES / "gomag.yaml"), str(order), *words).out.split("\n")


def refused(*words: str) -> str:
    asked = command(
        "programme", "evaluate", str(EXAMPLES / "klub.yaml"), "--redeem", "1000", "--balance", "500", *words
    )
    assert asked.status == 6
    return asked.err


def test_an_evaluated_order_is_said_in_polish(tmp_path: pathlib.Path) -> None:
    said = [line.replace("\u00a0", " ") for line in evaluated(tmp_path, "--language", "pl")]

    assert said[0] == "Zamówienie 1, completed: przyznano, 2 punkty (+2)"
    assert "  149,99 RON, 1 punkt za każde 50,00 RON, zaokrąglone w dół: 2 punkty" in said


def test_hebrew_keeps_its_marks_around_names(tmp_path: pathlib.Path) -> None:
    assert any("\u2068Lamp\u2069: נחשב" in line for line in evaluated(tmp_path, "--language", "he"))


def test_json_is_the_same_in_every_language(tmp_path: pathlib.Path) -> None:
    polish, english = ("\n".join(evaluated(tmp_path, "--json", "--language", name)) for name in ("pl", "en"))

    assert json.loads(polish)[0]["award"]["trace"][0]["code"] == "line"
    assert [one["award"]["trace"] for one in json.loads(polish)] == [
        one["award"]["trace"] for one in json.loads(english)
    ]


def test_an_order_is_explained_in_polish(synced: Place) -> None:
    with synced.connector() as connector, connector.database.read() as connection:
        number = connection.exec_driver_sql("SELECT number FROM orders ORDER BY number").scalars().first()

    said = synced.command("explain", str(number), "--language", "pl")

    assert said.status == 0
    assert said.out.startswith(f"Zamówienie {number} ze sklepu main, złożone ")
    assert "liczy się razem: " in said.out


def test_a_quote_says_in_the_language_what_keeps_more_back() -> None:
    said = command(
        *("programme", "evaluate", str(EXAMPLES / "klub.yaml"), "--redeem", "100", "--balance", "500"),
        *("--language", "ro"),
    )

    assert said.out.startswith("100 de puncte: reducere de ")
    assert said.out.endswith("soldul rămas: 400 de puncte (limita: soldul)\n")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LANG": "pl_PL.UTF-8"}, "dostępne saldo to tylko 500 punktów"),
        ({"LANG": "pl_PL.UTF-8", "LC_ALL": "ro"}, "soldul disponibil este de numai 500 de puncte"),
        ({"LANG": "de_DE.UTF-8"}, "only 500 points are available"),
        ({"LANG": "C"}, "only 500 points are available"),
        ({}, "only 500 points are available"),
    ],
)
def test_without_the_option_the_environment_decides(
    variables: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert said in refused()
    assert "only 500 points are available" in refused("--language", "en")


def test_a_wrong_language_is_a_wrong_call_that_names_the_languages() -> None:
    said = command("programme", "evaluate", str(EXAMPLES / "klub.yaml"), "--redeem", "1", "--language", "xx")

    assert (said.status, said.err) == (2, "loyalty: there is no language 'xx'; there are en, ro, pl, he\n")


def visible(text: str) -> str:
    """Without marks of direction, and with one kind of space."""
    for mark in "\u2068\u2069\u200e\u200f":
        text = text.replace(mark, "")
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_member_is_shown_in_polish_and_their_own_reasons_stay_as_they_were_written(synced: Place) -> None:
    synced.command("member", "adjust", "1", "--add", "1500", "--reason", "przepraszamy, earned")
    assert synced.command("redeem", "1", "100").status == 0

    lines = visible(synced.command("member", "show", "1", "--language", "pl").out).splitlines()

    text = "\n".join(lines)
    assert re.search(r"^.+  nr 1  \S+@", lines[0])
    assert re.search(r"^program starter, od \d+ \w+ \d{4}, \d\d:\d\d UTC; identyfikatory: main:\d+$", text, re.M)
    assert re.search(r"^kiedy \(UTC\) +co +punkty +dostępne +powód +zamówienie$", text, re.M)
    assert re.search(r" przyznanie +[\d ]+ \+0 +przyznane +\S+", text)
    assert re.search(r" korekta +1 500 +\+1 500 +przepraszamy, earned", text)
    assert re.search(r" blokada +100 +-100 +wymienione", text)
    assert re.search(r" 5,00 € +10,00 € .+ zablokowane: 100$", text, re.M)


@pytest.mark.parametrize("language", ["en", "ro", "pl", "he"])
@pytest.mark.parametrize(
    "words", ["member show 1", "member list", "member bonuses 1", "reward list 1", "reward open", "card list"]
)
def test_what_a_voice_says_keeps_its_marks_and_its_json_is_the_same(words: str, language: str, synced: Place) -> None:
    synced.command("card", "add", "C-1", "--member", "1")

    said = synced.command(*words.split(), "--language", language)
    data = synced.command(*words.split(), "--language", language, "--json")

    assert said.status == 0
    assert "�" not in said.out
    assert data.out == synced.command(*words.split(), "--json").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("member adjust 1 --add 1500 --reason x", "dostępne teraz: "),
        ("member email 1 new@example.org", "uczestnik 1 ma teraz adres new@example.org\n"),
        ("member merge 2 1 --reason x", "uczestnicy 1, 2 są teraz jedną osobą; dostępne: "),
        ("member erase 1 --yes", "uczestnika 1 usunięto; ubyło z ksiąg: "),
        ("card add C-9 --member 1", "karta C-9 należy do uczestnika 1\n"),
    ],
)
def test_what_is_changed_by_hand_is_told_in_the_language(words: str, said: str, synced: Place) -> None:
    wrong = synced.command(*words.split(), "--language", "xx")
    made = synced.command(*words.split(), "--language", "pl")

    assert wrong.status == 2
    assert (made.status, made.err) == (0, "")
    assert made.out.startswith(said)


def test_a_person_with_a_tier_is_told_in_hebrew_with_every_mark_in_its_place(synced: Place) -> None:
    levels = "{name: silver, spend: 1, perks: [fast lane]}, {name: gold, spend: 5000}"
    (synced.folder / "starter.yaml").open("a").write(f"tiers: {{levels: [{levels}]}}\n")
    synced.command("programme", "apply")
    synced.command("member", "merge", "2", "1", "--reason", "x")

    said = synced.command("member", "show", "1", "--language", "he").out

    assert "�" not in said
    assert re.search(r"^דרגה silver: [\d.,]+ €; מה היא נותנת: fast lane; הבאה gold: 5,000.00 €$", visible(said), re.M)
    assert "אותו אדם כמו חבר 2\n" in visible(said)


def test_what_is_refused_is_refused_in_the_language_that_was_asked_for(synced: Place) -> None:
    said = [
        synced.command(*words.split(), "--language", "pl")
        for words in ("redeem 1 150", "member adjust 1 --take 999999 --reason x", "reward take 1 none")
    ]

    assert {one.status for one in said} == {6}
    assert said[0].err.startswith("loyalty: liczba punktów musi być wielokrotnością 100; dozwolone: ")
    assert said[1].err.startswith("loyalty: dostępne saldo to tylko ")
    assert said[2].err == "loyalty: w tym programie nie ma takiej nagrody\n"


@pytest.mark.parametrize(
    ("levels", "standing"),
    [
        ("{name: silver, spend: 99999}", "no tier yet: €[\\d,.]+; next silver: €99,999.00"),
        ("{name: silver, orders: 1}", "tier silver: \\d+ orders?"),
        ("{name: silver, points: 1}", "tier silver: [\\d,]+ points?"),
    ],
)
def test_a_tier_is_told_with_what_counts_towards_it(levels: str, standing: str, synced: Place) -> None:
    (synced.folder / "starter.yaml").open("a").write(f"tiers: {{levels: [{levels}]}}\n")
    assert synced.command("programme", "apply").status == 0

    assert re.search(f"^{standing}$", synced.command("member", "show", "1").out, re.M)
