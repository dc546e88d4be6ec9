"""One report with everything in it, made once."""

from __future__ import annotations

import pytest
from tests.audits.report import sample

from seenheard.audits.report.blocks import ReportData
from seenheard.audits.report.contents import report_of


@pytest.fixture(scope="session")
def report() -> ReportData:
    """Of 69 files."""
    scheme, made = sample.result()
    return report_of(sample.told(scheme, made), made)


HOSTILE = "<script>alert(1)</script> & #panic() *b* $x$ {{ 7*7 }} {% raise %} =1+1 ]]> \x07 😀 ‮"


@pytest.fixture(scope="session")
def hostile() -> ReportData:
    """The same, whose free texts try to be anything but text."""
    scheme, made = sample.result()
    told = sample.told(scheme, made, title=HOSTILE, force=HOSTILE, purpose=HOSTILE, lead=HOSTILE)
    return report_of(told, made)
