"""In production nothing is left at a default that others know."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seenheard.errors import SiteError
from seenheard.web.config.production import check_production

KEY = "p3Qz8Lr1Vw6Xk9Tn2Yb5Hd7Mf4Jc0Gs-uEoAiRxWqZtKmBvCyD"


def said(**changes: str) -> dict[str, str]:
    whole = {
        "SEENHEARD_PRODUCTION": "1",
        "SEENHEARD_SECRET_KEY": KEY,
        "SEENHEARD_HOSTS": "seenheard.force.example",
        "SEENHEARD_DATABASE_URL": "postgresql://u:p@localhost/x",
        "SEENHEARD_HTTPS": "1",
    }
    return whole | changes


def test_with_everything_said_it_starts() -> None:
    check_production(said())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SEENHEARD_SECRET_KEY": ""}, "SEENHEARD_SECRET_KEY must be set"),
        ({"SEENHEARD_SECRET_KEY": KEY[:49]}, "too easily guessed"),
        ({"SEENHEARD_SECRET_KEY": "abcabcabc" * 6}, "too easily guessed"),
        ({"SEENHEARD_HOSTS": ""}, "SEENHEARD_HOSTS must be set"),
        ({"SEENHEARD_HOSTS": "*"}, "asterisk"),
        ({"SEENHEARD_DATABASE_URL": ""}, "SEENHEARD_DATABASE_URL must be set"),
        ({"SEENHEARD_HTTPS": "0"}, "SEENHEARD_HTTPS must be 1"),
        ({"SEENHEARD_DEMO": "1"}, "SEENHEARD_DEMO must not be 1"),
    ],
)
def test_what_is_left_at_a_default_is_a_sentence(changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(SiteError, match=sentence):
        check_production(said(**changes))


def run(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("SEENHEARD", "DJANGO"))}
    environment = kept | said(SEENHEARD_DATABASE_URL=f"sqlite:///{folder}/s.sqlite3", **changes)
    environment["DJANGO_SETTINGS_MODULE"] = "seenheard.web.config.settings"
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_the_command_line_refuses_with_the_sentence_and_2(tmp_path: Path) -> None:
    refused = run(tmp_path, "seenheard", "trail", "verify", SEENHEARD_HTTPS="")
    assert refused.returncode == 2
    assert refused.stderr == "In production SEENHEARD_HTTPS must be 1: the site is served over HTTPS only.\n"
    assert not list(tmp_path.iterdir())


def test_django_s_own_check_of_a_deployment_finds_nothing(tmp_path: Path) -> None:
    checked = run(tmp_path, "django", "check", "--deploy", "--fail-level", "WARNING")
    assert (checked.returncode, checked.stderr) == (0, "") and "no issues" in checked.stdout
