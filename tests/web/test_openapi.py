"""Every address, asked with all that its document allows and with much that it does not: answered, and nothing private
is told without a key."""

import json
import pathlib
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.routing import Route

from connector import bootstrap
from connector.usecases.merchant_keys import make_key
from connector.web.app import create_app
from connector.web.openapi import document
from tests.running import Place, main_store, serving
from tests.web.shopper import Asker

FILE = pathlib.Path(__file__).parents[2] / "docs" / "openapi.json"
DOCUMENT = document()
ADDRESSES = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]
PRIVATE = [(path, method) for path, method in ADDRESSES if "security" in DOCUMENT["paths"][path][method]]
CHECKS = [
    *(not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance),
    *(ignored_auth, unsupported_method),
]
_LOOKED = ("unknown_import", "unknown_order")  # not found, by somebody who may look
FEW = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def anna(place: Place) -> Iterator[Asker]:
    """With points, and no barrier for those who ask too much."""
    text = place.settings.read_text()
    place.settings.write_text(text.replace("web: {", "web: {questions_per_minute: 1000000, "))
    with place.connector() as connector, serving(connector) as url:
        asker = Asker(url, connector)
        asker.has(1000)
        with asker.session:
            yield asker


def key_for(anna: Asker, path: str) -> str:
    if not path.startswith("/merchant"):
        return anna.token()
    programme = main_store(anna.connector).programme_id
    return make_key(anna.connector.database, programme, "the shop's system", "test", bootstrap.now()).secret


def test_the_file_is_what_the_types_say() -> None:
    """`make openapi` writes it."""
    assert json.loads(FILE.read_text()) == DOCUMENT


def test_every_address_of_the_application_is_in_the_document_and_no_other(anna: Asker) -> None:
    app = create_app(anna.connector)
    answered = [
        (route.path.replace(":int", ""), method.lower())
        for route in app.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD", "OPTIONS"}
    ]

    assert sorted(answered) == sorted(ADDRESSES)


@pytest.mark.parametrize(("path", "method"), ADDRESSES)
def test_whatever_is_asked_is_answered_as_the_document_says(anna: Asker, path: str, method: str) -> None:
    operation = schemathesis.openapi.from_dict(DOCUMENT)[path][method]
    key = key_for(anna, path)
    cases = operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    opened = []

    @FEW
    @given(case=cases, ours=st.booleans())
    def ask(case: schemathesis.Case, ours: bool) -> None:
        if ours and "store" in case.path_parameters and "/pair/" not in path:
            case.path_parameters["store"] = "main"
        headers = {"Authorization": f"Bearer {key}"} if (path, method) in PRIVATE else {}
        answer = case.call_and_validate(base_url=anna.url, headers=headers, checks=CHECKS, timeout=20)
        opened.append(answer.status_code not in (401, 404) or any(known in answer.text for known in _LOOKED))

    ask()
    assert any(opened) or (path, method) not in PRIVATE


@pytest.mark.parametrize(("path", "method"), PRIVATE)
def test_without_a_key_nothing_private_is_told(anna: Asker, path: str, method: str) -> None:
    operation = schemathesis.openapi.from_dict(DOCUMENT)[path][method]

    @FEW
    @given(case=operation.as_strategy(), token=st.sampled_from((None, "", "Bearer ", "Bearer x", "Basic eA==")))
    def ask(case: schemathesis.Case, token: str | None) -> None:
        if "store" in case.path_parameters:
            case.path_parameters["store"] = "main"
        case.headers.pop("Authorization", None)
        answer = case.call(base_url=anna.url, headers={"Authorization": token} if token is not None else {}, timeout=20)

        assert answer.status_code in (401, 404), answer.text  # 404: the path is no address at all
        assert "anna" not in answer.text.lower()
        assert answer.status_code == 404 or answer.json().keys() == {"code"}

    ask()
