"""A real browser on the site: Debian's chromium, driven by playwright, with axe for accessibility."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "src" / "seenheard" / "web" / "static" / "built" / "seenheard.css"
SIZES = {"desktop": (1280, 900), "phone": (360, 740)}

# Playwright's event loop stands in the thread that also asks the database; nothing here runs at the same time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    for needed, how in (
        (CHROMIUM, "apt-get install chromium"),
        (AXE, "npm ci"),
        (BUILT, "npm run build"),
    ):
        if not needed.is_file():
            pytest.skip(f"{needed} is missing: {how}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """A desktop and a phone."""
    return SIZES[request.param]


@pytest.fixture
def tab(chromium: Browser, size: tuple[int, int]) -> Iterator[Page]:
    """A page of this size; a refusal by the security policy or a fault of a script fails the test."""
    context: BrowserContext = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert faults == []
