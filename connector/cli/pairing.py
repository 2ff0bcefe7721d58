"""`loyalty store pair`: a code by which a shop is connected from its own pages."""

from typing import Annotated

import typer

from connector.cli.session import Json, Session, UsageError


def add_to(group: typer.Typer) -> None:
    group.command("pair")(pair)


def pair(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Your name for the store: a-z, 0-9 and -.")],
    url: Annotated[str, typer.Option(help="The shop's address.")],
    platform: Annotated[str, typer.Option(help="What the shop runs on.")] = "woocommerce",
    programme: Annotated[str, typer.Option(help="Its programme file.")] = "programmes/starter.yaml",
    json: Json = False,
) -> None:
    """Print a code that connects a shop: paste it into the plugin there. It works once, for an hour.

    `loyalty run` must be running: the shop hands its keys over to it, and it goes on with the new store by itself.
    """
    import os
    import secrets

    from connector import bootstrap
    from connector.cli.output import err, out, print_json, when
    from connector.settings_files import NewStore, secret_variable, settings_with
    from connector.usecases.pairing import offer

    session: Session = context.obj
    settings = session.settings()
    if name in settings.stores:
        raise UsageError(
            f"there is already a store {name!r}; `loyalty store code {name}` prints the code for its plugin"
        )
    able = [known for known, registered in bootstrap.PLATFORMS.items() if registered.handed_over]
    if platform not in able:
        raise UsageError(f"a shop can be paired on {', '.join(able)}; on others say `loyalty store add`")
    if not (settings.web.public_url or "").startswith("https://"):
        raise UsageError(
            "a shop hands its keys over by https only: write web.public_url with https:// into the settings, "
            "or give the keys by hand with `loyalty store add`"
        )
    fields = bootstrap.PLATFORMS[platform].platform.ways[0]
    in_the_way = [secret_variable(name, field) for field in fields if os.environ.get(secret_variable(name, field))]
    if in_the_way:
        raise UsageError(f"{' and '.join(in_the_way)} in the environment would count for more than the shop's own keys")
    trial = {secret_variable(name, field): "still to come" for field in fields}
    _, planned = settings_with(
        session.settings_file, NewStore(name, platform, url, programme, fields, trial), os.environ
    )
    bootstrap.startable(planned)
    bootstrap.initialise(settings)
    proof = secrets.token_urlsafe(32)
    address = planned.stores[name].url
    with session.books() as (_, database):
        offered = offer(database, name, platform, address, programme, proof, bootstrap.now())
    pasted = settings.pairing_code(name, address, proof)
    if json:
        print_json({"code": pasted, "expires_at": offered.expires_at})
        return
    if planned.programme(name).terms.starts_at is None:
        err.print("all past orders will earn points; to begin later, write starts: into the programme first")
    until = when(offered.expires_at)
    err.print(f"paste this into the plugin of {address} until {until} UTC, while `loyalty run` is running:")
    out.print(pasted)
