"""A real Vendure store for the tests: installed and seeded once a machine, started once a process, put back between
tests.

The rule kept here: where Node or the store's packages are not to be had the tests say so and are skipped; whatever was
started here is ended here, by its own process.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
import urllib3

HERE = Path(__file__).parent
PLUGIN = HERE.parents[2] / "adapters" / "vendure" / "plugin"
PRICE = 2460  # with 23 per cent of tax, 2000 without
NET = "net-prices"  # the token of a channel that keeps its prices without tax
GUESTS = ("ann@example.test", "ben@example.test")  # known to both channels, without accounts
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "loyalty-connector"
NEWER_GENERATION = "--max-semi-space-size=64"  # megabytes: most of what a request makes is gone with it


class Store:
    """The store with what a test may do to it. `admin` and `buy` go through its real APIs."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process = process
        self.url = f"http://127.0.0.1:{port}"
        self._session = requests.Session()
        self._back_door = urllib3.HTTPConnectionPool("127.0.0.1", port, timeout=30)
        self.tokens: dict[str, str] = {}
        self._login()

    def back(self, verb: str, **given: object) -> Any:
        answer = self._back_door.request("POST", f"/back/{verb}", body=json.dumps(given))
        assert answer.status == 200, answer.data
        return answer.json()

    def sql(self, statement: str, *values: object) -> Any:
        return self.back("sql", statement=statement, values=list(values))

    def admin(self, query: str, *, channel: str = "", **variables: object) -> Any:
        return self._data(self._post("admin-api", query, variables, self._token, channel))

    def shop(self, query: str, token: str = "", *, channel: str = "", **variables: object) -> tuple[Any, str]:
        """The data, and the token of the shopper's session."""
        answer = self._post("shop-api", query, variables, token, channel)
        return self._data(answer), answer.headers.get("vendure-auth-token", token)

    def reset(self, at: int) -> None:
        """As it was when it was kept, at a time in milliseconds."""
        self.back("back", at=at)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _login(self) -> None:
        query = 'mutation { login(username: "superadmin", password: "superadmin") { __typename } }'
        self._token = self._post("admin-api", query, {}, "", "").headers["vendure-auth-token"]

    def _post(
        self, api: str, query: str, variables: Mapping[str, object], token: str, channel: str
    ) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if channel:
            headers["vendure-token"] = channel
        body = {"query": query, "variables": variables}
        return self._session.post(f"{self.url}/{api}", json=body, headers=headers, timeout=30)

    def _data(self, answer: requests.Response) -> Any:
        told = answer.json()
        assert "errors" not in told, told["errors"]
        return told["data"]


def installed() -> Path:
    """The folder with the store's packages; made where it is missing, by one process at a time."""
    folder = CACHE / f"vendure-{_print(HERE / 'package-lock.json')}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (folder / ".installed").exists():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, folder)
            _install(folder)
            (folder / ".installed").touch()
    return folder


def _install(folder: Path) -> None:
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=300)  # noqa: S603
    except subprocess.TimeoutExpired:
        pytest.skip("a real Vendure store needs its packages, and npm did not get them within five minutes")
    except subprocess.CalledProcessError as error:
        pytest.skip(f"a real Vendure store needs its packages, and npm did not get them: {_first_line(error.stderr)}")


def _first_line(said: str) -> str:
    return next((line for line in said.splitlines() if line.strip()), "it did not say why")[:200]


