"""An ibis expression as SQL of an engine. Where Spark would differ in texts and floats, it is told what DuckDB does."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any

import duckdb
import ibis
from ibis import config
from ibis.backends.sql.compilers.base import SQLGlotCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from sqlglot import expressions

DUCKDB, SPARK = "duckdb", "pyspark"
_CLASS = re.compile(r"\\p\{\w+\}")
_CODES = "SELECT unnest(range(1, 55296) || range(57344, 1114112))::INTEGER AS code"  # all but the surrogates
_CHARACTERS = f"SELECT code, chr(code) AS mark FROM ({_CODES})"


class _Options(config.Config):
    """What ibis keeps for Spark once it has connected: here it never does."""

    treat_nan_as_null: bool = False


ibis.options.pyspark = _Options()


@cache
def _changes(function: str) -> tuple[str, str]:
    """The characters that DuckDB's lower or upper changes, and into what: always one for one."""
    with duckdb.connect() as db:
        changed = db.execute(
            f"SELECT mark, {function}(mark) FROM ({_CHARACTERS}) WHERE {function}(mark) <> mark ORDER BY code"
        )
        pairs = changed.fetchall()
    return "".join(before for before, _ in pairs), "".join(after for _, after in pairs)


@cache
def _ranges(character_class: str) -> str:
    """The characters that DuckDB counts in a class such as \\p{L}, as ranges of a regular expression."""
    with duckdb.connect() as db:
        among = db.execute(
            f"SELECT code FROM ({_CHARACTERS}) WHERE regexp_matches(mark, ?) ORDER BY code", [character_class]
        )
        codes = [code for (code,) in among.fetchall()]
    starts = [codes[0], *(later for earlier, later in pairwise(codes) if later != earlier + 1)]
    ends = [*(earlier for earlier, later in pairwise(codes) if later != earlier + 1), codes[-1]]
    return "".join(f"\\x{{{start:x}}}-\\x{{{end:x}}}" for start, end in zip(starts, ends, strict=True))


def view_name(schema: str, table: str) -> str:
    """What a table is called on Spark: a view of one night's session, which stands in no schema."""
    return f"{schema}__{table}"


class SparkCompiler(PySparkCompiler):
    """Spark's dialect without what depends on the Java at hand: case and letters are those that DuckDB knows."""

    __slots__ = ()

    def visit_UnboundTable(self, op: Any, *, name: str, schema: Any, namespace: Any) -> Any:
        return expressions.table_(view_name(namespace.database, name), quoted=True)

    def visit_Lowercase(self, op: Any, *, arg: Any) -> Any:
        return self.f.anon.translate(arg, *_changes("lower"))

    def visit_Uppercase(self, op: Any, *, arg: Any) -> Any:
        return self.f.anon.translate(arg, *_changes("upper"))

    def visit_RegexReplace(self, op: Any, *, arg: Any, pattern: Any, replacement: Any) -> Any:
        spelled = _CLASS.sub(lambda found: _ranges(found[0]), op.pattern.value)
        return self.f.anon.regexp_replace(arg, expressions.convert(spelled), replacement)

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:
        """A float stays one: 1.0 alone is a decimal to Spark."""
        plain = super().visit_NonNullLiteral(op, value=value, dtype=dtype)
        return self.cast(expressions.convert(str(value)), dtype) if dtype.is_floating() else plain

    # An empty float is empty; Spark's own compiler counts what is not a number as empty too.
    visit_IsNull = SQLGlotCompiler.visit_IsNull
    visit_NotNull = SQLGlotCompiler.visit_NotNull


def sql_of(table: Any, dialect: str) -> str:
    """The SQL of an unbound table."""
    if dialect != SPARK:
        return str(ibis.to_sql(table, dialect=dialect))
    compiler = SparkCompiler()
    return str(compiler.to_sqlglot(table.unbind()).sql(dialect=compiler.dialect))
