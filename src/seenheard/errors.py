"""Every failure that a user can cause: one plain sentence and an exit code.

The sentence names the file, row, column or option at fault, and what is allowed. Nothing else is printed.
"""


class SeenHeardError(Exception):
    """A failure with a sentence for the person who caused it, or who can mend it."""

    exit_code = 1


class ArgumentError(SeenHeardError):
    """An argument of the command line that can't be used."""

    exit_code = 2


class ContractError(SeenHeardError):
    """Extracts that break the contract so that no run is possible."""

    exit_code = 2


class StandardError(SeenHeardError):
    """A standards file that can't be used: names the file, the line, the field and what is allowed."""

    exit_code = 2


class DoubtfulError(SeenHeardError):
    """A doubtful record set in a strict run."""

    exit_code = 2


class ReleaseError(SeenHeardError):
    """A release that can't be read, or can't be written where it was asked for."""

    exit_code = 2


class LedgerError(SeenHeardError):
    """A ledger that can't be read or written: damaged, or a folder of something else."""

    exit_code = 2


class SiteError(SeenHeardError):
    """The site can't be set up or served as asked."""

    exit_code = 2


class EngineError(SeenHeardError):
    """The engine failed while working out the duties."""

    exit_code = 3


class TrailError(SeenHeardError):
    """The trail is not whole, or can't be added to: names the first line at fault."""

    exit_code = 2


class SchemeError(SeenHeardError):
    """A scheme of audits that can't be used: names the place in the file and what is allowed."""

    exit_code = 2


class AuditError(SeenHeardError):
    """Something that can't be done in an audit as it is asked: a draw, a sharing out, a number that is not there."""

    exit_code = 2
