"""Everything that gazetted raises on purpose.

    GazettedError
    ├── UsageError            the call was wrong: a bad date, an unknown list key, a file that is not there   (exit 2)
    │   └── BadDateError
    ├── InputError            what was given is not what it should be                                        (exit 3)
    │   ├── DocumentError     a document that cannot be read as text, or is empty
    │   ├── NoDateError       a document that does not say when it was published
    │   ├── UnknownPartyError no party of that name in the record
    │   └── ListFileError     a list file that cannot be taken as an edition
    └── RecordError           the record cannot be used: corrupt, of a newer version, locked                 (exit 4)

Each message is one sentence that says what happened, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class GazettedError(Exception):
    """Base of all errors of this package; `exit_code` is what the command line ends with."""

    exit_code: ClassVar[int] = 1


class UsageError(GazettedError):
    """The program or function was called wrongly; the call must be changed."""

    exit_code = 2


class BadDateError(UsageError):
    """A date that is neither a day, a month nor a year in ISO form."""


class InputError(GazettedError):
    """The input is not what it should be; the input must be changed."""

    exit_code = 3


class DocumentError(InputError):
    """A document that is binary, empty, too large, or cannot be decoded."""


class NoDateError(InputError):
    """A document that does not say when it was published, and whose date was not given."""


class ListFileError(InputError):
    """A list file that is malformed, empty, of an unknown format, or that the record refuses."""


class UnknownPartyError(InputError):
    """No party of that name is in the record.

    Attributes:
        name: the name that was asked for.
        nearest: names in the record that come closest, best first; may be empty.
    """

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        hint = (
            f" Nearest names: {'; '.join(self.nearest)}."
            if self.nearest
            else " Try another spelling, or `gazetted find`."
        )
        super().__init__(f"No party called {name!r} is in the record.{hint}")


class RecordError(GazettedError):
    """The record cannot be used: not a record, damaged, made by a newer version, or locked by another process."""

    exit_code = 4
