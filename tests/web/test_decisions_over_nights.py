"""What a clerk decides on the site holds on the next nights, until it is taken back: from the page to the page."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.people import stand_in
from tests.releases.test_nights_and_the_ledger import Force

from seenheard.people import persons
from seenheard.web.decisions import actions
from seenheard.web.decisions.actions import record_link, take_back, write_decisions
from seenheard.web.people.models import Link
from seenheard.web.releases.actions import load
from seenheard.web.trail.actions import Program

BY = Program("test")


class Nights:
    """A force's nights, each with what stands on the site by then, loaded into it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.force, self.file, self.patch = Force(folder), folder / "from-the-site.csv", patch

    def at_noon_of(self, day: int) -> None:
        self.patch.setattr(actions.timezone, "now", lambda: datetime(2026, 11, day, 12, tzinfo=UTC))

    def night(self, day: int) -> None:
        write_decisions(by=BY, file=self.file)
        release = self.force.night(day, decisions=self.file)
        assert release.manifest["decisions"]["rejected"] == 0
        load(by=BY, folder=release.path)


def records_on(client: Client, identity: str) -> dict[str, str]:
    """The records that a child's page is made of, each with why."""
    answer = client.get("/child/", {"id": identity}, follow=True)
    assert answer.status_code == 200
    return {record["nominal_id"]: html.unescape(held) for record, held in answer.context["records"]}


def test_a_clerks_word_holds_until_it_is_taken_back(
    db: None, browser_of: Callable[..., Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persons, "import_module", lambda _: stand_in)
    client = browser_of("supervisor")
    nights = Nights(tmp_path, monkeypatch)
    nights.night(19)
    model = "Held together by the model (0.97); no clerk has looked"
    assert records_on(client, "N2") == {"N1": model, "N2": model}
    with monkeypatch.context() as patch:
        nights.patch = patch
        nights.at_noon_of(19)
        apart = record_link(by=BY, nominal_id="N2", other_nominal_id="N1", same=False, reason="Cousins.")
        joined = record_link(by=BY, nominal_id="N1", other_nominal_id="N3", same=True, reason="One PNC id.")
    for day in (20, 21):
        nights.night(day)
        assert set(records_on(client, "N3")) == set(records_on(client, "N1")) == {"N1", "N3"}
        assert "A clerk decided that it is this person" in records_on(client, "N3").values()
        assert set(records_on(client, "N2")) == {"N2"}
        assert not Link.objects.filter(nominal_id="N1", other_nominal_id__in=("N2", "N3")).exists()
    with monkeypatch.context() as patch:
        nights.patch = patch
        nights.at_noon_of(21)
        for made in (apart, joined):
            take_back(by=BY, decision_id=made.decision_id, reason="The records were mixed up.")
    nights.night(22)
    assert records_on(client, "N2") == {"N1": model, "N2": model}
    assert Link.objects.get(nominal_id="N1", other_nominal_id="N3").decided is False
