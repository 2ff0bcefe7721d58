"""What members get for the friends they bring."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Referral:
    """Points for the inviter, and the friend, once the friend has an account and has ordered (C11).

    The friend's order must be worth `minimum_order` minor units of what counts, and still be so `wait_days` times 24
    hours after it was granted. Of one inviter's invitations at most `max_per_member` earn in any `max_days` days, and
    `max_open` wait for their friends at once, each for `valid_days`.
    """

    points: int
    friend_points: int = 0
    minimum_order: int = 0
    wait_days: int = 14
    max_per_member: int = 10
    max_days: int = 365
    max_open: int = 20
    valid_days: int = 90
