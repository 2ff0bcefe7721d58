"""Forms for moving points, where the store's word covers the address of a question and not its body.

The rule kept here: a form is for one customer of one store, for an hour. It is the key of the redemption, so it buys
once: sent again, it is answered as it was. Who can forge the customer's question cannot read their form.
"""

import base64
import hmac
import secrets
from datetime import datetime, timedelta

_GOOD_FOR = timedelta(hours=1)


class Forms:
    def __init__(self, secret: str, store: str) -> None:
        self._secret = secret.encode()
        self._store = store

    def new(self, customer: str, now: datetime) -> str:
        """A key that nobody has used."""
        until = int((now + _GOOD_FOR).timestamp())
        told = f"{until}.{secrets.token_urlsafe(12)}"
        return f"{told}.{self._mark(told, customer)}"

    def ours(self, key: str, customer: str, now: datetime) -> bool:
        """Was it made here, for this customer, within the hour?"""
        told, _, mark = key.rpartition(".")
        until = told.partition(".")[0]
        good = hmac.compare_digest(self._mark(told, customer).encode(), mark.encode(errors="replace"))
        return good and until.isdecimal() and now.timestamp() <= int(until)

    def _mark(self, told: str, customer: str) -> str:
        text = "\0".join(("form", self._store, customer, told)).encode(errors="replace")
        return base64.urlsafe_b64encode(hmac.digest(self._secret, text, "sha256")[:24]).decode()
