"""`loyalty secrets`: encrypting the keys of stores, and changing the key that all secrets are encrypted with."""

import typer

from connector.cli.session import FOUND_FAULTS, Json, Session, UsageError


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(help="How secrets are kept: encrypted, in .env and in the database.", no_args_is_help=True)
    group.command("seal")(seal)
    group.command("rotate")(rotate)
    app.add_typer(group, name="secrets")


def seal(context: typer.Context, json: Json = False) -> None:
    """Encrypt the keys of all stores that are in .env with secret_key, in their place."""
    from connector.cli.output import err, out, print_json
    from connector.document import read_file
    from connector.settings_files import seal_credentials

    session: Session = context.obj
    settings = session.settings()
    sealed = seal_credentials(settings)
    if json:
        print_json({"sealed": sealed})
    else:
        out.print(f"sealed in .env: {', '.join(sealed) or 'no key of a store is there'}")
    file = settings.file.parent / ".env"
    if sealed and "LOYALTY_SECRET_KEY" in read_file(file):
        err.print("LOYALTY_SECRET_KEY is in .env too and opens them: give it to the process by its environment instead")


def rotate(context: typer.Context, json: Json = False) -> None:
    """Encrypt anew with secret_key what is sealed in .env and in the database; secret_key_old opens what it encrypted.

    Afterwards secret_key_old can be taken out of the settings.
    """
    from connector.cli.output import out, print_json
    from connector.settings_files import seal_credentials
    from connector.usecases.vault import rotate as encrypt_anew

    session: Session = context.obj
    with session.books() as (settings, database):
        if settings.secret_key_old == settings.secret_key:
            raise UsageError("secret_key and secret_key_old are one and the same: write the new key as secret_key")
        rotated = encrypt_anew(database, settings.vault_keys)
        sealed = seal_credentials(settings, sealed_only=True)
    if json:
        print_json({"stores": rotated.stores, "lost": rotated.lost, "sealed": sealed})
    else:
        if sealed:
            out.print(f"sealed anew in .env: {', '.join(sealed)}")
        out.print(f"encrypted with secret_key: {', '.join(rotated.stores) or 'nothing was there'}")
        for name in rotated.lost:
            out.print(f"neither key opens the secret of {name}: connect that store again")
    if rotated.lost:
        raise typer.Exit(FOUND_FAULTS)
