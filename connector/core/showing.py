"""What a shop may show of the programme to somebody (C46, C49, C64, C69, C74).

The rule kept here: who may see it is not who may take part; nothing here reckons points.
"""

from dataclasses import dataclass

from connector.core.programme import Audience, Shown, SignIn, Terms, Texts


@dataclass(frozen=True, slots=True)
class Presentation:
    """Where it is not `visible`, there is nothing else to show."""

    visible: bool
    programme: str = ""
    points: Shown = Shown.BOTH
    sign_in: SignIn = SignIn.OPTIONAL
    texts: Texts | None = None


def presentation(terms: Terms, language: str, *, signed_in: bool) -> Presentation:
    """What somebody sees who reads that language."""
    if terms.display.visible_to is Audience.SIGNED_IN and not signed_in:
        return Presentation(visible=False)
    display = terms.display
    return Presentation(True, terms.name, display.points, display.sign_in, texts_in(terms.texts, language))


def texts_in(texts: tuple[Texts, ...], language: str) -> Texts | None:
    """The merchant's words in that language, if there are any."""
    return next((one for one in texts if one.language == language), None)
