"""`loyalty programme check|lint|plan|apply|log|evaluate`: the programme document."""

import pathlib
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli.session import FOUND_FAULTS, Json, Language, Session, author, the_voice

if TYPE_CHECKING:
    from datetime import datetime

    from connector.core.commerce import Cart
    from connector.core.prices import PricedCart
    from connector.core.programme import Terms
    from connector.core.quote import Quote
    from connector.languages import FactValue, Voice
    from connector.usecases.evaluate import Evaluated
    from connector.usecases.plan import Plan


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The programme: the merchant's terms.", no_args_is_help=True)
    group.command("check")(check)
    group.command("lint")(lint)
    group.command("plan")(plan)
    group.command("apply")(apply)
    group.command("log")(log)
    group.command("evaluate")(evaluate)
    group.command("show")(show)
    app.add_typer(group, name="programme")


def check(
    context: typer.Context,
    file: Annotated[pathlib.Path, typer.Argument(help="The programme file.")],
    json: Json = False,
) -> None:
    """Check a programme file: every fault with its line and how to mend it."""
    from connector.cli.output import out, print_json
    from connector.programme import load_programme

    programme = load_programme(file)
    if json:
        print_json({"terms": programme.terms, "digest": programme.digest, "needs": sorted(programme.needs)})
    else:
        out.print(f"{file}: programme {programme.terms.name!r} is sound")


def lint(
    context: typer.Context,
    file: Annotated[pathlib.Path, typer.Argument(help="The programme file.")],
    margin: Annotated[int, typer.Option(min=0, help="The discount in per cent that is still meant.")] = 20,
    average_order: Annotated[
        str | None, typer.Option(help="What an order is worth on average, for example 50.00; left out: not assumed.")
    ] = None,
    books: Annotated[
        bool, typer.Option("--books", help="Look into the books too: how long the catalogue has not changed.")
    ] = False,
    language: Language = None,
    json: Json = False,
) -> None:
    """Find what a programme says and hardly means: loops, traps, points that nobody can spend."""
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.core.lint import Assumptions, Severity
    from connector.core.lint import lint as findings_of
    from connector.languages import speak
    from connector.programme import load_programme

    voice = the_voice(language)
    terms = load_programme(file).terms
    average = None if average_order is None else _amount(average_order, terms.currency)
    since = _catalogue_since(context.obj, terms) if books else None
    found = findings_of(terms, Assumptions(bootstrap.now(), margin, average, since))
    if json:
        print_json(
            [
                {
                    "code": one.code,
                    "severity": one.severity,
                    "where": one.where,
                    "facts": one.facts,
                    "sentence": speak("en").finding(one, terms.currency),
                }
                for one in found
            ]
        )
    else:
        for one in found:
            severity, sentence = voice.say(f"severity-{one.severity}"), voice.finding(one, terms.currency)
            said(f"{severity}: {one.where}: {sentence} ({one.code})")
        if not found:
            said(voice.say("lint-nothing", file=str(file)))
    if any(one.severity is Severity.ERROR for one in found):
        raise typer.Exit(FOUND_FAULTS)


def _catalogue_since(session: Session, terms: "Terms") -> "datetime | None":
    from connector.usecases.plan import catalogue_since

    with session.books() as (_, database):
        return catalogue_since(database, terms)


def _amount(text: str, currency: str) -> int:
    from connector.cli.session import UsageError
    from connector.core.money import NotMoney, to_minor

    try:
        amount = to_minor(text, currency)
    except NotMoney:
        amount = 0
    if amount <= 0:
        raise UsageError(f"--average-order {text} is no amount: write for example 50.00")
    return amount


def plan(context: typer.Context, language: Language = None, json: Json = False) -> None:
    """Say what `apply` would change: the programme files of all stores against the versions in force."""
    from connector.cli.output import print_json, said

    voice = the_voice(language)
    session: Session = context.obj
    plans = _plans(session)
    if json:
        print_json(plans)
        return
    for one in plans:
        _print_changes(one)
        now = one.version or 0
        said(f"  {voice.say(f'forecast-{one.outcome}', now=str(now), next=str(now + 1))}")


