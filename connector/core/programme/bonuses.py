"""What is given for things that people do beside buying."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewBonus:
    """Points for an approved review, once for each product and person (C9). `bought_only`: of a product its author
    bought; where the store does not say so, it does not count."""

    points: int
    bought_only: bool = False


@dataclass(frozen=True, slots=True)
class Bonuses:
    """Points for a newsletter subscription (C8) and an account (C10), each once in a person's life; for a review (C9);
    for each order that is placed, whatever it is worth (C12). 0 gives nothing."""

    newsletter: int = 0
    registration: int = 0
    order_placed: int = 0
    review: ReviewBonus = ReviewBonus(0)
