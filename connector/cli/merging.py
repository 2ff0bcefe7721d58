"""`loyalty member merge` and `unmerge`: members who are one person."""

from typing import Annotated

import typer

from connector.cli.session import Json, Language, Session, Who, author, the_voice, their_voice


def merge(
    context: typer.Context,
    who: Who,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The member that stands for both from now on.")],
    reason: Annotated[str, typer.Option(help="How you know that they are one person; it stays in the log.")],
    language: Language = None,
    json: Json = False,
) -> None:
    """Make two members one person, with one wallet; `unmerge` undoes it."""
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.usecases.look import find_member
    from connector.usecases.merge import join_members

    the_voice(language)  # an unknown language is told before anything changes
    session: Session = context.obj
    with session.connector() as connector:
        member, other = (find_member(connector.database, one) for one in (who, into))
        made = join_members(
            connector.database, member.id, other.id, reason=reason.strip(), author=author(), now=bootstrap.now()
        )
        voice = their_voice(connector, member.programme_id, language)
    if json:
        print_json(made)
    else:
        said(voice.say("merged", members=", ".join(map(str, made.members)), points=made.available))


def unmerge(context: typer.Context, who: Who, language: Language = None, json: Json = False) -> None:
    """Undo a merge: each member has what is left of their own points again."""
    from connector import bootstrap
    from connector.cli.output import print_json, said
    from connector.usecases.look import find_member
    from connector.usecases.merge import part_members

    the_voice(language)  # an unknown language is told before anything changes
    session: Session = context.obj
    with session.connector() as connector:
        member = find_member(connector.database, who)
        made = part_members(connector.database, member.id, author=author(), now=bootstrap.now())
        voice = their_voice(connector, member.programme_id, language)
    if json:
        print_json(made)
    else:
        said(voice.say("parted", number=str(member.id), points=made.available))
