"""Moving the books into another database, and proving them there.

The rule kept here: the source is only read, and must be at this program's revision, and so must a target that has any
table; the proof of the copy starts from nothing.
"""

from dataclasses import dataclass

from connector.core.foreseen import Refused
from connector.db.copying import Copied, Watch, copy_books, is_untouched, unchanged
from connector.db.engine import Database
from connector.db.migrate import require_current, upgrade
from connector.usecases.audit import Proof, verify


class SameDatabase(Refused):
    """Source and target are one."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied, and the proof of the copy; is it `still` all there is, or was the source written meanwhile?"""

    tables: list[Copied]
    proof: Proof
    still: bool


def copy_to(source: Database, target: Database, watch: Watch = lambda *_: None) -> Moved:
    """Copy all books into an empty database. Raises SameDatabase, WrongRevision, NotEmpty or NotTheSame."""
    if source.engine.url == target.engine.url:
        raise SameDatabase("that is the database of the settings itself; name another one")
    require_current(source)
    if is_untouched(target):
        upgrade(target)
    else:
        require_current(target)
    tables = copy_books(source, target, watch)
    return Moved(tables, verify(target), unchanged(source, tables))
