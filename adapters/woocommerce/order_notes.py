"""Notes on orders, for the shop's people.

The rule kept here: a note is ours if it ends with our reference in brackets; the new one is written before the former
is taken away, so that an order never stands without.
"""

import html
from collections.abc import Sequence

import msgspec

from adapters.woocommerce.client import Client, NotFound
from adapters.woocommerce.payloads import NotePayload


class WooOrderNotes:
    """The order_notes facet. A note of the store moves no date and sends no webhook."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def write(self, order_id: str, text: str, reference: str) -> None:
        wanted = f"{text} [{reference}]"
        try:
            ours = [note for note in self._notes(order_id) if _plain(note.note).endswith(f"[{reference}]")]
            same = next((note for note in ours if _plain(note.note) == _plain(wanted)), None)
            if same is None:
                body = {"note": wanted, "customer_note": False}
                self._client.post(f"orders/{order_id}/notes", body, NotePayload, "A note")
            for note in ours:
                if note is not same:
                    self._client.delete(f"orders/{order_id}/notes/{note.id}", msgspec.Raw, "A note")
        except NotFound:
            return  # the order is gone, or somebody else took the former note away

    def _notes(self, order_id: str) -> Sequence[NotePayload]:
        return self._client.get(f"orders/{order_id}/notes", list[NotePayload], f"Notes of order {order_id}")


def _plain(text: str) -> str:
    """As it was written, however the store shows it."""
    return " ".join(html.unescape(text).split())
