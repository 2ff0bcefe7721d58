"""Whether a code on an order was used by somebody else than the member whose points it stands for.

The rule kept here: it is told, and changes nothing. Whoever used it, the store took off what it is worth, so its points
are spent; whether it was stolen or a present is for the merchant to find out. What cannot be compared is not suspected.
"""

from collections.abc import Collection

from connector.core.commerce import Buyer
from connector.core.explain import Step


def used_by_another(
    code: str, owner: int, addresses: Collection[str], buyer: Buyer, ordered_by: int | None
) -> Step | None:
    """`owner` and `ordered_by` are members, each the one who stands for all they are joined to; `ordered_by` is None
    of a guest, who is told by the address alone. `addresses` are the owner's, in lower case."""
    if ordered_by is not None:
        another = ordered_by != owner
    else:
        another = buyer.address is not None and bool(addresses) and buyer.address not in addresses
    return Step("code_of_another", {"code": code, "member": str(owner)}) if another else None
