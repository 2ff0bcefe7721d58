"""What WooCommerce sends when somebody has let us in by its own page, /wc-auth/v1/authorize.

The rule kept here: the answer is believed only as far as it can be tried; whose it is, its ticket says.
"""

from typing import Annotated

import msgspec

from connector.adapter import HandedOver, Rejected

_Word = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[!-~]+$")]


class _KeysPayload(msgspec.Struct, frozen=True):
    user_id: _Word  # what our plugin gave it, sent back as it is
    consumer_key: _Word
    consumer_secret: _Word


def handed_over(body: bytes) -> HandedOver:
    """Raises Rejected, with nothing of the body in its message."""
    try:
        sent = msgspec.json.decode(body, type=_KeysPayload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Rejected("these are no keys as WooCommerce hands them over") from None
    return HandedOver(sent.user_id, {"consumer_key": sent.consumer_key, "consumer_secret": sent.consumer_secret})
