"""The report as a page: whole by itself, and understood without seeing it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from html.parser import HTMLParser

from seenheard.audits.report.as_html import html
from seenheard.audits.report.blocks import ReportData


class Page(HTMLParser):
    """Its tags with attributes, and which are open at the end."""

    VOID = ("meta", "path", "rect", "circle")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


def test_it_says_its_language_and_title_and_closes_what_it_opens(report: ReportData) -> None:
    text = html(report).decode()
    page = Page(text)
    assert page.open == []
    assert page.of("html") == [{"lang": "en-GB"}]
    assert f"<title>{report.title}</title>" in text
    assert len(page.of("h1")) == len(page.of("main")) == 1


def test_it_loads_nothing_from_anywhere(report: ReportData) -> None:
    page = Page(html(report).decode())
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {tag for tag, _ in page.tags}
    assert not [one for _, one in page.tags if one.get("src") or (one.get("style") or "").count("url")]
    assert "url(" not in html(report).decode() and "@import" not in html(report).decode()


def test_tables_have_captions_and_named_rows_and_columns(report: ReportData) -> None:
    page = Page(html(report).decode())
    assert len(page.of("table")) == len(page.of("caption")) > 10
    assert all(one.get("scope") in ("col", "row") for one in page.of("th"))


def test_charts_have_a_title_and_a_description(report: ReportData) -> None:
    page = Page(html(report).decode())
    assert len(page.of("svg")) == len(page.of("desc")) == 4
    assert all(one.get("role") == "img" for one in page.of("svg"))


def test_headings_leave_out_no_level_and_every_id_is_there_once(report: ReportData) -> None:
    page = Page(html(report).decode())
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    ids = Counter(one["id"] for _, one in page.tags if one.get("id"))
    assert set(ids.values()) == {1}
    targets = {(one["href"] or "")[1:] for one in page.of("a") if (one.get("href") or "").startswith("#")}
    assert targets <= set(ids)


def test_hostile_texts_are_shown_as_they_are(hostile: ReportData) -> None:
    text = html(hostile).decode()
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; #panic() *b* $x$ {{ 7*7 }}" in text
    assert Page(text).open == []
