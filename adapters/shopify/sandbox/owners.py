"""Whose records an app may write onto.

The rule kept here: what writes onto orders needs the scope to write orders, and so on, whatever the mutation is called.
"""

from .errors import access_denied
from .resolving import Ask

SCOPES = {"Order": "write_orders", "Customer": "write_customers", "Product": "write_products"}


def may_write(ask: Ask, kind: str, field: str) -> None:
    scope = SCOPES.get(kind)
    if scope and not ask.grants.has(scope):
        raise access_denied(field, f"`{scope}` access scope.")
