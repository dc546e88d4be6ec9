"""The verbs: argument parsing and exit codes only. Each verb hands over to its room."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

from seenheard import __version__
from seenheard.errors import ArgumentError, SeenHeardError

# The room that does each verb's work. Resolved only when the verb is called, so that `--help` stays quick
# and a night can run where the site's packages are not installed.
ROOMS = {
    "demo": "seenheard.demo:demo",
    "synth": "seenheard.synthetic.force:make",
    "check": "seenheard.records.checking:check",
    "run": "seenheard.nightly:run",
    "load": "seenheard.web.commands:load_release",
    "account": "seenheard.web.commands:make_account",
    "decisions": "seenheard.web.commands:write_decisions",
    "digest": "seenheard.web.commands:send_digests",
    "serve": "seenheard.web.commands:serve",
    "work": "seenheard.web.commands:work",
    "forget": "seenheard.web.commands:forget",
    "backup": "seenheard.web.commands:back_up",
    "trail": "seenheard.web.commands:verify_trail",
    "standards": "seenheard.duties.standards:listing",
}
INTERRUPTED = 130  # what a shell expects after Ctrl-C
READER_GONE = 141  # what a shell expects when the reader of a pipe has left


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one sentence, like every other failure."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Leave with the sentence and exit code 2."""
        sentence = message[:1].upper() + message[1:]
        raise ArgumentError(f"{sentence}. See {self.prog} --help.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; say every failure as a sentence on standard error; give the exit code."""
    # What is written holds children's names: nobody but the owner and their group may read it.
    os.umask(os.umask(0) | 0o007)
    try:
        given = parser().parse_args(arguments)
        VERBS[given.verb](given)
        sys.stdout.flush()
    except SeenHeardError as failure:
        return complain(str(failure), failure.exit_code)
    except BrokenPipeError:
        # The reader (head, less) has enough. Point stdout away, or Python complains again while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except OSError as failure:
        return complain(said(failure), ArgumentError.exit_code)
    except KeyboardInterrupt:
        return complain("Stopped by the keyboard.", INTERRUPTED)
    return 0


def complain(sentence: str, exit_code: int) -> int:
    """Print one sentence to standard error, whatever line ends the failure carried."""
    print(" ".join(sentence.split()), file=sys.stderr)
    return exit_code


def said(failure: OSError) -> str:
    """An operating system's failure, such as a full disk, as a sentence."""
    what = failure.strerror or str(failure) or type(failure).__name__
    return f"{failure.filename}: {what}." if failure.filename else f"{what}."


def room(verb: str) -> Callable[..., object]:
    """The function that does a verb's work."""
    module, function = ROOMS[verb].split(":")
    work: Callable[..., object] = getattr(import_module(module), function)
    return work


def demo(given: argparse.Namespace) -> None:
    """Make a synthetic force, run its nights, load them and serve the site."""
    room("demo")(given.folder, given.scale, given.seed, given.nights, given.port, given.only_prepare)


def synth(given: argparse.Namespace) -> None:
    """Make a force that does not exist."""
    room("synth")(given.out, given.seed, given.scale, given.nights)


def check(given: argparse.Namespace) -> None:
    """Check extracts against the contract."""
    room("check")(given.extracts, as_of=given.as_of, rejects=given.rejects)


def run(given: argparse.Namespace) -> None:
    """Run a night, and print the release's path last."""
    release = room("run")(
        given.extracts,
        given.out,
        as_of=given.as_of,
        standards=given.standards,
        persons=given.persons,
        decisions=given.decisions,
        engine=given.engine,
        ledger=given.ledger,
        strict=given.strict,
        read_narratives=given.read_narratives,
    )
    print(release)


def load(given: argparse.Namespace) -> None:
    """Load a release into the site's database."""
    room("load")(given.release, later=given.later)


def account(given: argparse.Namespace) -> None:
    """Make an account for the site, or change one."""
    room("account")(
        given.username,
        roles=given.role,
        name=given.name,
        team=given.team,
        officer_id=given.officer,
        sees_restricted=given.sees_restricted,
        ends_on=given.ends,
        email=given.email,
        password_file=given.password_file,
    )


def decisions(given: argparse.Namespace) -> None:
    """Write what was decided on the site, for the next night."""
    room("decisions")(given.out, as_of=given.as_of)


def serve(given: argparse.Namespace) -> None:
    """Serve the site."""
    room("serve")(port=given.port)


def work(given: argparse.Namespace) -> None:
    """Do the site's background work."""
    room("work")(once=given.once)


def forget(given: argparse.Namespace) -> None:
    """Erase a person from the site, or what is older than it is kept."""
    room("forget")(what=given.what, kind=given.kind, identity=given.id, reason=given.reason)


def backup(given: argparse.Namespace) -> None:
    """Copy the site's database while it is in use."""
    room("backup")(given.file)


def trail(given: argparse.Namespace) -> None:
    """Prove that no line of the trail was changed or taken away."""
    room("trail")(noted=given.noted)


def standards(given: argparse.Namespace) -> None:
    """List the numbers in force."""
    room("standards")(on=given.on, against=given.against, overlay=given.standards)


def digest(given: argparse.Namespace) -> None:
    """Send the week's digests."""
    room("digest")(later=given.later)


VERBS: dict[str, Callable[[argparse.Namespace], None]] = {
    "demo": demo,
    "synth": synth,
    "check": check,
    "run": run,
    "load": load,
    "account": account,
    "decisions": decisions,
    "digest": digest,
    "serve": serve,
    "work": work,
    "forget": forget,
    "backup": backup,
    "trail": trail,
    "standards": standards,
}


def parser() -> Parser:
    """The parser of all verbs."""
    top = Parser(
        prog="seenheard",
        description="Finds, every morning, which children are not yet protected and why.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"seenheard {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=Parser)
    add_demo(verbs)
    add_synth(verbs)
    add_check(verbs)
    add_run(verbs)
    add_site(verbs)
    add_standards(verbs)
    return top


def verb(verbs: "argparse._SubParsersAction[Parser]", name: str, summary: str, example: str) -> Parser:
    """A verb's own parser, with an example under its help."""
    return verbs.add_parser(
        name,
        help=summary,
        description=f"{summary[:1].upper()}{summary[1:]}.",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_demo(verbs: "argparse._SubParsersAction[Parser]") -> None:
    """demo"""
    add = verb(
        verbs,
        "demo",
        "make a synthetic force, run its nights, load them and serve the site",
        "seenheard demo --scale 1.0",
    ).add_argument
    add("--folder", type=Path, default=Path("demo"), help="where everything is put (default: %(default)s)")
    add("--scale", type=scale, default=0.05, help="1 is a force of 300,000 nominals (default: %(default)s)")
    add("--seed", type=whole, default=1, help="another seed, another force (default: %(default)s)")
    add("--nights", type=count, default=3, help="how many nights (default: %(default)s)")
    add("--port", type=port, default=8000, help="of localhost (default: %(default)s)")
    add("--only-prepare", action="store_true", help="stop before serving")


def add_synth(verbs: "argparse._SubParsersAction[Parser]") -> None:
    """synth"""
    add = verb(
        verbs,
        "synth",
        "make a police force that does not exist, with planted failures and their answer key",
        "seenheard synth --out force --seed 1 --scale 0.1 --nights 3",
    ).add_argument
    add("--out", type=Path, required=True, help="the folder to write to")
    add("--seed", type=whole, default=1, help="another seed, another force (default: %(default)s)")
    add("--scale", type=scale, default=1.0, help="1 is a force of 300,000 nominals (default: %(default)s)")
    add("--nights", type=count, default=1, help="how many nights (default: %(default)s)")


def add_check(verbs: "argparse._SubParsersAction[Parser]") -> None:
    """check"""
    add = verb(
        verbs,
        "check",
        "check extracts against the contract: counts, the first faults of each kind, and all rejects",
        "seenheard check extracts --as-of 2026-11-22T06:00 --rejects rejects.csv",
    ).add_argument
    add("extracts", type=Path, metavar="EXTRACTS", help="the folder with one file per record set")
    add("--as-of", metavar="TIME", help="look only at rows known by then (default: now)")
    add("--rejects", type=Path, metavar="FILE", help="where the rejects are written (default: rejects.csv)")


def add_run(verbs: "argparse._SubParsersAction[Parser]") -> None:
    """run"""
    add = verb(
        verbs,
        "run",
        "run a night: read, check, link, evaluate, rate, release; print the release's path last",
        "seenheard run extracts --out releases --as-of 2026-11-22T06:00",
    ).add_argument
    add("extracts", type=Path, metavar="EXTRACTS", help="the folder with one file per record set")
    add("--out", type=Path, required=True, metavar="RELEASES", help="the folder that gets the release")
    add("--as-of", metavar="TIME", help="without offset UK civil time (default: now, cut to the minute)")
    add("--standards", type=Path, metavar="FOLDER", help="the force's own numbers, laid over ours")
    add("--persons", type=Path, metavar="FILE", help="CSV nominal_id, person_id: the force's master index")
    add("--decisions", type=Path, metavar="FILE", help="recorded excuses and link decisions")
    add("--engine", choices=("duckdb", "spark"), default="duckdb", help="(default: %(default)s)")
    add("--ledger", type=Path, metavar="FOLDER", help="person ids and model (default: RELEASES/ledger)")
    add("--strict", action="store_true", help="stop when a record set is doubtful")
    add("--read-narratives", action="store_true", help="look for the child's words in narratives too")


def add_site(verbs: "argparse._SubParsersAction[Parser]") -> None:
    """load, account, decisions, digest, serve, work, forget, backup and trail"""
    example = "seenheard load releases/2026-11-22T0600Z-1a2b"
    add = verb(verbs, "load", "load a release into the site's database", example).add_argument
    add("release", type=Path, metavar="RELEASE", help="the folder of one release")
    add("--later", action="store_true", help="leave it to a worker: seenheard work")
    add_account(verbs)
    add_decisions(verbs)
    add = verb(verbs, "digest", "send each supervisor the week's digest, once a week", "seenheard digest").add_argument
    add("--later", action="store_true", help="leave it to a worker")
    add = verb(verbs, "serve", "serve the site on localhost", "seenheard serve --port 8000").add_argument
    add("--port", type=port, default=8000, help="(default: %(default)s)")
    add = verb(verbs, "work", "do the site's background work until stopped", "seenheard work").add_argument
    add("--once", action="store_true", help="stop when nothing waits")
    about = "erase a person from the site, or what is older than the force keeps it; say what stays and why"
    add = verb(verbs, "forget", about, "seenheard forget person --kind child --id N1 --reason request-17").add_argument
    add("what", choices=("person", "old"), help="one person, or all that is too old")
    add("--kind", choices=("child", "offender", "record"), help="what the person's record is")
    add("--id", metavar="ID", help="its id in the records")
    add("--reason", metavar="TEXT", help="on whose word")
    about = "copy the site's SQLite database to a new file while it is in use; PostgreSQL has pg_dump for it"
    add = verb(verbs, "backup", about, "seenheard backup /backup/seenheard.sqlite3").add_argument
    add("file", type=Path, metavar="FILE", help="a file that is not there yet")
    about = "prove that no line of the site's trail was changed or taken away; print its head to be noted elsewhere"
    add = verb(verbs, "trail", about, "seenheard trail verify --noted 4711:9f86d081...").add_argument
    add("what", choices=("verify",), help="what to do with it")
    add("--noted", metavar="NUMBER:HASH", help="a head that was noted earlier: it must stand in the trail still")


def add_account(verbs: "argparse._SubParsersAction[Parser]") -> None:
    """account"""
    add = verb(
        verbs,
        "account",
        "make an account for the site, or change one; asks for the password",
        "seenheard account jo.smith --role supervisor --team North",
    ).add_argument
    add("username", help="what they sign in with")
    add("--role", action="append", required=True, help="may be given more than once; an unknown one lists them all")
    add("--name", default="", help="as it stands on the screen")
    add("--team", default="", help="as the records write it")
    add("--officer", default="", metavar="OFFICER_ID", help="who they are in the records: their own work")
    add("--sees-restricted", action="store_true", help="may see restricted records")
    add("--email", default="", help="where a supervisor's digest goes")
    add("--ends", type=day, metavar="DATE", help="the last day of the account; an inspector must have one")
    add("--password-file", type=Path, metavar="FILE", help="read the password from its first line, don't ask")


def add_decisions(verbs: "argparse._SubParsersAction[Parser]") -> None:
    """decisions"""
    add = verb(
        verbs,
        "decisions",
        "write what was decided on the site to a file, which the next night takes",
        "seenheard decisions --out decisions.csv --as-of 2026-11-22T06:00",
    ).add_argument
    add("--out", type=Path, required=True, metavar="FILE", help="the CSV file; one that is there is replaced")
    add("--as-of", metavar="TIME", help="only decisions made by then (default: all)")


def add_standards(verbs: "argparse._SubParsersAction[Parser]") -> None:
    """standards"""
    add = verb(
        verbs,
        "standards",
        "list the numbers in force, what differs between two dates, and which need checking",
        "seenheard standards --on 2026-11-22 --against 2026-01-01",
    ).add_argument
    add("--on", metavar="DATE", help="the date whose numbers are listed (default: today)")
    add("--against", metavar="DATE", help="show only what differs from this date")
    add("--standards", type=Path, metavar="FOLDER", help="the force's own numbers, laid over ours")


def whole(text: str) -> int:
    """A whole number from 0."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return int(text)


def count(text: str) -> int:
    """A whole number from 1."""
    if whole(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def day(text: str) -> date:
    """A date such as 2026-11-22."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date such as 2026-11-22") from None


def port(text: str) -> int:
    """A port of localhost."""
    if not 1 <= whole(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port: 1 to 65535")
    return int(text)


def scale(text: str) -> float:
    """A scale above 0, at most 100."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= 100:
        raise argparse.ArgumentTypeError(f"'{text}' is not a scale: above 0, at most 100")
    return number
