"""What lies in deploy/ names commands, options, files and settings that there are."""

import pathlib
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml
from typer.main import get_command

from connector.cli.main import app
from connector.settings import load_settings

ROOT = pathlib.Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
PARTS = ("setup", "web", "scheduler", "worker")
VARIABLES = re.findall(r"^(\w+)=", (DEPLOY / "env.example").read_text(), re.M)


def understood(words: list[str]) -> bool:
    """Is this a call of `loyalty`?"""
    command = get_command(app)
    known: Any = command.commands[words[0]]  # type: ignore[attr-defined]
    return bool(known.make_context(words[0], words[1:], resilient_parsing=False))


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_compose_is_a_command(part: str) -> None:
    assert understood(COMPOSE["services"][part]["command"])


def test_parts_start_when_the_tables_are_made_and_these_when_the_database_is_there() -> None:
    services = COMPOSE["services"]

    assert services["setup"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "pg_isready" in services["database"]["healthcheck"]["test"][1]
    for part in ("web", "scheduler", "worker"):
        assert services[part]["depends_on"] == {"setup": {"condition": "service_completed_successfully"}}
    assert "/healthz" in services["web"]["healthcheck"]["test"][-1]


def test_no_secret_is_written_down_and_nothing_is_open_to_the_world() -> None:
    text = (DEPLOY / "compose.yaml").read_text()

    assert "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?" in text
    assert all(port.startswith("127.0.0.1:") for one in COMPOSE["services"].values() for port in one.get("ports", ()))
    assert re.search(r"^\w+=.", (DEPLOY / "env.example").read_text(), re.M) is None


def test_the_settings_load_with_the_variables_of_the_example(tmp_path: pathlib.Path) -> None:
    (tmp_path / "programmes").mkdir()
    shutil.copy(ROOT / "connector" / "templates" / "starter.yaml", tmp_path / "programmes")
    shutil.copy(DEPLOY / "settings.yaml", tmp_path)

    settings = load_settings(tmp_path / "settings.yaml", dict.fromkeys(VARIABLES, "x" * 40))

    assert settings.database == f"postgresql+psycopg://loyalty:{'x' * 40}@database/loyalty"
    assert str(settings.web.port) == COMPOSE["services"]["web"]["ports"][0].split(":")[-1]


def test_the_image_is_made_of_files_that_there_are_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Dockerfile").read_text()

    copied = [name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M) for name in line.split()]
    allowed = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in allowed, name
    assert text.count("--require-hashes") == 2
    assert re.findall(r"^USER (.+)$", text, re.M) == ["loyalty"]
    assert COMPOSE["services"]["setup"]["build"]["dockerfile"] == "deploy/Dockerfile"


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_each_unit_starts_a_command(unit: pathlib.Path) -> None:
    found = re.search(r"^ExecStart=/opt/loyalty/venv/bin/loyalty (.+)$", unit.read_text(), re.M)

    assert found
    assert understood(found[1].replace("%i", "8472").split())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong_with_a_unit(unit: pathlib.Path, tmp_path: pathlib.Path) -> None:
    name = unit.name.replace("@", "@8472")
    (tmp_path / name).write_text(unit.read_text().replace("/opt/loyalty/venv/bin/loyalty", "/bin/true"))

    checked = subprocess.run(  # noqa: S603
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, [line for line in checked.stderr.splitlines() if name in line]) == (0, [])
