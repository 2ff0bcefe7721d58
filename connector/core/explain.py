"""Why an order gave what it gave: steps with a reason code, and the sentences that say them.

The rule kept here: a step holds the code and the figures, never text, so that every language can say it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType
from typing import Any

from connector.core.money import to_decimal

Facts = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reckoning. Figures of money are minor units of the programme's currency."""

    code: str
    facts: Facts


SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "line": "{quantity} × {name}: {amount:money} counted",
        "line_kept": "{quantity} × {name}: {amount:money} counted, after {refunded:money} refunded",
        "charge": "{title}: {amount:money} counted",
        "charge_left_out": "{title}: {amount:money} not counted",
        "line_not_chosen": "{quantity} × {name}: {amount:money}, not among the goods that count",
        "line_gift_card": "{quantity} × {name}: {amount:money}, a gift card counts when it is spent",
        "line_promotion_sale": "{quantity} × {name}: {amount:money}, on sale: not counted",
        "line_promotion_coupon": "{quantity} × {name}: {amount:money}, reduced by a coupon: not counted",
        "line_promotion_automatic": "{quantity} × {name}: {amount:money}, reduced: not counted",
        "line_promotion_bogo": "{quantity} × {name}: {amount:money}, part of a two-for-one: not counted",
        "paid_with_points": "{amount:money} paid with points: not counted",
        "paid_with_gift_card": "{amount:money} paid with a gift card: counted when it was bought",
        "paid_with_store_credit": "{amount:money} paid with store credit: not counted",
        "campaign": "{campaign}: {name} counts {times} times",
        "tier": "{tier} members: everything counts {times} times",
        "product": "{pieces} × {name} at {each:points} each: {points:points}",
        "product_unassigned": "{name} has no points of its own: nothing",
        "fixed": "every order: {points:points}",
        "fixed_nothing": "nothing in the order counts: no {points:points} for it",
        "base": "what counts: {amount:money}",
        "spend_floor": "{base:money} at {rate:points} per {per:money}, rounded down: {points:points}",
        "spend_half_up": "{base:money} at {rate:points} per {per:money}, rounded: {points:points}",
        "spend_ceiling": "{base:money} at {rate:points} per {per:money}, rounded up: {points:points}",
        "below_minimum": "{base:money} is less than the {minimum:money} from which an order earns: nothing",
        "granted": "status “{status}” grants: {points:points}",
        "waits": "status “{status}” does not grant yet; {points:points} on {wanted}",
        "lost": "status “{status}”: nothing is granted, what was granted is taken back",
        "pending": "usable from {when}",
        "unpaid": "not paid in full yet; {points:points} then",
        "programme_draft": "the programme has not begun: nothing",
        "programme_paused": "the programme pauses: nothing",
        "programme_closed": "the programme has ended: nothing",
        "group_never": "customer group “{group}” does not take part: nothing",
        "group_only": "only these customer groups take part: {groups}; nothing",
        "guest": "ordered as a guest: nobody to give points to",
        "before_start": "ordered before the programme began on {when}: nothing",
        "other_currency": "paid in {currency}, the programme counts {wanted}: nothing",
    }
)


class _Sentence(Formatter):
    def __init__(self, currency: str) -> None:
        self.currency = currency

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "money":
                return f"{to_decimal(value, self.currency)} {self.currency}"
            case "points":
                return f"{value} point" if value == 1 else f"{value} points"
        return str(super().format_field(value, format_spec))


def sentence(step: Step, currency: str) -> str:
    """The step in English, money in the programme's currency."""
    return filled(SENTENCES[step.code], step.facts, currency)


def filled(template: str, facts: Facts, currency: str) -> str:
    """A sentence with its figures; `money` and `points` in it are formats."""
    return _Sentence(currency).format(template, **facts)
