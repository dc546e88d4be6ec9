"""The child's page: one page whatever the record, what the child said, who is around, and on what it all rests."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.child import WORDS, night_of_a_child
from tests.web.force import HOSTILE
from tests.web.release import AS_OF, Night, event, nominal, relative, subject

from seenheard.web.decisions.actions import record_link
from seenheard.web.people.around import age_on, around
from seenheard.web.people.comparing import made_of
from seenheard.web.people.seen_and_heard import seen_and_heard
from seenheard.web.people.timeline import MOST_EVENTS, timeline
from seenheard.web.trail.actions import Program
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]
Load = Callable[[Night], str]
BY = Program("test")


@pytest.fixture
def child(load_night: Load) -> None:
    """A loaded night with a child of three records."""
    load_night(night_of_a_child())


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


class TestOnePage:
    @pytest.mark.parametrize("record", ["N2", "N3"])
    def test_every_record_of_the_child_leads_to_it(self, child: None, browser_of: Browser, record: str) -> None:
        client = browser_of("supervisor")
        assert client.get("/child/", {"id": record})["Location"] == "/child/?id=N1"
        assert not TrailEntry.objects.filter(action="read").exists()  # nothing was shown yet

    def test_reading_it_is_one_entry_that_names_every_record(self, child: None, browser_of: Browser) -> None:
        browser_of("supervisor").get("/child/", {"id": "N1"})
        entry = TrailEntry.objects.get(action="read")
        about = [tuple(one) for one in entry.about]
        assert (entry.subject_kind, entry.subject_id) == ("child", "N1")
        assert about == [("child", "N1"), ("nominal", "N1"), ("nominal", "N2"), ("nominal", "N3")]

    def test_it_has_the_duties_of_all_records_open_before_met(self, child: None, browser_of: Browser) -> None:
        answer = browser_of("supervisor").get("/child/?id=N1")
        shown = answer.context["subject"]
        assert [row["key"] for row in shown.owed] == ["I3|N3", "I1|N1"] and [row["key"] for row in shown.done] == ["I2|N1"]
        page = answer.content.decode()
        assert page.count('href="/findings/') == 2 and "1 duty that was met" in page
        assert "Rests on records put together (0.97)" in page

    def test_it_says_which_records_it_is_made_of_and_why(self, child: None, browser_of: Browser) -> None:
        page = text_of(browser_of("supervisor"), "/child/?id=N1")
        assert "made of 3 records in 3 systems, held together by the model (the least sure link 0.97)" in page
        assert "Held together by the model (0.97); no clerk has looked" in page
        assert "A clerk decided that it is this person" in page and "tell a records clerk" in page
        assert "record K2, of nominal N2" in page

    def test_what_clerks_decided_on_its_records_is_there_with_who_when_and_why(
        self, child: None, browser_of: Browser
    ) -> None:
        for other, same, reason in (("N2", True, "One PNC id."), ("N3", False, "Cousins."), ("N9", False, "Not shown.")):
            record_link(by=BY, nominal_id="N1", other_nominal_id=other, same=same, reason=reason)
        page = text_of(browser_of("supervisor"), "/child/?id=N1")
        assert "that N1 and N2 are the same person. Reason: One PNC id." in page
        assert "not the same person: the next night takes them apart</strong>. Reason: Cousins." in page
        assert "program: test decided at" in page and "Not shown." not in page

    @pytest.mark.parametrize("asked", ["N9", "N7", "nobody", "O1"])
    def test_what_is_no_child_with_a_page_or_not_for_this_reader_is_not_there(
        self, child: None, browser_of: Browser, asked: str
    ) -> None:
        assert browser_of("supervisor").get("/child/", {"id": asked}).status_code == 404

    def test_it_takes_few_queries_whatever_is_recorded(
        self, child: None, browser_of: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = browser_of("supervisor")
        with django_assert_max_num_queries(18):
            assert client.get("/child/?id=N1").status_code == 200


class TestSeenAndHeard:
    def test_the_childs_words_come_first_with_who_wrote_them_down(self, child: None, browser_of: Browser) -> None:
        page = text_of(browser_of("supervisor"), "/child/?id=N1")
        assert f"<blockquote>{WORDS}</blockquote>" in page
        assert "as written down by PC Daniel Mensah, 13 November 2026, 06:00" in page
        for said in (
            "quiet, held her sister’s hand",
            "clean and warm",
            "1 contact without the child being seen",
            "nobody in",
        ):
            assert said in page
        assert page.index("Seen and heard</h2>") < page.index("What is owed") < page.index("Timeline")

    def test_a_child_whom_nobody_has_heard_is_said_without_blame(self, load_night: Load, browser_of: Browser) -> None:
        load_night(Night(subjects=[subject("child", "N1", "Amira")]))
        page = text_of(browser_of("supervisor"), "/child/?id=N1")
        assert "No words of the child are recorded." in page
        assert "No contact in which the child was seen is recorded." in page

    def test_last_seen_is_the_newest_contact_in_which_they_were_and_words_may_be_older(self) -> None:
        def contact(day: int, **said: object) -> dict[str, Any]:
            at = datetime(2026, 11, day, tzinfo=UTC)
            return {"kind": "contact", "happened_at": at, "record_id": f"K{day}", "details": list(said.items())}

        found = seen_and_heard(
            [
                contact(9, seen=False),
                contact(8),
                contact(7, seen=True),
                contact(5, seen=True, words="No."),
                {"kind": "missing"},
            ]
        )
        assert found.last_seen is not None and found.words is not None
        assert (found.last_seen.record_id, found.words.record_id) == ("K7", "K5")
        assert [one.record_id for one in found.attempts] == ["K9", "K8"] and found.contacts == 4
        assert (found.last_seen.spoken_to, found.last_seen.alone, found.demeanour) == (None, None, None)


class TestWhoIsAround:
    def test_an_offender_in_the_household_is_said_at_the_top(self, child: None, browser_of: Browser) -> None:
        page = text_of(browser_of("supervisor"), "/child/?id=N1")
        assert "A registered sex offender is in this child’s household:" in page
        assert page.index("registered sex offender") < page.index("Seen and heard</h2>")
        assert 'href="/offender/?id=O1"' in page

    def test_each_person_is_one_line_with_every_ground(self, child: None, browser_of: Browser) -> None:
        others = browser_of("supervisor").get("/child/?id=N1").context["around"]
        assert [(one.title, one.age, one.in_household) for one in others] == [
            ("Karim Haddad", 46, True),
            ("Layla Haddad", 14, True),
            ("Rania Haddad", None, False),
        ]
        assert others[1].relations == ["brother or sister", "same home"]
        assert others[1].grounds == ["association A-N5", "the same property number (UPRN) as record N5"]

    def test_who_is_restricted_is_there_only_for_those_named(self, child: None, browser_of: Browser) -> None:
        ordinary, named = browser_of("supervisor"), browser_of("chief", sees_restricted=True)
        for secret in ("Secret Child", "A secret incident."):
            assert secret not in text_of(ordinary, "/child/?id=N1")
            assert secret in text_of(named, "/child/?id=N1")

    def test_an_offenders_page_names_the_children_around_them_and_nobody_else(
        self, child: None, browser_of: Browser
    ) -> None:
        answer = browser_of("supervisor").get("/offender/?id=O1")
        assert [one.title for one in answer.context["around"]] == ["Amira Haddad"]
        assert 'href="/child/?id=N1"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("born", "day", "age"),
        [
            (date(2014, 5, 1), date(2026, 4, 30), 11),
            (date(2014, 5, 1), date(2026, 5, 1), 12),
            (date(2008, 2, 29), date(2026, 2, 28), 17),
            (date(2008, 2, 29), date(2026, 3, 1), 18),
            (date(2026, 11, 23), date(2026, 11, 22), None),
            (None, date(2026, 11, 22), None),
        ],
    )
    def test_age_on_a_day(self, born: date | None, day: date, age: int | None) -> None:
        assert age_on(born, day) == age

    def test_an_unknown_relation_or_ground_is_shown_as_it_is(self) -> None:
        told = relative("N1", "N2", "Max", relation="godparent", ground="letter", record_id="L1")
        assert [(one.relations, one.grounds) for one in around([told], AS_OF.date())] == [
            (["godparent"], ["association L1"])
        ]


class TestTheTimeline:
    def test_a_part_can_be_looked_at_alone(self, child: None, browser_of: Browser) -> None:
        client = browser_of("supervisor")
        told = client.get("/child/?id=N1").context["timeline"]
        assert (told.total, [(name, size) for name, _, size in told.parts]) == (
            8,
            [("seen", 3), ("missing", 2), ("incidents", 1), ("partners", 2)],
        )
        assert {one["record_set"] for one in client.get("/child/?id=N1&part=missing").context["timeline"].events} == {
            "missing_episodes"
        }

    def test_a_part_that_is_not_there_is_all_of_it_and_a_long_one_says_how_much_is_not_shown(self) -> None:
        events = [event("child", "N1", "flags", str(number)) for number in range(MOST_EVENTS + 3)]
        told = timeline(events, "custody")
        assert (told.part, len(told.events), told.more) == ("", MOST_EVENTS, 3)


def test_text_of_an_extract_never_becomes_markup(load_night: Load, browser_of: Browser) -> None:
    said = json.dumps({"words": HOSTILE, "demeanour": HOSTILE, "home": HOSTILE, "seen": True, "officer_id": HOSTILE})
    who = {"person_id": HOSTILE, "page_id": HOSTILE}
    load_night(
        Night(
            subjects=[subject("child", HOSTILE, HOSTILE, details=json.dumps({"nominals": [HOSTILE, "N2"]}), **who)],
            timeline=[event("child", HOSTILE, "child_contacts", HOSTILE, kind="contact", details=said, nominal_id=HOSTILE)],
            household=[relative(HOSTILE, HOSTILE, HOSTILE, record_id=HOSTILE, offender_id=HOSTILE, page_id=HOSTILE)],
            nominals=[
                nominal(HOSTILE, forenames=HOSTILE, source_system=HOSTILE, decided_by=HOSTILE, person_id=HOSTILE),
                nominal("N2", person_id=HOSTILE),
            ],
        )
    )
    answer = browser_of("supervisor").get("/child/", {"id": HOSTILE})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>alert" not in page and "<b>Sons" not in page and page.count("&lt;script&gt;") > 10


@pytest.mark.parametrize(
    ("decided_by", "said"),
    [
        ([], ""),
        (["exact"], ""),
        (["given", "given"], "This page is made of 2 records in 1 system."),
        (["clerk", "model"], "(the least sure link 0.97); no clerk has looked at all of them."),
    ],
)
def test_what_a_page_is_made_of(decided_by: list[str], said: str) -> None:
    found = made_of([nominal(str(n), decided_by=by, match_probability=0.97) for n, by in enumerate(decided_by)])
    assert found.endswith(said) and bool(found) == bool(said)
