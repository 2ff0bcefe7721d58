"""Why an order gave what it gave: steps with a reason code.

The rule kept here: a step holds the code and the figures, never text, so that every language can say it. A code has
its sentence, `step-CODE`, in each catalogue of the room `languages`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Facts = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reckoning. Figures of money are minor units of the programme's currency."""

    code: str
    facts: Facts
