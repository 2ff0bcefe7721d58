"""The codes that a store has of ours, each with its redemption.

The rule kept here: where a store keeps nothing but the code, the books say whose it is; a code that they do not know
gets a name that no redemption has.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection

from connector.adapter import IssuedCode
from connector.core.reconciling import Code
from connector.db import redemptions

_AT_ONCE = 500


def in_parts(issued: Iterator[IssuedCode]) -> Iterator[list[IssuedCode]]:
    """So many that one question to the books can name them all."""
    while part := list(islice(issued, _AT_ONCE)):
        yield part


def named(connection: Connection, issued: Sequence[IssuedCode]) -> list[Code]:
    alone = {one.code.lower() for one in issued if one.reference is None}
    known = redemptions.references(connection, alone)
    return [
        Code(
            one.code,
            known.get(one.code.lower(), f"code:{one.code}") if one.reference is None else one.reference,
            one.used,
        )
        for one in issued
    ]
