"""Which members are one person: a member may be joined to another, and be parted again.

The rule kept here: joining is a link and moves nothing. Lots, orders and customers stay with the member they came to,
so parting gives each back what is left of their own; only what was spent together stays spent.
"""

from collections.abc import Iterable, Mapping


def root(links: Mapping[int, int], member: int) -> int:
    """Who stands for a member, where `links` say (member → whom they are joined to)."""
    while member in links:
        member = links[member]
    return member


def roots(links: Mapping[int, int]) -> dict[int, int]:
    """Member → who stands for them, for everybody whom these links name."""
    return {member: root(links, member) for member in {*links, *links.values()}}


def components(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Member → the lowest number among all that these pairs bind together, however indirectly."""
    links: dict[int, int] = {}
    named: set[int] = set()
    for pair in pairs:
        named.update(pair)
        low, high = sorted(root(links, member) for member in pair)
        if low != high:
            links[high] = low
    return {member: root(links, member) for member in named}
