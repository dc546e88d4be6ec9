"""Where in a standards file something is wrong, said in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from seenheard.errors import StandardError


@dataclass(frozen=True)
class Place:
    """A file and, where it is known, a line of it."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}, line {self.line}"

    def wrong(self, field: str, problem: str, allowed: str) -> StandardError:
        """E.g. "standards/2026-01-01-ours.toml, line 7: unit 'hour' is not a unit. Allowed: hours, days." """
        return StandardError(f"{self}: {field} {problem}. Allowed: {allowed}.")


def shown(value: object) -> str:
    """A value as it may stand in a sentence: short, and on one line."""
    text = " ".join(str(value).split())
    printable = "".join(letter if letter.isprintable() else "?" for letter in text)
    return f"'{printable[:57]}...'" if len(printable) > 60 else f"'{printable}'"


def several(values: tuple[str, ...]) -> str:
    return ", ".join(values)
