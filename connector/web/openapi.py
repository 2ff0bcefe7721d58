"""Every address that is answered, as an OpenAPI document: docs/openapi.json, written by `make openapi`.

The rule kept here: what bodies look like is taken from the types that read them, so it cannot say otherwise; the tests
hold the addresses equal to the application's, and ask each of them with what this document allows.
"""

from typing import Any

import msgspec

from connector.languages import LANGUAGES
from connector.web.asked import BuyQuestion, CartQuestion, ProductQuestion, RedeemQuestion, TakeQuestion
from connector.web.events import Event
from connector.web.merchant import PutProducts

Json = dict[str, Any]
_ASKED = (ProductQuestion, CartQuestion, BuyQuestion, RedeemQuestion, PutProducts, Event)
_SHOPPER: list[Json] = [{"shopper": []}]
_MERCHANT: list[Json] = [{"merchant": []}]
_SAID = {
    "200": "The answer",
    "400": "The question is none, or the sender hung up",
    "401": "Not signed, or not by whom it should be",
    "403": "The form is not this shopper's, or old",
    "404": "There is no such thing",
    "408": "It did not arrive in time",
    "409": "It contradicts what was asked before",
    "410": "The code is used or too old",
    "413": "It is too large",
    "422": "It is refused, and the reason told",
    "429": "Too much is asked: come again after Retry-After seconds",
    "500": "The settings could not be written",
    "503": "It cannot be answered now",
}
_CODE = {"type": "object", "properties": {"code": {"type": "string"}}, "required": ["code"]}
_ANYTHING = {"type": "object"}
_SHOWN: Json = {
    "type": "object",
    "properties": {
        "visible": {"type": "boolean"},
        "signed_in": {"type": "boolean"},
        "language": {"enum": list(LANGUAGES)},
        "sentences": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["visible", "signed_in", "language", "sentences"],
}
_PRODUCTS: Json = {
    "type": "object",
    "properties": {"programme": {"type": "string"}, "rows": {"type": "array", "items": {"type": "object"}}},
    "required": ["programme", "at", "rows"],
}
_STORE = {"name": "store", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z0-9-]{1,40}$"}}
_LANGUAGE = {"name": "language", "in": "query", "schema": {"enum": list(LANGUAGES)}}


def document() -> Json:
    """The whole of it."""
    _, schemas = msgspec.json.schema_components(_ASKED, ref_template="#/components/schemas/{name}")
    found: Json = {
        "openapi": "3.1.0",
        "info": {
            "title": "Loyalty connector",
            "version": "1",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {**_shopper(), **_merchant(), **_pairing(), **_letters(), **_inside()},
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "shopper": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "merchant": {"type": "http", "scheme": "bearer"},
            },
        },
    }
    plain: Json = msgspec.json.decode(msgspec.json.encode(found))
    return plain


def _shopper() -> Json:
    usual = "200 400 401 404 408 413 429 503"
    shop = "/shop/{store}"
    order = {"name": "order", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}

    def asking(summary: str, kind: type | None, statuses: str, *more: Json) -> Json:
        told = _operation(summary, statuses, _SHOWN if "422" not in statuses else _ANYTHING, [_STORE, _LANGUAGE, *more])
        return {**told, "security": _SHOPPER, **_body(kind)}

    happened = _operation("What a shop tells, in a letter signed with its body", usual, _ANYTHING, [_STORE])
    return {
        f"{shop}/member": {"get": asking("A shopper's points", None, usual)},
        f"{shop}/product": {"post": asking("What a product gives", ProductQuestion, usual)},
        f"{shop}/cart": {"post": asking("What a cart gives, and what may be redeemed on it", CartQuestion, usual)},
        f"{shop}/order/{{order}}": {"get": asking("What an order gave", None, usual, order)},
        f"{shop}/buy": {"post": asking("Buy a product with points", BuyQuestion, f"{usual} 403 409 422")},
        f"{shop}/redeem": {"post": asking("Redeem points", RedeemQuestion, f"{usual} 403 409 422")},
        f"{shop}/rewards": {"get": asking("The catalogue", None, usual)},
        f"{shop}/take": {"post": asking("Take a reward for points", TakeQuestion, f"{usual} 403 409 422")},
        f"{shop}/events": {"post": {**happened, **_body(Event)}},
    }


