"""Who may import whom: the contracts in pyproject.toml hold, and a new room cannot be forgotten by them."""

import ast
import pathlib
import sys

import pytest
from importlinter import configuration
from importlinter.api import read_configuration
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = pathlib.Path(__file__).parent.parent


@pytest.fixture
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    configuration.configure()


@pytest.mark.usefixtures("_in_the_repository")
def test_every_contract_about_imports_holds(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.usefixtures("_in_the_repository")
def test_there_are_contracts_to_hold() -> None:
    read = read_configuration(str(ROOT / "pyproject.toml"))

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
