"""Refusals that a mutation answers inside its own data.

The rule kept here: a refused mutation has done nothing, and the fields of its answer are null but for the refusals.
"""

from collections.abc import Callable
from typing import Any

from .resolving import FIELDS, Ask


class UserError(Exception):
    def __init__(self, field: list[str] | None, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.said = [{"field": field, "message": message, "code": code, "extraInfo": None}]


class UserErrors(UserError):
    def __init__(self, *errors: UserError) -> None:
        super().__init__(None, str(errors[0]))
        self.said = [said for error in errors for said in error.said]


Mutation = Callable[[Ask, dict[str, Any]], dict[str, Any]]


def mutation(name: str, errors: str = "userErrors") -> Callable[[Mutation], Mutation]:
    """Registers what carries out that mutation: it answers its payload, or raises a refusal."""

    def register(perform: Mutation) -> Mutation:
        def resolver(ask: Ask, source: Any, args: dict[str, Any]) -> dict[str, Any]:
            try:
                return {errors: [], **perform(ask, args)}
            except UserError as refused:
                return {errors: refused.said}

        FIELDS["Mutation", name] = resolver
        return perform

    return register
