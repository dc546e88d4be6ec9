"""Spark is started once for all tests that need it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from seenheard.engine import on_spark


@pytest.fixture(scope="session")
def spark() -> Iterator[None]:
    """Spark runs until the last test; where it can't, one line says what is missing."""
    lacking = on_spark.missing()
    if lacking is not None:
        pytest.skip(lacking)
    session = on_spark.start()
    yield
    session.stop()
