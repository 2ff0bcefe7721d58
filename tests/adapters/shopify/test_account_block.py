"""The block of the customer's account against Shopify's own types, and run in a document: skipped where npm is not, or
does not get the packages."""

import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
from typing import Any

import pytest

from tests.adapters.shopify.test_extensions import HERE, answer

TOOLS = pathlib.Path(__file__).parent / "account_block"
BLOCK = HERE / "loyalty-account"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "loyalty-connector"
MEMBER = {"status": 200, "body": answer("member")}
REDEEMED = {"status": 200, "body": {"sentences": ["Your code is loy-7f3k9."]}}


def packages() -> pathlib.Path:
    """The folder with them; made where it is missing, by one process at a time."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("the block's types need Node and npm")
    lock = (TOOLS / "package-lock.json").read_bytes()
    folder = CACHE / f"account-block-{hashlib.sha256(lock).hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (folder / ".installed").exists():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(TOOLS / name, folder)
            command = [
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--fetch-retries=1",
            ]
            got = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603
            if got.returncode:
                pytest.skip(f"the block's types need packages, and npm did not get them: {got.stderr[:200]}")
            (folder / ".installed").touch()
    return folder / "node_modules"


@pytest.fixture(scope="module")
def tools() -> pathlib.Path:
    return packages()


@pytest.fixture
def copied(tools: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """The block with its packages, as in an app's folder."""
    block = tmp_path / "block"
    shutil.copytree(BLOCK, block)
    (block / "node_modules").symlink_to(tools)
    return block


def typed(block: pathlib.Path, *more: str) -> "subprocess.CompletedProcess[str]":
    command = [str(block / "node_modules" / ".bin" / "tsc"), "-p", str(block), *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603


def run(block: pathlib.Path, **answers: Any) -> tuple[str, str, list[dict[str, Any]]]:
    """What it shows at first, what after its form was sent, and what it asked."""
    made = typed(block, "--noEmit", "false", "--rootDir", str(block), "--outDir", str(block / "made"))
    assert made.returncode == 0, made.stdout
    shutil.copy(TOOLS / "look.mjs", block)
    (block / "package.json").write_text('{"type": "module"}')
    look = ["node", str(block / "look.mjs"), str(block / "made" / "src" / "Points.js"), json.dumps(answers)]
    seen = subprocess.run(look, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    assert seen.returncode == 0, seen.stderr
    first, then, asked = (json.loads(line) for line in seen.stdout.splitlines())
    return first, then, asked


def test_the_block_is_what_shopifys_types_allow(copied: pathlib.Path) -> None:
    checked = typed(copied)

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(("right", "wrong"), [("s-number-field", "s-numbr-field"), ("isoCode", "isoCde")])
def test_an_element_or_a_field_that_is_not_there_is_found(copied: pathlib.Path, right: str, wrong: str) -> None:
    script = copied / "src" / "Points.jsx"
    script.write_text(script.read_text().replace(right, wrong))

    assert wrong in typed(copied).stdout


def test_it_shows_what_the_connector_says_and_sends_the_form_with_a_key(copied: pathlib.Path) -> None:
    first, then, asked = run(copied, member=MEMBER, redeem=REDEEMED)

    assert all(sentence in first for sentence in answer("member")["sentences"])  # type: ignore[attr-defined]
    assert "<s-button" in first
    assert '<s-banner tone="success">Your code is loy-7f3k9.</s-banner>' in then
    assert [one["path"].rpartition("/")[2] for one in asked] == ["member", "redeem", "member"]
    assert {one["query"] for one in asked} == {"?language=ro"}
    assert {one["headers"]["Authorization"] for one in asked} == {"Bearer a.token"}
    sent = json.loads(asked[1]["body"])
    assert (sent["points"], len(sent["key"])) == (100, 36)


def test_a_refusal_is_said_and_the_form_stays(copied: pathlib.Path) -> None:
    refused = {"status": 409, "body": {"sentence": "You have 50 points."}}

    _, then, asked = run(copied, member=MEMBER, redeem=refused)

    assert '<s-banner tone="warning">You have 50 points.</s-banner>' in then
    assert "<s-button" in then
    assert len(asked) == 2


@pytest.mark.parametrize(
    "member", [{"status": 200, "body": {"visible": False}}, {"status": 503, "body": {}}], ids=["hidden", "trouble"]
)
def test_where_there_is_nothing_to_show_nothing_is_shown(copied: pathlib.Path, member: dict[str, Any]) -> None:
    first, then, asked = run(copied, member=member)

    assert (first, then, len(asked)) == ("", "", 1)
