"""A document judged by its model: either the model's values, or every fault at once with line, key and mend.

The rule kept here: no secret in a message. Text that came from the environment is never shown, nor is text where a key
may hold a password; a key is shown only if it looks like a name.
"""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from connector.document import DECIMAL, WHOLE, Document, Expanded, Fault, InvalidDocument, KeyPath, child, plain


class Section(BaseModel):
    """The base of every document model: strict, closed and frozen. A key without a value is a key left out."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.written_keys()}

    @classmethod
    def written_keys(cls) -> dict[str, FieldInfo]:
        """The keys as they are written: `from` is a key and cannot be a field's name."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}


def wrong(message: str, hint: str = "") -> PydanticCustomError:
    """What a validator raises. `{value}` in the message becomes the value as written, or nothing if it is secret."""
    return PydanticCustomError("wrong", "{message}", {"message": message, "hint": hint})


def nearest(word: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """A hint: the known word that was probably meant, else `otherwise`, else all of them."""
    words = list(known)
    if close := difflib.get_close_matches(word, words, 1) or difflib.get_close_matches(word.lower(), words, 1):
        return f'did you mean "{close[0]}"?'
    return f"known here: {', '.join(words)}" if otherwise is None else otherwise


def exact_decimal(value: Any) -> Decimal:
    """The decimal number that a document holds as number or text."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and (WHOLE.fullmatch(value) or DECIMAL.fullmatch(value)):
        return Decimal(value)
    raise wrong("{value} is not a decimal number", "write for example 10.00")


def _typed(value: Any) -> Any:
    return plain(value) if isinstance(value, Expanded) else value


Whole = Annotated[int, BeforeValidator(_typed)]
Flag = Annotated[bool, BeforeValidator(_typed)]


Model = TypeVar("Model", bound=Section)


def validate(document: Document, model: type[Model], context: Mapping[str, Any] | None = None) -> Model:
    """The document as a model, or InvalidDocument with everything that is wrong in it."""
    faults = list(document.faults)
    known = {fault.path for fault in faults}  # what could not be read is not blamed a second time for its value
    try:
        valid = model.model_validate(document.data, context=context)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            fault = _explained(document, model, detail)
            if not any(fault.path[:length] in known for length in range(len(fault.path) + 1)):
                faults.append(fault)
    if faults:
        raise InvalidDocument(faults)
    return valid


def _shown(value: Any) -> str:
    match value:
        case Expanded():
            return "the value"
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)[:60]
        case str():
            return json.dumps(value if len(value) <= 60 else value[:60] + "…", ensure_ascii=False)
        case dict():
            return "a section of keys"
        case list():
            return "a list"
        case _:
            return "an empty value"


def _explained(document: Document, model: type[Section], error: ErrorDetails) -> Fault:
    """Pydantic's finding in our words. Its location also holds words that are no keys (the tag of a union): dropped."""
    kind, facts = error["type"], error.get("ctx", {})
    location = tuple(part for part in error["loc"] if part != "[key]")
    path: KeyPath = ()
    here, absent, found = document.data, object(), True
    for part in location:
        value = child(here, part, absent)
        found = value is not absent
        if found:
            path, here = (*path, part), value
    sections = _sections_at(model, location[:-1])
    if not found and any(location[-1] in section.written_keys() for section in sections):
        path, here = (*path, location[-1]), None  # a key left out, or left to a default that is wrong here
    shown = _shown(here)
    match kind:
        case "wrong":
            return document.fault_of_value(path, facts["message"].replace("{value}", shown), facts["hint"])
        case "missing":
            return document.fault(path, "is missing")
        case "extra_forbidden":
            known = [name for section in sections for name in section.written_keys()]
            blank = "put a blank after the colon" if ":" in str(path[-1]) else nearest(str(path[-1]), known)
            return document.fault(path, "unknown key", blank)
        case "enum" | "literal_error":
            hint = nearest(str(here), re.findall(r"'([^']*)'", facts["expected"]))
            return document.fault_of_value(path, f"{shown} is not a word known here", hint)
        case "string_type":
            hint = "" if isinstance(here, dict | list | None) else "put it in quotes"
            return document.fault_of_value(path, "must be text", hint)
        case "int_type":
            return document.fault_of_value(path, f"{shown} is not a whole number", "write for example 10")
        case "bool_type":
            return document.fault_of_value(path, f"{shown} is neither true nor false")
        case "model_type" | "dict_type":
            return document.fault(path, "must be a section of keys", "write them below it, further in: key: value")
        case "tuple_type":
            return document.fault(path, "must be a list", "write it in brackets: [one, two]")
        case "too_short" | "string_too_short":
            least = int(facts["min_length"])
            message = "must not be empty" if least == 1 else f"must have at least {least} characters"
            return document.fault_of_value(path, message)
        case "greater_than_equal":
            return document.fault_of_value(path, f"{shown} is too small", f"write {facts['ge']} or more")
        case "greater_than":
            return document.fault_of_value(path, f"{shown} is too small", f"write more than {facts['gt']}")
        case "less_than_equal":
            return document.fault_of_value(path, f"{shown} is too large", f"write {facts['le']} or less")
        case _:
            return document.fault_of_value(path, error["msg"])


def _sections_at(model: type[Section], location: KeyPath) -> list[type[Section]]:
    """The models that may stand at a place, to know which keys are valid there."""
    here: list[Any] = [model]
    for part in location:
        there: list[Any] = []
        for annotation in here:
            if _is_section(annotation):
                field = annotation.written_keys().get(str(part))
                there += branches(field.annotation) if field else []
            elif get_origin(annotation) is dict:
                there += branches(get_args(annotation)[1])
            elif get_origin(annotation) is tuple:
                there += branches(get_args(annotation)[0])
        here = there or here
    return [annotation for annotation in here if _is_section(annotation)]


def branches(annotation: Any) -> Iterator[Any]:
    """The types an annotation allows, without the wrappings."""
    if get_origin(annotation) is Annotated:
        yield from branches(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for branch in get_args(annotation):
            yield from branches(branch)
    else:
        yield annotation


def _is_section(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Section)
