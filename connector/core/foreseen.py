"""Errors that were foreseen: what kind of trouble each is, so that whoever asked can be told without knowing it.

The rule kept here: an exception that reaches the person who asked is of one of these families, or of the store's
(`connector.adapter.StoreError`); its message says what is wrong and how to mend it. One that is of none is a defect.
"""


class Foreseen(Exception):
    """The message is for the person who asked."""


class Misused(Foreseen):
    """The call, or a file that it names, is wrong; nothing has changed."""


class Faulty(Foreseen):
    """What was given to be checked has faults; nothing has changed."""


class Unusable(Foreseen):
    """Settings, programme or database must be mended first."""


class Unknown(Foreseen):
    """What was asked for is not there."""


class Refused(Foreseen):
    """The programme or the books say no; nothing has changed."""
