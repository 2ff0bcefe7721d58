"""Who may import whom: the contracts in pyproject.toml hold, and a new room cannot be forgotten by them."""

import ast
import pathlib
import subprocess
import sys

import pytest
from importlinter import configuration
from importlinter.api import read_configuration
from importlinter.cli import EXIT_STATUS_SUCCESS

ROOT = pathlib.Path(__file__).parent.parent
PYPROJECT = ROOT / "pyproject.toml"


@pytest.fixture
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    configuration.configure()


def test_every_contract_about_imports_holds() -> None:
    """In a process of its own, since the linter silences all loggers that are there before it."""
    lint = (
        f"from importlinter.cli import lint_imports; raise SystemExit(lint_imports({str(PYPROJECT)!r}, no_cache=True))"
    )
    linted = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603

    assert linted.returncode == EXIT_STATUS_SUCCESS, linted.stdout + linted.stderr


@pytest.mark.usefixtures("_in_the_repository")
def test_there_are_contracts_to_hold() -> None:
    read = read_configuration(str(PYPROJECT))

    assert {contract["name"] for contract in read["contracts_options"]} >= {
        "The core knows nothing but the standard library",
        "The rooms",
    }


def test_the_core_imports_only_itself_and_the_standard_library() -> None:
    """The contract lists what is forbidden; this needs no list, so that a new room or library cannot be left out."""
    for path in (ROOT / "connector" / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Import(names):
                    imported = [alias.name for alias in names]
                case ast.ImportFrom(str(module)):
                    imported = [module]
                case _:
                    continue
            for name in imported:
                known = name.split(".")[0] in sys.stdlib_module_names or name.startswith("connector.core")
                assert known, f"{path.name} imports {name}"
