"""The audit of dependencies: what is known of them fails, what cannot be asked is said."""

import runpy
from pathlib import Path
from typing import Any

import pytest

AUDIT = Path(__file__).parents[1] / ".ci" / "audit"


def report(packages: list[dict[str, Any]]) -> int:
    status: int = runpy.run_path(str(AUDIT))["report"](packages)
    return status


def test_a_known_weakness_fails(capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1"}]}

    assert report([good, bad]) == 1
    assert capsys.readouterr().out == "audit: b 2: PYSEC-1\n"


def test_where_nothing_can_be_asked_one_line_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([{"name": name, "skip_reason": "not found"} for name in "ab"]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_what_is_well_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([{"name": "a", "version": "1", "vulns": []}]) == 0
    assert capsys.readouterr().out == ""
