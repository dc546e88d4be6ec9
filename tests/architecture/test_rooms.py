"""How the rooms are kept: names that say something, short modules and functions, failures that are named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import PACKAGE, functions, length, modules, tracked

NAMES_THAT_SAY_NOTHING = {"common", "core", "utils", "util", "misc", "helpers", "helper"}
LINES_OF_A_MODULE = 400
LINES_OF_A_FUNCTION = 40
# Longer than the rule, each for a reason; the number may only fall.
LONGER_MODULES: dict[str, int] = {}
LONGER_FUNCTIONS: dict[tuple[str, str], int] = {
    ("nightly.py", "run"): 43,  # a table of contents, under the contract's ten options
    ("engine/plan.py", "_core"): 41,
    ("engine/relations.py", "first_known"): 41,
    ("synthetic/force.py", "build"): 46,  # a table of contents
    ("synthetic/nominals.py", "write"): 46,
    ("synthetic/worlds/custody.py", "write"): 46,
    ("synthetic/worlds/online.py", "course"): 43,
    ("synthetic/worlds/visits.py", "plan"): 44,
}
# Writing these into a file that is committed would tie the project to one machine.
REGISTRIES = re.compile(rb"pypi\." + rb"org|files\.python" + rb"hosted|registry\.npm" + rb"js|file:///" + rb"opt")
COMPILED = {
    ".so", ".pyd", ".dll", ".dylib", ".o", ".a", ".class", ".jar", ".pyc", ".whl", ".exe", ".wasm", ".node",
    ".woff", ".woff2", ".ttf", ".otf", ".eot", ".map", ".duckdb", ".sqlite3", ".zip", ".gz",
}  # fmt: skip
MINIFIED_LINE = 5_000


def test_no_room_has_a_name_that_says_nothing() -> None:
    parts = {path: {part.removesuffix(".py") for part in path.split("/")} for path in modules()}
    assert not [path for path, names in parts.items() if names & NAMES_THAT_SAY_NOTHING]


def test_no_module_is_too_long() -> None:
    lengths = {path: len((PACKAGE / path).read_text(encoding="utf-8").splitlines()) for path in modules()}
    allowed = {path: LONGER_MODULES.get(path, LINES_OF_A_MODULE) for path in lengths}
    assert not {path: lines for path, lines in lengths.items() if lines > allowed[path]}


def test_no_function_is_too_long() -> None:
    found = {(path, node.name): length(node) for path, tree in modules().items() for node in functions(tree)}
    assert not {key: lines for key, lines in found.items() if lines > LONGER_FUNCTIONS.get(key, LINES_OF_A_FUNCTION)}


def test_every_exception_to_the_lengths_is_still_needed() -> None:
    lengths = {path: len((PACKAGE / path).read_text(encoding="utf-8").splitlines()) for path in LONGER_MODULES}
    assert not [path for path, lines in lengths.items() if lines <= LINES_OF_A_MODULE]
    found = {(path, node.name): length(node) for path, tree in modules().items() for node in functions(tree)}
    assert not [key for key in LONGER_FUNCTIONS if found.get(key, 0) <= LINES_OF_A_FUNCTION]


def test_no_function_imports() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not found


def caught(handler: ast.ExceptHandler) -> Iterator[str]:
    """The names of what a handler catches; "everything" if it names nothing."""
    if handler.type is None:
        yield "everything"
        return
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    yield from (ast.unparse(kind).rpartition(".")[2] for kind in kinds)


def test_no_failure_is_caught_without_being_named() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and {"everything", "Exception", "BaseException"} & set(caught(node))
    ]
    assert not found


# What an engine would work out with its own calendar, clock or time zone. DuckDB, Spark and PostgreSQL differ silently.
ENGINE_TIME = {
    "delta", "now", "today", "date", "time", "truncate", "strftime", "as_timestamp", "as_date", "as_interval",
    "interval", "year", "month", "quarter", "week_of_year", "day_of_week", "day_of_year", "hour", "minute",
    "epoch_seconds", "timestamp", "range",
}  # fmt: skip
TIME_TYPES = ("date", "time", "timestamp", "interval")
TIME_IN_SQL = re.compile(
    r"\b(now|current_date|current_timestamp|date_(diff|part|trunc|add|sub)|datediff|datepart|datetrunc|dateadd|strftime"
    r"|strptime|age|to_timestamp|make_(date|timestamp)|epoch_(ms|us)|timezone)\s*\(|\binterval\b\s*[('\d]"
    r"|\bdate\s*'|\bat\s+time\s+zone\b|\bcurrent_(date|timestamp)\b|::\s*(date|timestamp|interval)",
    re.IGNORECASE,
)
# Where a number becomes the text of a fact, in UTC: nothing is reckoned there.
TIME_WRITTEN_OUT = {("engine/evidence.py", "day_text"), ("engine/evidence.py", "instant_text")}


def engine_modules() -> dict[str, ast.Module]:
    """The engine's modules; the plain-Python reference has Python's own calendar, and is no engine."""
    return {path: tree for path, tree in modules().items() if re.match(r"engine/(?!reference/)", path)}


def uses_of_engine_time(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where ibis, or SQL in a text, would be asked to reckon with time."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ENGINE_TIME:
                yield node.lineno, node.func.attr
            kinds = [item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            if node.func.attr in ("cast", "try_cast", "literal", "null") and any(
                kind.lower().startswith(TIME_TYPES) for kind in kinds
            ):
                yield node.lineno, node.func.attr
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = TIME_IN_SQL.search(node.value)
            if found:
                yield node.lineno, found[0]


def without_what_only_writes(path: str, tree: ast.Module) -> ast.Module:
    """The module without the functions that write times out."""
    kept = [node for node in tree.body if not (isinstance(node, ast.FunctionDef) and (path, node.name) in TIME_WRITTEN_OUT)]
    return ast.Module(kept, [])


def test_no_engine_is_asked_to_reckon_with_time() -> None:
    assert engine_modules()
    assert not [
        f"{path}:{line} {what}"
        for path, tree in engine_modules().items()
        for line, what in uses_of_engine_time(without_what_only_writes(path, tree))
    ]


@pytest.mark.parametrize(
    "source",
    [
        "a.delta(b, unit='hour')",
        "ibis.now()",
        "column.date()",
        "column.cast('timestamp')",
        "ibis.interval(days=3)",
        "'SELECT date_diff(''day'', a, b)'",
        "'SELECT a + INTERVAL 3 DAY'",
        "'SELECT now()'",
        "'SELECT a AT TIME ZONE b'",
        "'SELECT a::DATE'",
    ],
)
def test_time_by_an_engine_is_noticed(source: str) -> None:
    assert list(uses_of_engine_time(ast.parse(source)))


@pytest.mark.parametrize("source", ["start.instant + 3", "table.day - 1", "'the interval between visits'", "'due now'"])
def test_whole_numbers_and_plain_words_are_let_pass(source: str) -> None:
    assert not list(uses_of_engine_time(ast.parse(source)))


def test_no_committed_file_names_a_package_registry() -> None:
    assert not [str(path) for path in tracked() if REGISTRIES.search(path.read_bytes())]


def test_nothing_compiled_or_third_party_is_committed() -> None:
    files = tracked()
    assert not [str(path) for path in files if path.suffix in COMPILED or "node_modules" in path.parts]
    web = [path for path in files if path.suffix in (".js", ".mjs", ".css", ".scss", ".svg")]
    assert not [str(path) for path in web if max(map(len, path.read_bytes().splitlines()), default=0) > MINIFIED_LINE]
