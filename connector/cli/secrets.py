"""`loyalty secrets`: changing the key that secrets in the database are encrypted with."""

import typer

from connector.cli.session import FOUND_FAULTS, Json, Session, UsageError


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="Secrets that are kept in the database.", no_args_is_help=True)
    group.command("rotate")(rotate)
    group.callback()(lambda: None)
    app.add_typer(group, name="secrets")


def rotate(context: typer.Context, json: Json = False) -> None:
    """Encrypt the secrets in the database anew with secret_key; secret_key_old opens those that it encrypted.

    Afterwards secret_key_old can be taken out of the settings.
    """
    from connector.cli.output import out, print_json
    from connector.usecases.vault import rotate as encrypt_anew

    session: Session = context.obj
    with session.books() as (settings, database):
        if settings.secret_key_old == settings.secret_key:
            raise UsageError("secret_key and secret_key_old are one and the same: write the new key as secret_key")
        rotated = encrypt_anew(database, settings.vault_keys)
    if json:
        print_json(rotated)
    else:
        out.print(f"encrypted with secret_key: {', '.join(rotated.stores) or 'nothing was there'}")
        for name in rotated.lost:
            out.print(f"neither key opens the secret of {name}: connect that store again")
    if rotated.lost:
        raise typer.Exit(FOUND_FAULTS)
