"""`loyalty store …` and `loyalty sync`: connecting a shop, looking after the connection, and reading it."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from connector.cli import clearing, pairing
from connector.cli.session import FOUND_FAULTS, Json, Language, Session, UsageError, moment, the_store, the_voice

if TYPE_CHECKING:
    from datetime import datetime

    from connector.adapter import Page, Problem
    from connector.languages import Voice


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="The shops that are connected.", no_args_is_help=True)
    group.command("add")(add)
    pairing.add_to(group)
    group.command("list")(list_)
    group.command("check")(check)
    group.command("remove-webhooks")(remove_webhooks)
    group.command("reopen")(reopen)
    group.command("code")(code)
    group.command("consent")(consent)
    clearing.add_to(group)
    app.add_typer(group, name="store")
    app.command("sync")(sync)


def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Your name for the store: a-z, 0-9 and -.")],
    url: Annotated[str, typer.Option(help="The shop's address.")],
    platform: Annotated[str, typer.Option(help="What the shop runs on.")] = "woocommerce",
    programme: Annotated[str, typer.Option(help="Its programme file.")] = "programmes/starter.yaml",
) -> None:
    """Connect a shop: write it into the settings, check the connection, register webhooks.

    Keys are asked for, or taken from the environment (MAIN_CONSUMER_KEY for the store main).
    """
    from connector import bootstrap
    from connector.cli.output import out
    from connector.settings_files import NewStore, add_store, secret_variable

    session: Session = context.obj
    if name in session.settings().stores:  # what is wrong with the settings already is said first
        raise UsageError(f"there is already a store {name!r}; its keys are in the environment or in .env")
    if platform not in bootstrap.PLATFORMS:
        raise UsageError(f"there is no platform {platform!r}: {', '.join(bootstrap.PLATFORMS)}")
    known = bootstrap.PLATFORMS[platform].platform
    given = [field for field in known.credentials if os.environ.get(secret_variable(name, field))]
    missing = {secret_variable(name, field): field for field in known.missing(given)}
    if missing and not sys.stdin.isatty():
        raise UsageError(f"set {' and '.join(missing)} in the environment; only at a terminal are they asked for")
    secrets = {
        variable: typer.prompt(f"{field.replace('_', ' ')} (not shown)", hide_input=True)
        for variable, field in missing.items()
    }
    try:
        used = [field for field in sorted(known.credentials) if field in given or field in missing.values()]
        add_store(session.settings_file, NewStore(name, platform, url, programme, used, secrets), os.environ)
    except ValueError as unwritable:
        raise UsageError(str(unwritable)) from None
    out.print(f"store {name} is in {session.settings_file}")
    bootstrap.initialise(session.settings())
    with session.connector() as connector:
        store = the_store(connector, name)
        problems = store.adapter.check(None, connector.settings.programme(name).needs)
        _print_problems(problems, the_voice(None))
        if any(problem.severity == "error" for problem in problems):
            out.print(f"mend that, then: loyalty store check {name}")
            raise typer.Exit(FOUND_FAULTS)
        webhook_url = connector.webhook_url(name)
        if webhook_url and store.adapter.webhooks:
            for line in store.adapter.webhooks.register(webhook_url):
                out.print(line)
        elif store.adapter.webhooks:
            out.print("no web.public_url in the settings: the shop is asked regularly, and sends no events itself")
    if session.settings().programme(name).terms.starts_at is None:
        out.print("all past orders will earn points; to begin later, write starts: into the programme")
    out.print(f"next: loyalty sync {name}, then loyalty run")


def list_(context: typer.Context, json: Json = False) -> None:
    """Show the stores, how far each has been read, and what stands in the way."""
    from connector.cli.output import print_json, table
    from connector.usecases.look import store_rows
    from connector.usecases.rereads import not_reread, reread_troubles
    from connector.usecases.wishes import closed_since
    from jobs import publish_balances

    session: Session = context.obj
    with session.connector() as connector:
        rows = store_rows(connector.database)
        closed = closed_since(connector.database)
        rereads = reread_troubles(connector.database)
        waiting = {name: publish_balances.waiting(connector, store) for name, store in connector.stores.items()}
        settings = connector.settings.stores
    if json:
        print_json(
            [
                {
                    "name": name,
                    "platform": store.platform,
                    "url": store.url,
                    "enabled": store.enabled,
                    "books": rows[name],
                    "balances_waiting": waiting.get(name, 0),
                    "closed_at": closed.get(rows[name].id),
                    "not_reread": rereads.get(rows[name].id),
                }
                for name, store in settings.items()
            ]
        )
        return
    table(
        ["store", "~address", "read until", "history", ">balances to tell", "~trouble"],
        [
            (
                name if store.enabled else f"{name} (disabled)",
                store.url,
                rows[name].orders_cursor,
                "read" if rows[name].backfilled_at else "not yet",
                waiting.get(name, 0),
                _closed(name, closed.get(rows[name].id))
                or rows[name].trouble
                or (not_reread(trouble) if (trouble := rereads.get(rows[name].id)) else None),
            )
            for name, store in settings.items()
        ],
    )


def _closed(name: str, at: "datetime | None") -> str | None:
    from connector.cli.output import when

    return f"took our access away {when(at)}; when it is back: loyalty store reopen {name}" if at else None


def reopen(context: typer.Context, name: str) -> None:
    """Go on with a shop that took our access away and has given it back: check it, then read what happened since."""
    from connector import bootstrap
    from connector.cli.output import out
    from connector.usecases.webhooks import keep_webhooks
    from connector.usecases.wishes import is_closed
    from connector.usecases.wishes import reopen as open_again

    session: Session = context.obj
    with session.connector() as connector:
        store = the_store(connector, name)
        if not is_closed(connector.database, store):
            out.print(f"store {name} is open")
            return
        problems = store.adapter.check(None, connector.settings.programme(name).needs)
        _print_problems(problems, the_voice(None))
        if any(problem.severity == "error" for problem in problems):
            raise typer.Exit(FOUND_FAULTS)
        open_again(connector.database, store, bootstrap.now())
        url = connector.webhook_url(name)
        for line in keep_webhooks(connector.database, store, url, bootstrap.now()) if url else []:
            out.print(line)
    out.print(f"store {name} is open again; `loyalty run` reads what happened meanwhile")


def check(context: typer.Context, name: str, language: Language = None, json: Json = False) -> None:
    """Say what is right and wrong with the connection, and how to mend it."""
    from connector.cli.output import print_json, said
    from connector.usecases.rereads import reread_problems

    voice = the_voice(language)
    session: Session = context.obj
    with session.connector() as connector:
        store = the_store(connector, name)
        needs = connector.settings.programme(name).needs
        problems = store.adapter.check(connector.webhook_url(name), needs)
        problems += reread_problems(connector.database, store)
    if json:
        print_json(problems)
    elif problems:
        _print_problems(problems, voice)
    else:
        said(voice.say("check-well", store=name))
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(FOUND_FAULTS)


def remove_webhooks(context: typer.Context, name: str) -> None:
    """Make the shop send us nothing more: take away the webhooks that we made, and none of others.

    Stop `loyalty run` first: it makes them again.
    """
    from connector.cli.output import out

    session: Session = context.obj
    with session.connector() as connector:
        webhooks = the_store(connector, name).adapter.webhooks
        done = webhooks.remove() if webhooks else []
    for line in done or ["there was no webhook of ours"]:
        out.print(line)


def code(context: typer.Context, name: str, json: Json = False) -> None:
    """Print the code for the plugin in the shop. It holds a secret: whoever has it speaks for the customers."""
    from connector import bootstrap
    from connector.cli.output import out, print_json

    session: Session = context.obj
    settings = session.settings()
    if name not in settings.stores:
        raise UsageError(f"there is no store {name!r}: {', '.join(settings.stores) or 'none yet'}")
    platform = settings.stores[name].platform
    if bootstrap.PLATFORMS[platform].vouches:
        raise UsageError(f"{platform} says itself who is asking: its extensions need the connector's address, no code")
    pasted = settings.shop_code(name)
    if pasted is None:
        raise UsageError("the shop must be able to reach us: write web.public_url into the settings first")
    if json:
        print_json({"code": pasted})
    else:
        out.print(pasted)


def consent(
    context: typer.Context,
    name: str,
    redirect: Annotated[str, typer.Option(help="A redirect address of the app's, as its settings say.")],
) -> None:
    """Have a Shopify store's owner agree to the app on Shopify's page; prints the refresh token, which is a secret.

    Only for apps that are not of the store's own organisation: others need no consent but their installation.
    """
    import secrets

    from connector import bootstrap
    from connector.cli.output import out
    from connector.settings_files import secret_variable

    session: Session = context.obj
    settings = session.settings()
    if name not in settings.stores:
        raise UsageError(f"there is no store {name!r}: {', '.join(settings.stores) or 'none yet'}")
    asking = bootstrap.consent(settings, name)
    if asking is None:
        raise UsageError(f"the platform of {name} asks nobody for consent")
    state = secrets.token_urlsafe(24)
    out.print("let the store's owner open this page and agree:", asking.page(redirect, state), sep="\n", soft_wrap=True)
    token = asking.refresh_token(typer.prompt("the address that the browser came to then"), state)
    variable = secret_variable(name, "refresh_token")
    out.print(f"write into .env: {variable}={token}", soft_wrap=True)
    out.print(f"and under the credentials of {name}: refresh_token: ${{{variable}}}", soft_wrap=True)


def _print_problems(problems: "list[Problem]", voice: "Voice") -> None:
    from connector.cli.output import said

    for problem in problems:
        severity = voice.say(f"severity-{problem.severity}")
        said(voice.say("check-problem", severity=severity, what=voice.problem(problem.what)))
        said(f"  {voice.say('check-mend', mend=voice.mend(problem.mend))}")


def sync(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="STORE")],
    since: Annotated[
        str | None, typer.Option(help="Read again what changed since then: 2026-01-31 or 2026-01-31T12:00 (UTC).")
    ] = None,
    json: Json = False,
) -> None:
    """Read what changed in the store; the first time, everything."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from connector import bootstrap
    from connector.cli.output import err, out, print_json
    from connector.usecases.pull import pull
    from connector.usecases.pull_bonuses import pull_customers, pull_reviews

    session: Session = context.obj
    start = moment(since) if since else None
    with session.connector() as connector:
        store = the_store(connector, name)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
            task = progress.add_task(f"reading {name}", total=None)

            def watch(page: "Page") -> None:
                if page.total is not None:
                    progress.update(task, total=page.total)
                progress.advance(task, len(page.orders))

            settled = pull(connector.database, store, bootstrap.now, since=start, watch=watch)
            settled.transactions += pull_customers(connector.database, store, bootstrap.now) or 0
            settled.transactions += pull_reviews(connector.database, store, bootstrap.now) or 0
    if json:
        print_json(settled)
        return
    out.print(
        f"{settled.changed} orders new or changed, {settled.unchanged} as they were, "
        f"{settled.transactions} transactions written"
    )
    for order, reason in settled.failed.items():
        out.print(f"order {order} was put aside: {reason}")
