"""An audit's report as a page in a browser: axe finds nothing, a phone shows it, and nothing is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.audits.report import sample
from tests.browser.conftest import AXE
from tests.browser.test_site import RULES

from seenheard.audits.report.as_html import html
from seenheard.audits.report.contents import report_of

pytestmark = pytest.mark.browser


def test_the_report_is_accessible_and_whole_by_itself(tab: Page, tmp_path: Path) -> None:
    scheme, made = sample.result()
    (tmp_path / "report.html").write_bytes(html(report_of(sample.told(scheme, made), made)))
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((tmp_path / "report.html").as_uri())
    assert asked == [tab.url]
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in found["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the screen"
