"""Meta data on records, of an app or of the shop.

The rule kept here: a namespace that begins with `$app` is the app's own; all of one request is written, or nothing.
"""

import hashlib
import json
from typing import Any

from .errors import ApiError
from .installed import Metafield
from .owners import may_write
from .resolving import FIELDS, Ask, answers, resolves
from .shop import Shop, gid, parsed
from .user_errors import UserError, mutation

MOST = 25
OWNERS = ("Order", "Customer", "Product", "ProductVariant", "Collection", "Location", "Shop", "DiscountCodeNode")
JSON_TYPES = ("json", "number_integer", "boolean")


def at(shop: Shop, owner: str, namespace: str, key: str) -> Metafield | None:
    return shop.books.metafields.get(f"{owner} {namespace} {key}")


def own(namespace: str | None) -> str:
    """The app's own, unless another is named."""
    if not namespace or namespace == "$app":
        return "app--1"
    return f"app--1--{namespace.removeprefix('$app:')}" if namespace.startswith("$app:") else namespace


def digest(found: Metafield) -> str:
    return hashlib.sha256(f"{found.type} {found.value}".encode()).hexdigest()


def write(ask: Ask, owner: str, told: dict[str, Any]) -> Metafield:
    shop, namespace, key = ask.shop, own(told.get("namespace")), told["key"]
    found = at(shop, owner, namespace, key)
    now = shop.now()
    if found is None:
        number = shop.next_id("Metafield")
        found = Metafield(number, owner, namespace, key, told.get("type") or "", told["value"], now, now)
        shop.books.metafields[f"{owner} {namespace} {key}"] = found
    found.value, found.type, found.updated_at = told["value"], told.get("type") or found.type, now
    return found


@mutation("metafieldsSet")
def metafields_set(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    told = args["metafields"]
    if len(told) > MOST:
        raise ApiError(f"Exceeded the maximum metafields input limit of {MOST}.", "MAX_INPUT_SIZE_EXCEEDED")
    for number, one in enumerate(told):
        may_write(ask, (parsed(one["ownerId"]) or ("", 0))[0], "metafieldsSet")
        _judge(ask, one, ["metafields", str(number)])
    return {"metafields": [write(ask, one["ownerId"], one) for one in told]}


@mutation("metafieldsDelete")
def metafields_delete(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    gone: list[Any] = []
    for one in args["metafields"]:
        may_write(ask, (parsed(one["ownerId"]) or ("", 0))[0], "metafieldsDelete")
        place = f"{one['ownerId']} {own(one['namespace'])} {one['key']}"
        gone.append(dict(one) if ask.shop.books.metafields.pop(place, None) else None)
    return {"deletedMetafields": gone}


def _judge(ask: Ask, told: dict[str, Any], where: list[str]) -> None:
    kind, number = parsed(told["ownerId"]) or ("", 0)
    if kind not in OWNERS or (kind != "Shop" and ask.shop.find(kind, number) is None):
        raise UserError([*where, "ownerId"], "Owner does not exist.", "INVALID")
    found = at(ask.shop, told["ownerId"], own(told.get("namespace")), told["key"])
    if found is None and not told.get("type"):
        raise UserError([*where, "type"], "Type can't be blank", "BLANK")
    if "compareDigest" in told and told["compareDigest"] != (digest(found) if found else None):
        message = "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value."
        raise UserError(where, message, "STALE_OBJECT")
    try:
        if (told.get("type") or (found.type if found else "")) in JSON_TYPES:
            json.loads(told["value"])
    except ValueError:
        message = f"Value is invalid JSON: {told['value']}."
        raise UserError([*where, "value"], message, "INVALID_VALUE") from None


def _owner_of(source: Any) -> str:
    return str(source["id"]) if isinstance(source, dict) else gid(source.KIND, source.id)


def _one(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return at(ask.shop, _owner_of(source), own(args.get("namespace")), args["key"])


def _several(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    owner = _owner_of(source)
    kept = [found for found in ask.shop.books.metafields.values() if found.owner == owner]
    if args.get("namespace"):
        kept = [found for found in kept if found.namespace == own(args["namespace"])]
    if args.get("keys"):
        kept = [found for found in kept if f"{found.namespace}.{found.key}" in args["keys"]]
    return kept


for _kind in (*OWNERS, "DiscountNode"):
    FIELDS[_kind, "metafield"] = _one
    FIELDS[_kind, "metafields"] = _several

answers(
    "Metafield",
    {
        "compareDigest": digest,
        "jsonValue": lambda m: json.loads(m.value) if m.type in JSON_TYPES else m.value,
        "sizeInBytes": lambda m: len(m.value.encode()),
        "ownerType": lambda m: (parsed(m.owner) or ("", 0))[0].upper(),
    },
)


@resolves("Metafield", "owner")
def owner(ask: Ask, found: Metafield, args: dict[str, Any]) -> Any:
    return ask.shop.find(*(parsed(found.owner) or ("", 0)))
