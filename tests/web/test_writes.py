"""All writing goes through actions.py: keyword-only, by=, one transaction, an entry in the trail. Read from the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import models

from seenheard.web.config.settings import APPS
from seenheard.web.trail.actions import Program, enter
from seenheard.web.trail.models import TrailEntry

WEB = Path(__file__).parents[2] / "src" / "seenheard" / "web"
WRITES = {
    "save",
    "asave",
    "create",
    "acreate",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "delete",
    "adelete",
    "update",
    "aupdate",
    "execute",
    "executemany",
    "raw",
    "copy",
    "create_user",
    "create_superuser",
    "set_password",
}
# Large tables are merged by SQL: these modules do it for releases.actions alone, inside its transaction.
HANDS = {
    "trail/indexing.py",
    "releases/staging.py",
    "releases/merging.py",
    "releases/linking.py",
    "releases/overnight.py",
    "releases/counting.py",
}
# How a step is taken on many findings: for findings.actions alone, inside its transactions.
HANDS_OF_FINDINGS = {"findings/taking.py"}
# A copy of the database as a file: no row of the site is written.
COPIES = {"config/backup.py"}
# A set of globals or a dictionary is updated, not a row.
NO_ROWS = {"globals", "sums"}
# Guards of what is never changed, which refuse what they name.
GUARDS = {"trail/models.py", "decisions/models.py", "findings/models.py"}


# Where statements that read are asked; it refuses any other.
READS = {"config/statements.py"}


def modules() -> list[Path]:
    return [path for path in sorted(WEB.rglob("*.py")) if "migrations" not in path.parts]


def written(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            of = node.func.value
            name = of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""
            if name not in NO_ROWS:
                yield f"{node.func.attr} in line {node.lineno}"


def test_nothing_outside_actions_writes() -> None:
    found = {
        str(path.relative_to(WEB)): list(written(ast.parse(path.read_text(encoding="utf-8"))))
        for path in modules()
        if path.name != "actions.py"
        and str(path.relative_to(WEB)) not in HANDS | HANDS_OF_FINDINGS | GUARDS | READS | COPIES
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_only_the_loading_action_uses_the_hands() -> None:
    for path in modules():
        name = str(path.relative_to(WEB))
        if name in HANDS or name == "releases/actions.py":
            continue
        text = path.read_text(encoding="utf-8")
        for hand in ("merging", "staging", "linking"):
            assert f"releases.{hand}" not in text and f"import {hand}" not in text, name


def test_only_actions_of_findings_take_steps() -> None:
    writers = ("taking.take(", "set_work(", "add_steps(", "recount(")
    for path in modules():
        name = str(path.relative_to(WEB))
        if name not in HANDS_OF_FINDINGS | {"findings/actions.py"}:
            assert not [word for word in writers if word in path.read_text(encoding="utf-8")], name


def actions() -> list[ast.FunctionDef]:
    return [
        node
        for path in modules()
        if path.name == "actions.py"
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", "check_"))
    ]


@pytest.mark.parametrize("action", actions(), ids=lambda action: action.name)
def test_an_action_is_keyword_only_by_someone_in_one_transaction_with_one_entry(action: ast.FunctionDef) -> None:
    given = action.args
    assert not given.args and not given.posonlyargs and not given.vararg, "keyword-only"
    assert "by" in [argument.arg for argument in given.kwonlyargs], "by="
    if action.name == "enter":
        return  # it is the entry, inside the transaction of the action that calls it
    assert [ast.unparse(one) for one in action.decorator_list] == ["transaction.atomic"]
    called = [node.func.id for node in ast.walk(action) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert called.count("enter") == 1
    assert enters_last(action), "the trail's head is held until the end: nothing is written after it"


def enters_last(action: ast.FunctionDef) -> bool:
    """Whether nothing is called after `enter`, but to say what came of it."""
    lines = [node.lineno for node in ast.walk(action) if isinstance(node, ast.Call) and ast.unparse(node.func) == "enter"]
    after = [node for node in action.body if node.lineno > lines[0]]
    return all(isinstance(node, ast.Return) and not list(written(node)) for node in after)


def test_every_app_has_the_same_files() -> None:
    for app in APPS:
        for name in ("models.py", "actions.py", "queries.py", "forms.py", "urls.py", "apps.py"):
            assert (WEB / app / name).is_file(), f"{app}/{name}"


def test_a_trail_entry_is_never_changed_or_taken_away(db: None) -> None:
    enter(by=Program("test"), action="tried")
    entry = TrailEntry.objects.get()
    entry.action = "something else"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    for refused in (
        lambda: TrailEntry.objects.all().delete(),
        lambda: TrailEntry.objects.update(action="x"),
        lambda: TrailEntry.objects.bulk_update([entry], ["action"]),
    ):
        with pytest.raises(TypeError):
            refused()
    assert isinstance(TrailEntry._meta.get_field("by_user"), models.ForeignKey)
    assert TrailEntry.objects.get().action == "tried"
