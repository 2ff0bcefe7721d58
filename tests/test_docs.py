"""The documents say what is so: commands, links, files, programmes and worked figures in them are tried."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer

from connector.cli import session
from connector.cli.main import app
from connector.core.earning import evaluate
from connector.core.money import Rounding, to_decimal, to_minor
from connector.core.programme import Base, Gift, Reward, SpendRule, Terms
from connector.core.quote import Refusal, quote
from connector.core.rewards import NONE_TAKEN, Taken, quote_reward
from connector.languages import speak
from connector.programme import parse_programme
from tests.building import NOW, a_charge, a_line, an_order, some_terms

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("adapters/**/*.md")])
GUIDE = ROOT / "docs" / "merchant-guide.md"
COMMANDS = typer.main.get_command(app)


def blocks(document: Path, kind: str) -> list[str]:
    """The fenced blocks whose first line names exactly this kind."""
    return re.findall(rf"^```{re.escape(kind)}\n(.*?)^```$", document.read_text(), re.MULTILINE | re.DOTALL)


def all_blocks(kind: str) -> list[Any]:
    return [
        pytest.param(block, id=f"{document.name}-{number}")
        for document in DOCUMENTS
        for number, block in enumerate(blocks(document, kind))
    ]


def table_under(document: Path, header: str) -> list[list[str]]:
    """Rows of the table whose header line begins so, cell by cell."""
    lines = document.read_text().split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(header))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split(" | ")])
    assert rows
    return rows


def minor(text: str) -> int:
    return to_minor(text.strip(), "EUR")


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its full name."""
    if hasattr(command, "commands"):
        for name, child in command.commands.items():
            yield from leaves(child, (*path, name))
    else:
        yield " ".join(path), command


def parse(command: Any, name: str, arguments: list[str], parent: Any = None) -> None:
    """Read a command line as the program does, and run nothing. Raises what a wrong call raises."""
    if not hasattr(command, "commands"):
        command.make_context(name, arguments, parent=parent)
        return
    context = command.context_class(command, info_name=name, parent=parent, resilient_parsing=True)
    rest = [*command.make_parser(context).parse_args(arguments)[1]]
    child_name, child, rest = command.resolve_command(command.context_class(command, info_name=name), rest)
    assert child is not None
    parse(child, child_name, rest, context)


def command_lines() -> list[Any]:
    found = [
        (document, line.strip())
        for document in DOCUMENTS
        for block in blocks(document, "sh")
        for line in block.split("\n")
        if re.match(r"(\S*/)?loyalty\s", line.strip())
    ]
    return [pytest.param(line, id=f"{document.name}: {line}") for document, line in found]


@pytest.mark.parametrize(("name", "command"), list(leaves(COMMANDS)))
def test_every_command_is_documented_and_has_help(name: str, command: Any) -> None:
    said = (ROOT / "README.md").read_text() + (ROOT / "docs" / "operate.md").read_text()

    assert re.search(rf"`loyalty {name}[`\s]", said), f"`loyalty {name}` is in neither README.md nor docs/operate.md"
    assert command.help


@pytest.mark.parametrize("line", command_lines())
def test_every_command_line_names_a_command_and_options_there_are(line: str) -> None:
    parse(COMMANDS, "loyalty", shlex.split(line)[1:])


