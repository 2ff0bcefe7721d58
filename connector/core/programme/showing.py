"""What shoppers see of the programme, and in which words. None of it changes what anybody earns or may redeem."""

from dataclasses import dataclass
from enum import StrEnum


class Shown(StrEnum):
    """How a balance is written (C64)."""

    POINTS = "points"
    MONEY = "money"  # what the points are worth
    BOTH = "both"


class Audience(StrEnum):
    """Who sees that there is a programme (C46)."""

    ALL = "all"
    SIGNED_IN = "signed_in"


class SignIn(StrEnum):
    """What the shop asks of a buyer (C49). To hold them to it is the shop's part."""

    OPTIONAL = "optional"
    REQUIRED = "required"  # to take part
    TO_BUY = "to_buy"  # nobody buys without an account


@dataclass(frozen=True, slots=True)
class Display:
    points: Shown = Shown.BOTH
    visible_to: Audience = Audience.ALL
    sign_in: SignIn = SignIn.OPTIONAL


@dataclass(frozen=True, slots=True)
class Texts:
    """The merchant's own words in one language (C69, C74); what is empty is not said. They are text, never markup.

    `forms` are the word for points in each plural form of the language, by CLDR's names.
    """

    language: str
    forms: tuple[tuple[str, str], ...] = ()
    welcome: str = ""
    invitation_subject: str = ""
    invitation_body: str = ""
    document: str = ""
