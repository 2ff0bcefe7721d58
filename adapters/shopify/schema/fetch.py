"""Makes the schema's files anew: `make shopify-schema`. It needs npm and the network; the program needs neither.

The rule kept here: what comes from outside is pinned to a version and compared with the digest that was seen once.
"""

import gzip
import hashlib
import io
import json
import pathlib
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

PACKAGE = "@shopify/dev-mcp@1.16.0"
VERSION = "2026-10"  # as in __init__.py, which this file must not need
DIGEST = "6be93b48f31eaa37b1d1d32a753ce605d4036892271d213c7852fa06b409e9d3"  # of the JSON as it is unpacked
HERE = pathlib.Path(__file__).parent
_TALK = frozenset(
    {"description", "componentName", "isPrivatelyDocumented", "accessRestricted", "accessRestrictedReason"}
)


def without_talk(value: Any) -> Any:
    """The same schema, complete, without what is written for people."""
    if isinstance(value, dict):
        return {key: without_talk(inner) for key, inner in value.items() if key not in _TALK}
    return [without_talk(inner) for inner in value] if isinstance(value, list) else value


def access(items: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What reading each type, and each field (`Order.email`), needs: the scopes, one of which is enough, and the words
    in which the API says so."""
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        if item["offlineScopes"]:
            name = f"{item['typeName']}.{item['fieldName']}" if item["type"] == "field" else item["typeName"]
            found[name] = {"scopes": item["offlineScopes"], "said": item["requiredAccess"]}
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", PACKAGE]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        (archive,) = pathlib.Path(folder).iterdir()
        with tarfile.open(archive) as files:
            packed, licence = (
                (files.extractfile(f"package/{name}") or io.BytesIO()).read()
                for name in (f"dist/data/admin_{VERSION}.json.gz", "LICENSE")
            )
    unpacked = gzip.decompress(packed)
    digest = hashlib.sha256(unpacked).hexdigest()
    if digest != DIGEST:
        raise SystemExit(f"{PACKAGE} holds another schema than the one we know: {digest}")
    told = json.loads(unpacked)
    _write(f"admin_{VERSION}.json.gz", without_talk(told["data"]))
    _write(f"access_{VERSION}.json.gz", access(told["offline_scopes"]["items"]))
    (HERE / "LICENSE").write_bytes(licence)


def _write(name: str, value: Any) -> None:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    (HERE / name).write_bytes(gzip.compress(text, 9, mtime=0))


if __name__ == "__main__":
    main()
