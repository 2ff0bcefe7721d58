"""A document: exact values, the place of everything, all faults at once, no secret in any of them."""

import json
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field, SecretStr

from connector.document import Fault, InvalidDocument, Place, read_document
from connector.validation import Flag, Section, Whole, exact_decimal, validate


class Part(Section):
    url: str
    port: Whole = 80
    on: Flag = True


class Model(Section):
    name: str = ""
    secret: Annotated[SecretStr, Field(min_length=8)] | None = None
    parts: dict[str, Part] = Field(default_factory=dict)


def read(text: str, environ: dict[str, str] | None = None) -> Any:
    document = read_document(text, "a.yaml", environ)
    assert document.faults == ()
    return document.data


def faults_of(text: str, environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(InvalidDocument) as caught:
        validate(read_document(text, "a.yaml", environ), Model)
    return [str(fault) for fault in caught.value.faults]


def test_scalars_are_what_they_plainly_are_and_text_otherwise() -> None:
    data = read('{a: 0.1, b: 10, c: true, d: "5", e: NO, f: 2026-01-01, g: 007, h: 1e3, i: , j: ~, k: yes}')

    assert data == {
        "a": Decimal("0.1"),
        "b": 10,
        "c": True,
        "d": "5",
        "e": "NO",
        "f": "2026-01-01",
        "g": "007",
        "h": "1e3",
        "i": None,
        "j": None,
        "k": "yes",
    }


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**12), max_value=10**12))
def test_a_decimal_number_survives_exactly_as_number_and_as_text(number: Decimal) -> None:
    data = read(f'{{number: {number:f}, text: "{number:f}"}}')

    assert exact_decimal(data["number"]) == exact_decimal(data["text"]) == number


def test_every_key_and_value_has_its_place() -> None:
    document = read_document("a: 1\nb:\n  - x\n  - c:\n      y\n", "a.yaml")

    assert document.keys == {("a",): Place(1, 1), ("b",): Place(2, 1), ("b", 1, "c"): Place(4, 5)}
    assert document.values[("b", 0)] == Place(3, 5)
    assert document.values[("b", 1, "c")] == Place(5, 7)


def test_all_faults_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = "parts:\n  main:\n    urll: x\n    port: many\nname: 5\nnane: x\nname: y\n"

    assert faults_of(text) == [
        "a.yaml:2: parts.main.url: is missing",
        'a.yaml:3: parts.main.urll: unknown key; did you mean "url"?',
        'a.yaml:4: parts.main.port: "many" is not a whole number; write for example 10',
        'a.yaml:6: nane: unknown key; did you mean "name"?',
        "a.yaml:7: name: is written twice; the first is on line 5",
    ]


def test_a_value_on_a_later_line_than_its_key_is_blamed_on_its_own_line() -> None:
    assert faults_of("parts:\n  main:\n    url: x\n    port:\n      many\n")[0].startswith("a.yaml:5: parts.main.port:")


def test_a_key_without_value_is_a_key_left_out() -> None:
    assert validate(read_document("name:\nparts:\n", "a.yaml"), Model) == Model()


def test_an_empty_file_is_an_empty_section() -> None:
    assert validate(read_document("# nothing yet\n", "a.yaml"), Model) == Model()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\n", "a.yaml:2: "),
        ("a: &x 1\nb: *x\n", "a.yaml:2: aliases are not used here: write it out"),
        ("a: &x [*x]\n", "a.yaml:1: aliases are not used here: write it out"),
        ("[" * 1000, "a.yaml:1: is nested too deeply"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2: "),
        ('a: "\\UFFFFFFFF"', "a.yaml: holds a character"),
    ],
)
def test_text_that_cannot_be_read_says_on_which_line(text: str, message: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        read_document(text, "a.yaml")

    assert str(caught.value).startswith(message)


def test_a_tag_is_a_fault_and_makes_no_object() -> None:
    assert faults_of("name: !!python/object/apply:os.getcwd []") == [
        "a.yaml:1: name: text that begins with ! must be in quotes"
    ]


def test_variables_are_put_in_and_a_double_dollar_is_one() -> None:
    data = read("{a: 'x-${ONE}-y', b: '${NONE:-so}', c: $$5, d: $5, e: '${EMPTY:-so}'}", {"ONE": "1", "EMPTY": ""})

    assert data == {"a": "x-1-y", "b": "so", "c": "$5", "d": "$5", "e": "so"}


def test_without_an_environment_a_dollar_is_just_a_dollar() -> None:
    assert read('{a: $$, b: "${X}"}') == {"a": "$$", "b": "${X}"}


def test_a_variable_becomes_a_number_only_where_one_is_asked_for() -> None:
    text = 'parts: {main: {url: "${N}", port: "${N}", on: "${B}"}}'

    part = validate(read_document(text, "a.yaml", {"N": "8080", "B": "false"}), Model).parts["main"]

    assert part == Part(url="8080", port=8080, on=False)


def test_a_missing_variable_is_named_with_line_and_key_and_blamed_once() -> None:
    assert faults_of("name: x\nsecret: ${NOPE}\n", {}) == [
        "a.yaml:2: secret: the variable NOPE is not set; set it in the environment, or in the file .env beside this one"
    ]


def test_a_malformed_variable_is_a_fault() -> None:
    assert faults_of("name: ${9}", {}) == ["a.yaml:1: name: a variable is written ${NAME}; for a dollar sign write $$"]


@pytest.mark.parametrize(
    "text",
    [
        "parts: {main: {url: x, port: '${PW}'}}",
        "parts: {main: {url: x, on: '${PW}'}}",
        "parts: '${PW}'",
        "secret: hunter2",
        "secret: [hunter2]",
        "secret: {hunter2: 1}",
        "{secret:hunter2}",
        "secret: !hunter2 x",
        "secret: !hunter2!x y",
        "secret: *hunter2",
        "secret: hunter2: x",
        "parts: hunter2",
    ],
)
def test_no_message_shows_a_secret(text: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        validate(read_document(text, "a.yaml", {"PW": "hunter2"}), Model)

    assert "hunter2" not in str(caught.value)


def test_a_fault_prints_file_line_key_message_and_hint() -> None:
    fault = Fault("a.yaml", 3, ("earn", 0, "points"), "is missing", "write 1")

    assert str(fault) == "a.yaml:3: earn[0].points: is missing; write 1"


def judged(text: str) -> str:
    try:
        validate(read_document(text, "a.yaml", {}), Model)
    except InvalidDocument as invalid:
        return str(invalid)
    return ""


YAML_LIKE = st.text(alphabet=" \n\t-:?,[]{}#&*!|>'\"%@`$\\ax0~.U\ud800\u2028", max_size=60)


@given(st.one_of(YAML_LIKE, st.text(max_size=40)))
@example("? [a]\n: b")
@example("? ${X}")
@example('a: "\\ud800"')
@example("a: " + "9" * 5000)
@example("%YAML 1." + "9" * 5000 + "\n---\n")
def test_any_text_is_read_or_is_an_invalid_document_and_nothing_else(text: str) -> None:
    judged(text).encode()  # what is told can also be printed


KEYS = st.one_of(st.sampled_from(["name", "nam", "parts", "url", "port"]), st.text(max_size=8))
PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=10)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, PLAIN, max_size=4))
def test_any_data_is_judged_without_another_exception(data: dict[str, Any]) -> None:
    judged(json.dumps(data)).encode()
