"""The sections of the programme document that say what shoppers see, and in which words."""

from typing import Annotated

from connector.core.programme import Audience, Display, Shown, SignIn, Texts
from connector.programme.words import Listed, Text
from connector.validation import Section


class Showing(Section):
    """What shoppers see (C46, C49, C64)."""

    points: Annotated[Shown, Listed] = Shown.BOTH
    visible_to: Annotated[Audience, Listed] = Audience.ALL
    sign_in: Annotated[SignIn, Listed] = SignIn.OPTIONAL

    def terms(self) -> Display:
        return Display(self.points, self.visible_to, self.sign_in)


class English(Section):
    """The word for points in each form that a number takes."""

    one: Text
    other: Text


class Romanian(Section):
    one: Text
    few: Text
    other: Text


class Polish(Section):
    one: Text
    few: Text
    many: Text
    other: Text


class Hebrew(Section):
    one: Text
    two: Text
    other: Text


class Wording(Section):
    """The merchant's own words in one language (C69, C74)."""

    welcome: Text | None = None
    invitation_subject: Text | None = None
    invitation_body: Text | None = None
    document: Text | None = None

    def terms(self, language: str) -> Texts:
        forms: Section | None = getattr(self, "points", None)
        return Texts(
            language,
            tuple(forms.model_dump().items()) if forms else (),
            self.welcome or "",
            self.invitation_subject or "",
            self.invitation_body or "",
            self.document or "",
        )


class InEnglish(Wording):
    points: English | None = None


class InRomanian(Wording):
    points: Romanian | None = None


class InPolish(Wording):
    points: Polish | None = None


class InHebrew(Wording):
    points: Hebrew | None = None


class Languages(Section):
    """The merchant's own words, by language."""

    en: InEnglish | None = None
    ro: InRomanian | None = None
    pl: InPolish | None = None
    he: InHebrew | None = None

    def terms(self) -> tuple[Texts, ...]:
        written: dict[str, Wording | None] = {"en": self.en, "ro": self.ro, "pl": self.pl, "he": self.he}
        return tuple(wording.terms(language) for language, wording in written.items() if wording)
