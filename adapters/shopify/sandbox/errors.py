"""Refusals with which the API answers a field, next to whatever else it can answer.

The rule kept here: texts, codes and shapes are those that were recorded from real stores.
"""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError

DOCUMENTATION = "https://shopify.dev/api/usage/access-scopes"
PROTECTED = "https://shopify.dev/docs/apps/launch/protected-customer-data"


class ApiError(GraphQLError):
    def __init__(self, message: str, code: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, extensions={"code": code, **(details or {})})


def access_denied(field: str, said: str) -> ApiError:
    details = {"documentation": DOCUMENTATION, "requiredAccess": said}
    return ApiError(f"Access denied for {field} field. Required access: {said}", "ACCESS_DENIED", details)


def not_approved(field: str) -> ApiError:
    """Protected customer data."""
    message = f"This app is not approved to use the {field} field. See {PROTECTED} for more details."
    return ApiError(message, "ACCESS_DENIED", {"documentation": PROTECTED})


def not_found() -> ApiError:
    return ApiError("invalid id", "RESOURCE_NOT_FOUND")


def bad_request(message: str) -> ApiError:
    return ApiError(message, "BAD_REQUEST")
