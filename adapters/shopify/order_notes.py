"""Notes on orders, for the shop's people.

The rule kept here: an order of Shopify's has one note, which others write in, too. A line of it is ours if it ends
with our reference in brackets; all other lines stay as they are. To write moves the order's date, so the same text is
never written again.
"""

from adapters.shopify.address import gid
from adapters.shopify.client import Client, Refused
from adapters.shopify.payloads import Thing
from adapters.shopify.refusals import UserError, require


class _Noted(Thing, frozen=True):
    note: str | None = None


class _Order(Thing, frozen=True):
    order: _Noted | None


class _Change(Thing, frozen=True):
    user_errors: tuple[UserError, ...] = ()


class _Changed(Thing, frozen=True):
    made: _Change


class ShopifyOrderNotes:
    """The order_notes facet."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def write(self, order_id: str, text: str, reference: str) -> None:
        name = gid("Order", order_id)
        found = self._client.run("OrderNote", _Order, id=name).order
        if found is None:
            return
        note = found.note or ""
        wanted = noted(note, text, reference)
        if wanted == note:
            return
        change = self._client.run("OrderUpdate", _Changed, input={"id": name, "note": wanted}).made
        try:
            require(change.user_errors, f"Note on order {order_id}")
        except Refused:
            if self._client.run("OrderNote", _Order, id=name).order is not None:
                raise


def noted(note: str, text: str, reference: str) -> str:
    """The note with our line in it, where it stood or at the end."""
    ours, tail = f"{' '.join(text.split())} [{reference}]", f" [{reference}]"
    lines = note.splitlines()
    places = [place for place, line in enumerate(lines) if line.rstrip().endswith(tail)]
    kept = [line for place, line in enumerate(lines) if place not in places[1:]]
    if places:
        kept[places[0]] = ours
    else:
        kept.append(ours)
    return note if kept == lines else "\n".join(kept)