@pytest.mark.parametrize(
    "line", ["stroe list", "store chek main", "store list --jsn", "redeem anna@example.com", "redeem anna@x.de many"]
)
def test_a_wrong_command_line_would_be_found(line: str) -> None:
    with pytest.raises(Exception, match=r"No such|Missing|valid integer"):
        parse(COMMANDS, "loyalty", shlex.split(line))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_relative_link_leads_to_a_file_and_a_heading(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        there = document.parent / file if file else document

        assert there.exists(), target
        assert not heading or heading in headings(there), target


def headings(document: Path) -> set[str]:
    """The anchors that a web view makes of the headings."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_document_is_linked_from_the_readme() -> None:
    linked = set(re.findall(r"\]\(([^)#\s]+)\)", (ROOT / "README.md").read_text()))

    assert {str(path.relative_to(ROOT)) for path in ROOT.glob("docs/*.md")} <= linked


def test_every_file_that_the_architecture_names_exists() -> None:
    named = re.findall(
        r"`((?:connector|adapters|jobs|tests)/[\w./-]*)`", (ROOT / "docs" / "architecture.md").read_text()
    )

    assert len(named) > 40
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_architecture_names_every_kind_of_transaction_with_its_routes() -> None:
    from connector.core.ledger import ROUTES

    rows = table_under(ROOT / "docs" / "architecture.md", "| kind | from → to")

    said = {kind: {tuple(route.split(" → ")) for route in routes.split(", ")} for kind, routes, _ in rows}
    assert said == {kind.value: {(a.value, b.value) for a, b in routes} for kind, routes in ROUTES.items()}


def test_every_exit_code_is_documented() -> None:
    codes = {value for name, value in vars(session).items() if name.isupper() and isinstance(value, int)}

    rows = table_under(ROOT / "docs" / "operate.md", "| code | meaning")

    assert {int(code) for code, _ in rows} == codes


@pytest.mark.parametrize("text", all_blocks("yaml programme"))
def test_every_programme_in_the_documents_is_sound(text: str) -> None:
    assert parse_programme(text, "document").terms.name


def test_the_guide_shows_the_starter_programme() -> None:
    shown = parse_programme(blocks(GUIDE, "yaml programme")[0], "guide").terms

    assert shown == starter()


def starter() -> Terms:
    return parse_programme((ROOT / "examples" / "programmes" / "starter.yaml").read_text(), "starter").terms


def test_the_guide_explains_every_key() -> None:
    rows = table_under(GUIDE, "| key | meaning")
    explained = " ".join(" ".join(row) for row in rows)

    text = (ROOT / "examples" / "programmes" / "complete.yaml").read_text()  # it shows every key, see its own test
    keys = set(re.findall(r"^\s*(?:- )?([a-z_]+):", text, re.MULTILINE)) - {"kind"}

    assert {key for key in keys if key not in re.findall(r"[a-z_]+", explained)} == set()


@pytest.mark.parametrize("row", table_under(GUIDE, "| what counts | `floor`"))
def test_worked_figures_of_rounding(row: list[str]) -> None:
    order = an_order(a_line(minor(row[0])))

    points = [evaluate(order, some_terms(earning=(SpendRule(1, 100, rounding),))).points for rounding in Rounding]

    assert points == [int(cell) for cell in row[1:]]


def test_worked_figure_of_several_points_a_step() -> None:
    order = an_order(a_line(4999))

    points = [evaluate(order, some_terms(earning=(SpendRule(3, 1000, rounding),))).points for rounding in Rounding]

    assert points == [14, 15, 15]


@pytest.mark.parametrize("row", table_under(GUIDE, "| `count` | what counts"))
def test_worked_figures_of_what_counts(row: list[str]) -> None:
    key, _, value = row[0].partition(": ")
    counts = replace(Base(), **({key: value == "true"} if value else {}))
    order = an_order(a_line(8403, 1597), charges=(a_charge(412, 78),))

    award = evaluate(order, some_terms(base=counts))

    base = next(step for step in award.trace if step.code == "base").facts["amount"]
    assert (base, award.points) == (minor(row[1]), int(row[2]))


@pytest.mark.parametrize("row", table_under(GUIDE, "| points | discount"))
def test_worked_figures_of_redeeming(row: list[str]) -> None:
    quoted = quote(int(row[0]), 10_000, starter().redemption)

    assert (quoted.worth, quoted.minimum_spend) == (minor(row[1]), minor(row[2]))


@pytest.mark.parametrize("row", table_under(GUIDE, "| asked for | answer"))
def test_worked_refusals(row: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        quote(int(row[0]), 260, starter().redemption)

    assert speak("en").refusal(refused.value) == row[1]


def test_worked_refusals_of_rewards() -> None:
    mug = Reward("mug", 500, Gift(), {"": "Mug"}, groups=frozenset({"vip"}))
    because = {
        "points": (replace(mug, groups=frozenset()), 260, NONE_TAKEN),
        "stock": (replace(mug, groups=frozenset(), stock=9), 900, Taken(9)),
        "per_member": (replace(mug, groups=frozenset(), per_member=2), 900, Taken(9, 2)),
        "from": (replace(mug, starts_at=NOW + timedelta(days=1)), 900, NONE_TAKEN),
        "until": (replace(mug, ends_at=NOW), 900, NONE_TAKEN),
        "groups": (mug, 900, NONE_TAKEN),
    }
    told = {}
    for key, (reward, available, taken) in because.items():
        with pytest.raises(Refusal) as refused:
            quote_reward(reward, some_terms(), available, taken, (), NOW)
        told[key] = speak("en").refusal(refused.value)

    assert {key: said for said, key in table_under(GUIDE, "| the answer | because of")} == told


def test_a_share_becomes_the_minimum_spend_that_the_guide_says() -> None:
    terms = starter().redemption
    assert terms is not None

    quoted = quote(1000, 1000, replace(terms, maximum_share=20))

    assert (to_decimal(quoted.worth, "EUR"), quoted.minimum_spend) == (to_decimal(5000, "EUR"), minor("250.00"))