def _print(*files: Path) -> str:
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def start() -> Iterator[Store]:
    """A store with one product. What its Admin API was asked for once is read from a file from then on."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        pytest.skip("a real Vendure store needs Node and npm")
    packages = installed()
    seeded = packages / f"seeded-{_print(*HERE.glob('*.*'), *PLUGIN.glob('*.js'))}"
    known = seeded.exists()
    environment = {**os.environ, "NODE_PATH": str(packages / "node_modules"), "VENDURE_DISABLE_TELEMETRY": "true"}
    process = subprocess.Popen(  # noqa: S603
        [node, NEWER_GENERATION, str(HERE / "server.js"), *([str(seeded / "shop.db")] if known else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the Vendure store did not start"
    store = Store(process, json.loads(line)["port"])
    try:
        if known:
            store.tokens = json.loads((seeded / "tokens.json").read_text())
        else:
            seed(store)
            _write_down(store, seeded)
        store.back("keep")
        yield store
    finally:
        store.close()


def _write_down(store: Store, seeded: Path) -> None:
    """Whole or not at all; another process may have been quicker."""
    made = Path(tempfile.mkdtemp(dir=seeded.parent))
    store.back("keep", file=str(made / "shop.db"))
    (made / "tokens.json").write_text(json.dumps(store.tokens))
    try:
        made.rename(seeded)
    except OSError:
        shutil.rmtree(made)


def seed(store: Store) -> None:
    """Two channels that sell the same: one keeps its prices with tax, the other without."""
    channel = store.admin("{ activeChannel { id token defaultTaxZone { id } } }")["activeChannel"]
    zone = channel["defaultTaxZone"]["id"]
    store.admin(
        "mutation($input: UpdateChannelInput!) { updateChannel(input: $input) { __typename } }",
        input={"id": channel["id"], "pricesIncludeTax": True, "defaultCurrencyCode": "EUR"},
    )
    net = store.admin(
        "mutation($input: CreateChannelInput!) { createChannel(input: $input) { ... on Channel { id } } }",
        input={
            "code": NET,
            "token": NET,
            "defaultLanguageCode": "en",
            "availableLanguageCodes": ["en"],
            "pricesIncludeTax": False,
            "defaultCurrencyCode": "EUR",
            "availableCurrencyCodes": ["EUR"],
            "defaultTaxZoneId": zone,
            "defaultShippingZoneId": zone,
            "sellerId": "1",
        },
    )["createChannel"]["id"]
    for kind in ("ShippingMethods", "PaymentMethods"):
        listed = kind[0].lower() + kind[1:]
        ids = [one["id"] for one in store.admin(f"{{ {listed} {{ items {{ id }} }} }}")[listed]["items"]]
        one = kind.removesuffix("s")
        store.admin(
            f"mutation($input: Assign{kind}ToChannelInput!) {{ assign{kind}ToChannel(input: $input) {{ id }} }}",
            input={f"{one[0].lower()}{one[1:]}Ids": ids, "channelId": net},
        )
    roles = store.admin("{ roles { items { id code } } }")["roles"]["items"]
    everything = next(one["id"] for one in roles if one["code"] == "__super_admin_role__")
    store.tokens["right"] = _key(store, "right", everything)
    reads = "ReadOrder ReadCustomer ReadCatalog ReadPromotion ReadCustomerGroup ReadSettings ReadTaxRate"
    store.tokens["read-only"] = add_key(store, "read-only", reads.split())
    product = add_product(store, sku="COF-1")
    store.admin(
        "mutation($input: AssignProductsToChannelInput!) { assignProductsToChannel(input: $input) { id } }",
        input={"productIds": [product], "channelId": net},
    )
    (variant,) = variants(store, product)
    store.sql('UPDATE product_variant_price SET price = 2000 WHERE "channelId" = ?', int(net))
    add = "mutation($id: ID!) { addItemToOrder(productVariantId: $id, quantity: 1) { __typename } }"
    known = "mutation($input: CreateCustomerInput!) { setCustomerForOrder(input: $input) { __typename } }"
    for guest in GUESTS:
        for sold in ("", NET):
            _, token = store.shop(add, channel=sold, id=variant)
            given = {"emailAddress": guest, "firstName": "Ann", "lastName": "Lee"}
            store.shop(known, token, channel=sold, input=given)
    store.tokens["variant"] = variant
    store.tokens["product"] = product
    _begin_collections(store)


def add_key(store: Store, name: str, rights: Sequence[str]) -> str:
    """An API key that may do so much."""
    given = {"code": name, "description": name, "permissions": rights}
    create = "mutation($input: CreateRoleInput!) { createRole(input: $input) { id } }"
    return _key(store, name, store.admin(create, input=given)["createRole"]["id"])


def _key(store: Store, name: str, role: str) -> str:
    given = {"roleIds": [role], "translations": [{"languageCode": "en", "name": name}]}
    create = "mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey } }"
    key: str = store.admin(create, input=given)["createApiKey"]["apiKey"]
    return key


def _begin_collections(store: Store) -> None:
    """The first collection makes the root of all, which the server remembers for ever: so it is among what is kept."""
    store.admin(
        "mutation($input: CreateCollectionInput!) { createCollection(input: $input) { id } }",
        input={
            "filters": [],
            "translations": [{"languageCode": "en", "name": "Empty", "slug": "empty", "description": ""}],
        },
    )


def add_product(store: Store, *, sku: str, price: int = PRICE, facet_values: tuple[str, ...] = ()) -> str:
    product: str = store.admin(
        "mutation($input: CreateProductInput!) { createProduct(input: $input) { id } }",
        input={
            "translations": [{"languageCode": "en", "name": sku, "slug": sku.lower(), "description": ""}],
            "facetValueIds": list(facet_values),
        },
    )["createProduct"]["id"]
    store.admin(
        "mutation($input: [CreateProductVariantInput!]!) { createProductVariants(input: $input) { id } }",
        input=[
            {
                "productId": product,
                "sku": sku,
                "price": price,
                "taxCategoryId": "1",
                "trackInventory": "FALSE",  # its stock is not in both channels
                "translations": [{"languageCode": "en", "name": sku}],
            }
        ],
    )
    return product


def sell_before_tax(store: Store, variant: str, prices: tuple[int, int]) -> str:
    """The variant for the first price, and a new product with the reduced rate for the second; the product's id."""
    channels = store.admin("{ channels { items { id code } } }")["channels"]["items"]
    net = next(one["id"] for one in channels if one["code"] == NET)
    product = add_product(store, sku="REDUCED")
    assign = "mutation($input: AssignProductsToChannelInput!) { assignProductsToChannel(input: $input) { id } }"
    store.admin(assign, input={"productIds": [product], "channelId": net})
    (other,) = variants(store, product)
    store.sql('UPDATE product_variant SET "taxCategoryId" = 2 WHERE id = ?', int(other))
    for one, price in zip((variant, other), prices, strict=True):
        store.sql(
            'UPDATE product_variant_price SET price = ? WHERE "variantId" = ? AND "channelId" = ?',
            *(price, int(one), int(net)),
        )
    return product


def variants(store: Store, product: str) -> list[str]:
    found = store.admin("query($id: ID!) { product(id: $id) { variants { id } } }", id=product)
    return [one["id"] for one in found["product"]["variants"]]


def settle(store: Store) -> None:
    """All that the store does by and by is done."""
    store.back("settle")


def milliseconds(seconds: float | None = None) -> int:
    return int((time.time() if seconds is None else seconds) * 1000)
