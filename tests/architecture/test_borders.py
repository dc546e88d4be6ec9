"""The borders between rooms, as pyproject.toml draws them for import-linter."""

from __future__ import annotations

import tomllib
from pathlib import Path

from importlinter import cli

ROOT = Path(__file__).parents[2]
ROOMS = {"records", "people", "duties", "engine", "decisions", "releases", "synthetic", "nightly", "demo", "cli"}


def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return found


def test_no_import_crosses_a_border(monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(no_cache=True, config_filename="pyproject.toml") == 0, capsys.readouterr().out


def test_the_borders_of_the_design_are_drawn() -> None:
    drawn = {
        (source, target)
        for contract in contracts()
        if contract["type"] == "forbidden"
        for source in contract["source_modules"]  # type: ignore[attr-defined]
        for target in contract["forbidden_modules"]  # type: ignore[attr-defined]
    }
    assert {("seenheard.web", name) for name in ("ibis", "duckdb", "splink")} <= drawn
    assert {(f"seenheard.{room}", "django") for room in ROOMS} <= drawn
    assert {("seenheard.duties", name) for name in ("seenheard.engine", "ibis", "duckdb")} <= drawn


def test_what_reaches_everywhere_stands_last() -> None:
    """Forgetting a person reaches into every room of the site, so that none may lean on it."""
    (order,) = (contract["layers"] for contract in contracts() if contract["type"] == "layers")
    assert order == [f"seenheard.web.{room}" for room in ("forgetting", "reports", "readings", "audits", "people")]


def test_no_border_has_a_hole() -> None:
    assert not [contract["name"] for contract in contracts() if contract.get("ignore_imports")]
