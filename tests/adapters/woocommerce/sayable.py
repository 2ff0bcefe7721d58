"""What a check found, in every language."""

from collections.abc import Iterable

from connector.adapter import Problem
from connector.languages import LANGUAGES, speak


def said_everywhere(problems: Iterable[Problem]) -> None:
    """The catalogues know what is wrong and its mend: English word for word, the others in words of their own."""
    for problem in problems:
        assert (speak("en").problem(problem.what), speak("en").mend(problem.mend)) == (problem.what, problem.mend)
        for language in LANGUAGES[1:]:
            assert speak(language).problem(problem.what) != problem.what, f"{language} cannot say: {problem.what}"
            assert speak(language).mend(problem.mend) != problem.mend, f"{language} cannot say: {problem.mend}"
