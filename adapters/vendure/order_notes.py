"""Notes on orders, for the shop's people.

The rule kept here: a note is ours if it ends with our reference in brackets, and another text is written into that
note.
"""

from typing import Any

import msgspec

from adapters.vendure.client import Client, NotFound
from adapters.vendure.payloads import NotePayload, decode


class VendureOrderNotes:
    """The order_notes facet. A note moves no order's date."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def write(self, order_id: str, text: str, reference: str) -> None:
        wanted = f"{text} [{reference}]"
        try:
            for note in self._notes(order_id):
                said = note.data.get("note") if isinstance(note.data, dict) else None
                if isinstance(said, str) and said.endswith(f"[{reference}]"):
                    if said != wanted:
                        given = {"noteId": note.id, "note": wanted, "isPublic": False}
                        self._client.ask("UpdateNote", dict[str, object], "A note", input=given)
                    return
            given = {"id": order_id, "note": wanted, "isPublic": False}
            self._client.ask("AddNote", dict[str, object], "A note", input=given)
        except NotFound:
            return

    def _notes(self, order_id: str) -> list[NotePayload]:
        what = f"Notes of order {order_id}"
        told = self._client.ask("OrderNotes", dict[str, Any], what, id=order_id)
        if told["order"] is None:
            raise NotFound(f"Order {order_id} is gone.", "")
        return decode(msgspec.json.encode(told["order"]["history"]["items"]), list[NotePayload], what)
