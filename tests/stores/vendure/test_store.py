"""Where a real store is not to be had, its tests are skipped with one line that says why."""

from pathlib import Path

import pytest

from tests.stores.vendure import store


def reason() -> str:
    with pytest.raises(pytest.skip.Exception) as skipped:
        next(store.start())
    return str(skipped.value)


def test_without_node_the_store_is_skipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert reason() == "a real Vendure store needs Node and npm"


@pytest.mark.parametrize(
    ("said", "told"),
    [("npm error code ENOTCACHED\nnpm error more of it", "npm error code ENOTCACHED"), ("", "it did not say why")],
    ids=["offline", "silent"],
)
def test_without_the_packages_the_store_is_skipped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, told: str
) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(store, "CACHE", tmp_path / "cache")

    assert reason() == f"a real Vendure store needs its packages, and npm did not get them: {told}"
    assert not list(tmp_path.glob("cache/*/.installed"))