def apply(context: typer.Context, language: Language = None) -> None:
    """Put the programme files of all stores in force, for orders placed from now on."""
    from connector import bootstrap
    from connector.cli.output import said
    from connector.usecases.programmes import put_in_force

    voice = the_voice(language)
    session: Session = context.obj
    plans = _plans(session)  # before the stores are connected, which makes a new programme known
    with session.connector() as connector:
        for one in plans:
            if one.changes:
                _print_changes(one)
            for name in one.stores:
                programme = connector.settings.programme(name)
                number, changed = put_in_force(connector.database, programme, author(), bootstrap.now())
                outcome = one.outcome if changed or one.outcome == "first" else "nothing"
                said(f"{one.programme} ({name}): {voice.say(f'applied-{outcome}', number=str(number))}")


def log(context: typer.Context, language: Language = None, json: Json = False) -> None:
    """Show the versions of each programme: when, by whom, and what changed."""
    from connector.cli.output import heading, out, print_json, said
    from connector.usecases.plan import histories

    voice = the_voice(language)
    session: Session = context.obj
    with session.books() as (_, database):
        found = histories(database)
    if json:
        print_json(found)
        return
    for history in found:
        heading(history.programme)
        for one in history.versions:
            about: dict[str, FactValue] = {"number": str(one.number), "applied": one.applied_at, "author": one.author}
            if one.in_force_from:
                said(f"  {voice.say('version-later', **about, since=one.in_force_from)}")
            else:
                said(f"  {voice.say('version-first', **about)}")
            for change in one.changes:
                out.print(f"    {change}")
            if one.in_force_from and not one.changes:
                said(f"    {voice.say('version-wording')}")


def _plans(session: Session) -> "list[Plan]":
    from connector.usecases.plan import plan

    with session.books() as (settings, database):
        return plan(database, {name: settings.programme(name) for name in settings.stores})


def _print_changes(one: "Plan") -> None:
    from connector.cli.output import heading, out

    heading(f"{one.programme} ({', '.join(one.stores)})")
    for change in one.changes:
        out.print(f"  {change}")


def evaluate(
    context: typer.Context,
    file: Annotated[pathlib.Path, typer.Argument(help="The programme file.")],
    order: Annotated[
        str | None,
        typer.Argument(help="An order, or a list of its snapshots, as JSON: a file, or - for standard input."),
    ] = None,
    quote: Annotated[pathlib.Path | None, typer.Option(help="A cart as JSON: say what may be redeemed on it.")] = None,
    balance: Annotated[int, typer.Option(help="Points that there are to redeem.")] = 0,
    redeem: Annotated[int | None, typer.Option(help="Points to redeem; left out: the most that is allowed.")] = None,
    prices: Annotated[
        bool, typer.Option("--prices", help="Say what the goods of the cart cost in points instead.")
    ] = False,
    store: Annotated[str, typer.Option(help="The store it happens in, where stores have rates of their own.")] = "",
    tier: Annotated[str | None, typer.Option(help="The buyer's tier, by name.")] = None,
    products: Annotated[
        pathlib.Path | None, typer.Option(help="What products earn and cost in points: CSV, as `products import`.")
    ] = None,
    language: Language = None,
    json: Json = False,
) -> None:
    """Say what a programme makes of an order or a cart, without a store or a database."""
    from connector.cli.output import print_json
    from connector.cli.session import UsageError, refusing_in
    from connector.core.product_terms import NO_PRODUCT_TERMS
    from connector.programme import load_programme
    from connector.usecases.evaluate import evaluate_orders, price_cart, quote_cart, read_cart, read_orders, table_of
    from connector.usecases.product_sheet import read

    voice = the_voice(language)
    terms = load_programme(file).terms
    if order is None and quote is None and redeem is None:
        raise UsageError("give an order (a file, or -), a cart with --quote, or points with --redeem")
    if prices and (quote is None or redeem is not None):
        raise UsageError("--prices needs a cart (--quote CART.json), and goes without --redeem")
    known = table_of(read(str(products), _bytes(str(products)))) if products is not None else NO_PRODUCT_TERMS
    cart = read_cart(_bytes(str(quote)), known) if quote is not None else None
    if order is not None:
        found = evaluate_orders(read_orders(_bytes(order)), terms, store, tier, known)
        if json:
            print_json(found)
        else:
            for one in found:
                _print_award(one, terms.currency, voice)
    with refusing_in(language):
        if prices and cart is not None:
            priced = price_cart(terms, cart)
            if json:
                print_json(priced)
            else:
                _print_prices(priced, voice)
        elif cart is not None or redeem is not None:
            quoted = quote_cart(redeem, balance, terms, cart, store)
            if json:
                print_json(quoted)
            else:
                _print_quote(quoted, cart, terms.currency, voice)