def _merchant() -> Json:
    usual = "200 400 401 404 408 413 429 503"
    products = "/merchant/products"

    def text(name: str, **more: Any) -> Json:
        return {"name": name, "in": "query", "schema": {"type": "string", **more}}

    selectors = {
        "name": "selector",
        "in": "query",
        "required": True,
        "schema": {"type": "array", "items": {"type": "string"}},
    }
    number = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
    removing = [
        selectors,
        text("from", format="date"),
        {"name": "dry_run", "in": "query", "schema": {"type": "boolean"}},
    ]
    changing = f"{usual} 409 422"
    return {
        products: {
            "get": {**_operation("The points of products", usual, _PRODUCTS, [text("at")]), "security": _MERCHANT},
            "put": {
                **_operation("Set the points of products", changing, _ANYTHING, []),
                "security": _MERCHANT,
                **_body(PutProducts),
            },
            "delete": {
                **_operation("Take points of products away", changing, _ANYTHING, removing),
                "security": _MERCHANT,
            },
        },
        f"{products}/imports/{{number}}/undo": {
            "post": {**_operation("Undo an import", changing, _ANYTHING, [number]), "security": _MERCHANT}
        },
    }


def _pairing() -> Json:
    usual = "200 400 401 404 408 409 410 413 429 503"
    keys = _operation("A shop hands its keys over", f"{usual} 422 500", _ANYTHING, [_STORE])
    secret = _operation("A plugin is told what to sign with", f"{usual} 422 500", _ANYTHING, [_STORE])
    proof = {"type": "object", "properties": {"proof": {"type": "string"}}, "required": ["proof"]}
    return {
        "/shop/{store}/pair/keys": {"post": {**keys, **_json_body(_ANYTHING)}},
        "/shop/{store}/pair/secret": {"post": {**secret, **_json_body(proof)}},
    }


def _letters() -> Json:
    def named(name: str, schema: Json) -> Json:
        return {"name": name, "in": "path", "required": True, "schema": schema}

    parameters = [named("language", {"enum": list(LANGUAGES)}), named("token", {"type": "string", "minLength": 1})]

    def page(summary: str, statuses: str) -> Json:
        told = _operation(summary, statuses, None, parameters)
        told["responses"]["200"]["content"] = {"text/html": {"schema": {"type": "string"}}}
        return told

    return {
        "/letters/{language}/{token}": {
            "get": page("Ask whether letters shall end", "200 404"),
            "post": page("End letters to a shopper", "200 404 503"),
        }
    }


def _inside() -> Json:
    event = _operation("A store's event, signed as its platform signs", "200 400 401 404 408 413 503", None, [_STORE])
    anything: Json = {"requestBody": {"content": {"application/json": {"schema": {}}}}}
    return {
        "/webhooks/{store}": {"post": {**event, **anything}},
        "/healthz": {"get": _operation("Alive", "200", _ANYTHING, [])},
        "/readyz": {"get": _operation("Able to take work", "200 503", _ANYTHING, [])},
        "/metrics": {"get": _operation("Figures for Prometheus", "200", None, [])},
    }


def _operation(summary: str, statuses: str, answer: Json | None, parameters: list[Json]) -> Json:
    """Without an answer of its own all is said as text."""

    def content(status: str) -> Json:
        text = {"text/plain": {"schema": {"type": "string"}}}
        if answer is None:
            return text
        json = {"application/json": {"schema": answer if status == "200" or not parameters else _CODE}}
        return {**json, **text} if status == "404" else json

    responses = {status: {"description": _SAID[status], "content": content(status)} for status in statuses.split()}
    return {"summary": summary, "parameters": parameters, "responses": responses}


def _body(kind: type | None) -> Json:
    return _json_body({"$ref": f"#/components/schemas/{kind.__name__}"}) if kind else {}


def _json_body(schema: Json) -> Json:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
