"""The extensions for the shop: their scripts are scripts, they speak all languages, and the theme block is looked at in
a browser, narrow and from right to left."""

import html
import json
import pathlib
import re
import shutil
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

ROOT = pathlib.Path(__file__).parents[3]
HERE = ROOT / "adapters" / "shopify" / "extensions"
SCRIPTS = sorted(HERE.rglob("*.js"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LANGUAGES = {"en", "ro", "pl", "he"}
DOCS = (ROOT / "docs" / "shopper-api.md").read_text()


def answer(name: str) -> dict[str, object]:
    (block,) = re.findall(rf"^```json {name}\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
    found: dict[str, object] = json.loads(block)
    return found


@pytest.mark.skipif(shutil.which("node") is None, reason="no node")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_scripts(script: pathlib.Path, tmp_path: pathlib.Path) -> None:
    module = tmp_path / "script.mjs"
    module.write_text(script.read_text())

    checked = subprocess.run(["node", "--check", str(module)], capture_output=True, text=True, check=False)  # noqa: S603, S607

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("folder", "ends"), [("loyalty-theme", ".json"), ("loyalty-theme", ".schema.json"), ("loyalty-account", ".json")]
)
def test_all_languages_say_the_same_things(folder: str, ends: str) -> None:
    files = [
        file
        for file in (HERE / folder / "locales").glob(f"*{ends}")
        if file.name.endswith(".schema.json") == (ends == ".schema.json")
    ]
    told = {file.name.partition(".")[0]: json.loads(file.read_text()) for file in files}

    assert told.keys() == LANGUAGES
    words = {name: [*said.get("loyalty", said)] for name, said in told.items()}
    assert all(one == words["en"] for one in words.values())


def test_the_block_says_only_words_that_there_are() -> None:
    liquid = (HERE / "loyalty-theme" / "blocks" / "points.liquid").read_text()
    words = json.loads((HERE / "loyalty-theme" / "locales" / "en.default.json").read_text())["loyalty"]

    assert set(re.findall(r"'loyalty\.(\w+)' \| t", liquid)) == set(words)
    assert json.loads(re.search(r"{% schema %}(.*){% endschema %}", liquid, re.DOTALL)[1])["target"] == "body"  # type: ignore[index]


@pytest.mark.parametrize("folder", ["loyalty-theme", "loyalty-account"])
def test_an_extension_says_what_it_is(folder: str) -> None:
    told = tomllib.loads((HERE / folder / "shopify.extension.toml").read_text())

    for one in told.get("extensions", []):
        for target in one["targeting"]:
            assert (HERE / folder / target["module"]).exists()
    assert told.get("type") == "theme" or told["extensions"]


def page(language: str) -> str:
    """The block as the store writes it, on a product page that says how it came out."""
    suffix = ".default" if language == "en" else ""
    file = HERE / "loyalty-theme" / "locales" / f"{language}{suffix}.json"
    words = {name.replace("_", "-"): text for name, text in json.loads(file.read_text())["loyalty"].items()}
    told = {
        **words,
        "proxy": "/apps/loyalty",
        "language": language,
        "currency": "EUR",
        "account": "/account",
        "product": "10",
        "price": "12.5",
    }
    data = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in told.items())
    return f"""<!doctype html><html lang="{language}" dir="{"rtl" if language == "he" else "ltr"}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/loyalty.css"><body style="font: 16px sans-serif; margin: 16px">
<h1>Tea</h1><form action="/cart/add"><button>Buy</button></form>
<div id="loyalty-points" class="loyalty" hidden {data}></div>
<script src="/loyalty.js" defer></script>
<script>setTimeout(() => {{
  const opener = document.querySelector('.loyalty-opener'); if (!opener) return;
  opener.click();
  const box = document.querySelector('.loyalty-panel').getBoundingClientRect();
  const wide = Math.max(document.documentElement.scrollWidth, document.querySelector('.loyalty-panel').scrollWidth);
  document.documentElement.dataset.fits = String(wide <= innerWidth && box.left >= 0 && box.right <= innerWidth);
  const small = [...document.querySelectorAll('.loyalty button, .loyalty input')]
    .filter((one) => one.getBoundingClientRect().height < 43).length;
  document.documentElement.dataset.small = String(small);
}}, 700)</script></body></html>"""


@pytest.fixture
def shop() -> Iterator[str]:
    """A page of a shop, and what its proxy answers."""
    member = {**answer("member"), "form": "1.form.mark"}
    said = {"/apps/loyalty/member": member, "/apps/loyalty/product": answer("product")}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path in said:
                self.give(json.dumps(said[path]).encode(), "application/json")
            elif path in ("/loyalty.js", "/loyalty.css"):
                kind = "text/css" if path.endswith("css") else "text/javascript"
                self.give((HERE / "loyalty-theme" / "assets" / path[1:]).read_bytes(), kind)
            else:
                self.give(page(path[1:] if path[1:] in LANGUAGES else "en").encode(), "text/html")

        do_POST = do_GET  # noqa: N815

        def give(self, body: bytes, kind: str) -> None:
            if length := int(self.headers.get("Content-Length", 0)):
                self.rfile.read(length)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(CHROMIUM is None, reason="no browser")
@pytest.mark.parametrize("language", ["en", "he"])
def test_the_theme_block_shows_points_on_a_narrow_screen(shop: str, language: str, tmp_path: pathlib.Path) -> None:
    look = [
        *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *(f"--user-data-dir={tmp_path}", "--window-size=500,900", "--virtual-time-budget=3000"),
    ]
    seen = subprocess.run(  # noqa: S603
        [*look, "--dump-dom", f"{shop}/{language}"], capture_output=True, text=True, timeout=90, check=False
    ).stdout

    assert 'data-fits="true"' in seen, seen
    assert 'data-small="0"' in seen
    assert "You have 250 points" in seen
    assert "You collect 18 points with this product" in seen
    assert 'max="200"' in seen
    assert '<code dir="ltr">loy-9hucpyeaqh7s</code>' in seen
