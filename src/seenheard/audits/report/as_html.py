"""A report as one web page that needs nothing else: no script, no address is loaded, all text is escaped."""

from __future__ import annotations

from functools import cache

import jinja2
from markupsafe import Markup

from seenheard.audits.report.blocks import Chart, Funnel, ReportData
from seenheard.audits.report.pictures import picture

FONT = "Source Sans 3, Helvetica Neue, Arial, sans-serif"


def html(report: ReportData) -> bytes:
    """The page, UTF-8."""
    return _template().render(report=report, font=FONT).encode()


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("seenheard.audits.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["picture"] = _picture
    return environment.get_template("report.html.j2")


def _picture(block: Chart | Funnel) -> Markup:
    """Our own SVG, whose texts are escaped where it is made."""
    return Markup(picture(block, FONT))
