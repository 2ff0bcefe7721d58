"""What the commands write for the merchant: first settings, a store more, secrets.

The rule kept here: what a person wrote stays as it is, comments and all. A file is replaced whole or not at all, and
settings only by settings that load.
"""

import os
import pathlib
import re
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from io import StringIO
from typing import Any

import yaml
from dotenv import dotenv_values
from dotenv.parser import parse_stream

from connector.document import Document, InvalidDocument, read_document, read_file
from connector.sealed import PREFIX, seal
from connector.settings import Settings, parse_settings


def initial_settings(path: pathlib.Path) -> list[pathlib.Path]:
    """Writes settings, the starter programme and .env with a fresh secret key. What is there is left alone.

    Returns what was written.
    """
    programme, env = path.parent / "programmes" / "starter.yaml", path.parent / ".env"
    programme.parent.mkdir(parents=True, exist_ok=True)
    written = []
    templates = resources.files("connector") / "templates"
    for file, template in ((path, "settings.yaml"), (programme, "starter.yaml")):
        if not file.exists():
            _replace(file, (templates / template).read_text("utf-8"), 0o644)
            written.append(file)
    present = parse_stream(StringIO(read_file(env))) if env.exists() else ()
    if not any(binding.key == "LOYALTY_SECRET_KEY" for binding in present):
        write_secrets(env, {"LOYALTY_SECRET_KEY": secrets.token_urlsafe(48)})
        written.append(env)
    return written


def secret_variable(store: str, credential: str) -> str:
    """The environment variable of a credential: MAIN_CONSUMER_KEY for the store main."""
    name = f"{store}_{credential}".upper().replace("-", "_")
    # A variable must not begin with a digit, and those that begin with LOYALTY are our own.
    return name if re.match(r"(?!LOYALTY)[A-Z]", name) else f"STORE_{name}"


STARTER = "programmes/starter.yaml"  # beside the settings, as `initial_settings` writes it


@dataclass(frozen=True, slots=True)
class NewStore:
    """A store to be written into settings, with those of its secrets that the environment does not have."""

    name: str
    platform: str
    url: str
    programme: str
    credentials: Sequence[str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def settings_with(path: pathlib.Path, store: NewStore, environ: Mapping[str, str]) -> tuple[str, Settings]:
    """The settings as they would be with this store: as text and as what it says. Raises InvalidDocument."""
    text = read_file(path)
    document = read_document(text, str(path))
    if document.at(("stores", store.name)) is not None:
        raise InvalidDocument([document.fault(("stores", store.name), "there is already a store of this name")])
    block = {
        "platform": store.platform,
        "url": store.url.replace("$", "$$"),
        "credentials": {one: f"${{{secret_variable(store.name, one)}}}" for one in store.credentials},
        "programme": store.programme.replace("$", "$$"),
    }
    extended = _with_store(text, document, {store.name: block})
    return extended, parse_settings(extended, path, {**environ, **store.secrets})


def add_store(path: pathlib.Path, store: NewStore, environ: Mapping[str, str]) -> None:
    """Writes a store into the settings, and its secrets into .env beside them.

    Raises InvalidDocument or ValueError, and then nothing has changed.
    """
    for variable, value in store.secrets.items():
        if environ.get(variable, value) != value:
            raise ValueError(f"{variable} is in the environment, which counts for more than .env: take it out")
    extended, _ = settings_with(path, store, environ)
    if store.secrets:
        write_secrets(path.parent / ".env", store.secrets)
    _replace(path, extended, path.stat().st_mode & 0o777)


def seal_credentials(settings: Settings, *, sealed_only: bool = False) -> list[str]:
    """Seals the credentials of stores that are in .env with the secret key, also those that are sealed already. Returns
    their variables."""
    path = settings.file.parent / ".env"
    values = dotenv_values(stream=StringIO(read_file(path)), interpolate=False) if path.exists() else {}
    names = [secret_variable(name, field) for name, store in settings.stores.items() for field in store.credentials]
    found = {name: text for name in names if (text := values.get(name))}
    wanted = {name: text for name, text in found.items() if text.startswith(PREFIX) or not sealed_only}
    if wanted:
        write_secrets(path, {name: seal(text, settings.vault_keys) for name, text in wanted.items()})
    return sorted(wanted)


def write_secrets(path: pathlib.Path, values: Mapping[str, str]) -> None:
    """Adds or changes variables in a .env file, which only its owner can read from then on. Raises ValueError."""
    waiting = dict(values)
    text = ""
    for binding in parse_stream(StringIO(read_file(path) if path.exists() else "")):
        if binding.key not in values:
            text += binding.original.string
        elif binding.key in waiting:
            before = binding.original.string
            text += before[: len(before) - len(before.lstrip())]  # blank lines above it belong to the binding
            text += _assignment(binding.key, waiting.pop(binding.key))
    if text and not text.endswith("\n"):
        text += "\n"
    text += "".join(_assignment(name, value) for name, value in waiting.items())
    read_back = dotenv_values(stream=StringIO(text), interpolate=False)
    for name, value in values.items():
        if read_back.get(name) != value:  # the format has no way to say some: blanks with a backslash at the end
            raise ValueError(f"the value of {name} cannot be written to a .env file")
    _replace(path, text, 0o600)


def _assignment(name: str, value: str) -> str:
    if re.fullmatch(r"[^\s'\"]\S*", value):
        return f"{name}={value}\n"
    quoted = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"{name}='{quoted}'\n"


def _with_store(text: str, document: Document, store: Mapping[str, Any]) -> str:
    """The text with the store's block as the last of `stores:`."""
    lines = text.split("\n")
    key, value = document.keys.get(("stores",)), document.values.get(("stores",))
    if key is None or value is None:
        return f"{text.rstrip()}\n\nstores:\n{_block(store, 2)}"
    stores = document.at(("stores",))
    if stores is not None and lines[value.line - 1][value.column - 1] == "{":
        line = lines[value.line - 1]
        if stores or "}" not in line:
            hint = "write each on lines of its own, below `stores:`"
            raise InvalidDocument([document.fault(("stores",), "a store cannot be added to stores in { }", hint)])
        lines[value.line - 1] = (line[: value.column - 1] + line[line.index("}") + 1 :]).rstrip()
    first = next((document.keys["stores", name] for name in stores or ()), None)
    following = (place.line for path, place in document.keys.items() if len(path) == 1 and place.line > key.line)
    end = min(following, default=len(lines) + 1) - 1
    while end > key.line and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1  # blank lines and remarks before the next key belong to that key
    block = _block(store, first.column - 1 if first else 2)
    return "\n".join([*lines[:end], *block.rstrip("\n").split("\n"), *lines[end:]])


def _block(store: Mapping[str, Any], indent: int) -> str:
    dumped = yaml.safe_dump(dict(store), sort_keys=False, allow_unicode=True, width=10_000)
    return "".join(f"{' ' * indent}{line}\n" for line in dumped.splitlines())


def _replace(path: pathlib.Path, text: str, mode: int) -> None:
    """The whole file or nothing; through a link, its target."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # for the owner only, until complete
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
