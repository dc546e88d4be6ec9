"""What was in force on an earlier night can't be changed afterwards."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seenheard import __version__
from seenheard.errors import StandardError
from seenheard.releases.reading import Release
from seenheard.releases.unchanged import refuse_changed
from tests.releases.nights import STANDARD


def last(**changed: Any) -> Release:
    number = STANDARD.numbers[0]
    told = {
        "file": number.file,
        "duty": number.duty,
        "name": number.name,
        "in_force_from": str(number.in_force_from),
        "value": number.value,
        "unit": number.unit,
    }
    manifest = {"release_id": "last", "as_of": "2026-11-21T06:00:00Z", "product_version": __version__}
    return Release(Path("last"), manifest | {"standard": [told | changed]})


def test_an_entry_that_reads_as_before_passes() -> None:
    refuse_changed(STANDARD, last())
    refuse_changed(STANDARD, None)


def test_a_changed_entry_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(StandardError, match=r"can't be changed: put it back, and add an entry with a later in_force_from"):
        refuse_changed(STANDARD, last(value=12345))


def test_another_file_or_a_later_entry_supersedes_it() -> None:
    refuse_changed(STANDARD, last(value=12345, file="another.toml"))
    refuse_changed(STANDARD, last(value=12345, in_force_from="2011-01-01"))


def test_a_new_version_of_the_product_brings_its_own_numbers() -> None:
    release = last(value=12345)
    refuse_changed(STANDARD, replace(release, manifest=release.manifest | {"product_version": "0.0.1"}))
