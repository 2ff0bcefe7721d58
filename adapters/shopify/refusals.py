"""What Shopify refuses inside the answer of a change that was not made.

The rule kept here: its own words are told, with what they are about; a change that was refused has done nothing.
"""

from collections.abc import Sequence

from adapters.shopify.client import Refused
from adapters.shopify.payloads import Thing


class UserError(Thing, frozen=True):
    """Not every change has codes; a gift card's code that is taken is told in words only."""

    message: str
    field: list[str] | None = None
    code: str | None = None


def require(errors: Sequence[UserError], what: str) -> None:
    """Raises Refused where there are any. `what` names the thing to a person."""
    if errors:
        said = "; ".join(dict.fromkeys(error.message for error in errors))
        raise Refused(f"{what}: Shopify refuses it: {said[:300]}", next((one.code for one in errors if one.code), ""))
