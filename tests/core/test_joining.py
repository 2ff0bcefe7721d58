"""Who stands for whom, and who was ever bound together."""

from hypothesis import given
from hypothesis import strategies as st

from connector.core.joining import components, roots

PAIRS = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] != pair[1]), max_size=8)


def test_links_are_followed_to_the_end() -> None:
    assert roots({1: 2, 2: 3, 5: 4}) == {1: 3, 2: 3, 3: 3, 5: 4, 4: 4}


def test_all_that_was_ever_bound_goes_by_the_lowest_number() -> None:
    assert components([(5, 4), (7, 8), (4, 2)]) == {2: 2, 4: 2, 5: 2, 7: 7, 8: 7}


@given(PAIRS)
def test_components_are_the_same_whatever_the_order_and_hold_every_pair(pairs: list[tuple[int, int]]) -> None:
    found = components(pairs)

    assert found == components([(other, one) for one, other in reversed(pairs)])
    assert all(found[one] == found[other] for one, other in pairs)
    assert all(
        found[lowest] == lowest and lowest == min(m for m in found if found[m] == lowest) for lowest in found.values()
    )