def show(
    context: typer.Context,
    file: Annotated[pathlib.Path, typer.Argument(help="The programme file.")],
    guest: Annotated[bool, typer.Option("--guest", help="As somebody sees it who has not signed in.")] = False,
    language: Language = None,
    json: Json = False,
) -> None:
    """Say what a shop may show of a programme: its name, who sees it, and the merchant's own words."""
    from connector.cli.output import heading, print_json, said
    from connector.core.showing import presentation
    from connector.programme import load_programme

    voice = the_voice(language)
    terms = load_programme(file).terms
    shown = presentation(terms, voice.language, signed_in=not guest)
    if json:
        print_json(shown)
    elif not shown.visible:
        said(voice.say("shown-nothing"))
    else:
        heading(shown.programme)
        said(voice.say("shown-how", points=shown.points.value, sign_in=shown.sign_in.value))
        if own := shown.texts:
            points = ", ".join(f"{form} {word}" for form, word in own.forms)
            for place, text in (
                (voice.say("shown-points"), points),
                (voice.say("shown-welcome"), own.welcome),
                (voice.say("shown-invitation"), own.invitation_subject),
                ("", own.invitation_body),
                (voice.say("shown-document"), own.document),
            ):
                if text:
                    said(f"{place}: {text}" if place else text)


def _bytes(name: str) -> bytes:
    import sys

    from connector.cli.session import UsageError

    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return pathlib.Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}") from None


def _print_award(one: "Evaluated", currency: str, voice: "Voice") -> None:
    from connector.cli.output import said

    award = one.award
    change = f"{one.change:+}"
    heading = voice.say(f"award-{award.state}", order=one.order, status=one.status, points=award.points, change=change)
    said(heading, "bold")
    for step in award.trace:
        said(f"  {voice.step(step, currency)}")
    if award.points and award.expires_at:
        said(f"  {voice.say('award-until', when=award.expires_at)}")


def _print_prices(priced: "PricedCart", voice: "Voice") -> None:
    from connector.cli.output import said

    for line in priced.lines:
        if line.points is None or line.each is None:
            said(f"  {voice.say(f'unpriced-{line.reason}', name=line.name)}")
        else:
            said(f"  {voice.say('price', name=line.name, points=line.points, each=line.each)}")
    said(voice.say("price-total", points=priced.total))


def _print_quote(quoted: "Quote", cart: "Cart | None", currency: str, voice: "Voice") -> None:
    from connector.cli.output import said

    said(_quoted(quoted, currency, voice))
    if quoted.tender:
        said(f"  {voice.say('quote-tender', currency, amount=quoted.tender)}")
    names = {line.id: line.name for line in cart.lines} if cart else {}
    for part in quoted.parts:
        name = voice.say("shipping") if part.line is None else names[part.line]
        said(f"  {voice.say('quote-part', currency, name=name, net=part.net, tax=part.tax)}")


def _quoted(quoted: "Quote", currency: str, voice: "Voice") -> str:
    limit = voice.say(f"limit-{quoted.limit}")
    buys: dict[str, FactValue] = {"points": quoted.points, "worth": quoted.worth, "left": quoted.left, "limit": limit}
    if quoted.minimum_spend:
        return voice.say("quote-minimum", currency, **buys, minimum=quoted.minimum_spend)
    return voice.say("quote", currency, **buys)
