"""The clerk's pages: the queue of pairs, two records side by side, deciding and undoing."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.force import HOSTILE
from tests.web.pairs import night_of_pairs
from tests.web.release import Night, link, nominal

from seenheard.web.config.words import sure
from seenheard.web.decisions.actions import leave_open, record_link, take_back, write_decisions
from seenheard.web.decisions.models import Decision
from seenheard.web.decisions.refusals import DecisionError
from seenheard.web.people.comparing import compare, evidence_of, held_by
from seenheard.web.people.models import Link
from seenheard.web.people.pairs import next_pair, waiting
from seenheard.web.releases.models import Release
from seenheard.web.trail.actions import Program
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]
Load = Callable[[Night], str]
BY = Program("test")
PAIR = "/links/pair/?" + urlencode({"one": "N1", "other": "N2"})
TYPED = {"nominal_id": "N1", "other_nominal_id": "N2", "seen": "", "reason": "other", "words": "One school, one mother."}
SAME = TYPED | {"decision": "same"}
CANT_TELL = TYPED | {"decision": "cant_tell", "reason": "", "words": ""}


@pytest.fixture
def pairs(load_night: Load) -> None:
    """A loaded night with four pairs."""
    load_night(night_of_pairs())


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def decided(same: bool = True, one: str = "N1", other: str = "N2") -> Decision:
    return record_link(by=BY, nominal_id=one, other_nominal_id=other, same=same, reason="Known.")


class TestTheQueue:
    def test_the_most_useful_pair_is_first_and_decided_ones_are_counted_not_listed(
        self, pairs: None, browser_of: Browser
    ) -> None:
        client = browser_of("records_clerk")
        rows = client.get("/links/").context["rows"]
        assert [row.nominal_id for row, _ in rows] == ["N1", "N3", HOSTILE]
        decided()
        page = text_of(client, "/links/")
        assert "1 of 3" in page and "2 pairs to decide" in page
        assert [row.nominal_id for row, _ in client.get("/links/").context["rows"]] == ["N3", HOSTILE]

    def test_a_restricted_pair_is_there_only_for_those_named(self, pairs: None, browser_of: Browser) -> None:
        named = browser_of("records_clerk", sees_restricted=True)
        assert "0 of 4" in text_of(named, "/links/") and "N6 and N7" in text_of(named, "/links/")

    def test_no_name_is_on_it_and_nobody_has_read_anything(self, pairs: None, browser_of: Browser) -> None:
        assert "Amira" not in text_of(browser_of("records_clerk"), "/links/")
        assert not TrailEntry.objects.filter(action="read").exists()

    def test_it_is_where_a_clerk_begins(self, pairs: None, browser_of: Browser) -> None:
        assert browser_of("records_clerk").get("/")["Location"] == "/links/"

    def test_without_a_night_and_without_a_pair_it_says_so(self, load_night: Load, browser_of: Browser) -> None:
        client = browser_of("records_clerk")
        assert "No night has been loaded yet" in text_of(client, "/links/")
        load_night(Night())
        assert "no pair that needs a decision" in text_of(client, "/links/")

    @pytest.mark.parametrize(("address", "most"), [("/links/", 10), (PAIR, 18)])
    def test_it_takes_few_queries_however_many_pairs(
        self,
        load_night: Load,
        browser_of: Browser,
        django_assert_max_num_queries: DjangoAssertNumQueries,
        address: str,
        most: int,
    ) -> None:
        many = [link(f"A{n:03}", f"B{n:03}", n + 10) for n in range(200)]
        load_night(Night(links=[*night_of_pairs().links, *many], nominals=night_of_pairs().nominals))
        client = browser_of("records_clerk")
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


class TestLoading:
    def test_pairs_are_last_nights_and_those_decided_stay_decided(self, pairs: None, load_night: Load) -> None:
        decided()
        again = night_of_pairs("2026-11-22T0600Z-bbbb")
        again.links = [link("N2", "N1", 1), link("N1", "N4", 2)]
        load_night(again)
        rows = Link.objects.order_by("place").values_list("nominal_id", "other_nominal_id", "decided", "restricted")
        assert list(rows) == [("N1", "N2", True, False), ("N1", "N4", False, False)]

    def test_what_was_taken_back_waits_again(self, pairs: None, load_night: Load, browser_of: Browser) -> None:
        made = decided()
        browser_of("records_clerk").post("/links/pair/undo/", {"decision_id": made.decision_id, "reason": "Wrong."})
        assert not Link.objects.get(nominal_id="N1").decided
        load_night(night_of_pairs("2026-11-22T0600Z-bbbb"))
        assert not Link.objects.get(nominal_id="N1").decided

    def test_what_was_left_open_is_still_behind_the_untouched_the_next_night(self, pairs: None, load_night: Load) -> None:
        made = leave_open(by=BY, nominal_id="N1", other_nominal_id="N2", reason="Too little.")
        load_night(night_of_pairs("2026-11-22T0600Z-bbbb"))
        assert waiting(restricted=False)[-1].subject == made.subject

    def test_a_pair_without_a_place_keeps_the_order_of_the_file(self, load_night: Load) -> None:
        load_night(Night(links=[link("B", "C", None), link("A", "D", None)]))
        assert list(Link.objects.order_by("place").values_list("nominal_id", flat=True)) == ["B", "A"]


class TestThePair:
    def test_both_records_their_differences_in_words_and_the_evidence_with_weights(
        self, pairs: None, browser_of: Browser
    ) -> None:
        page = text_of(browser_of("records_clerk"), PAIR)
        for said in (
            "0 of 3 decided.",
            "Amira",
            "Ameera",
            "Written differently",  # the surname, in capitals
            "Only in one",
            "Surname: same, rare</span> <b>+7.1",
            "Postcode: another district</span> <b>\N{MINUS SIGN}2.4",
            "Likely: 62 of 100 such pairs are one person",
            "COMPACT",
        ):
            assert said in page, said
        assert "<mark>5 January 2014</mark>" in page

    def test_a_pair_that_the_night_did_not_ask_about_can_be_opened(self, pairs: None, browser_of: Browser) -> None:
        page = text_of(browser_of("records_clerk"), "/links/pair/?one=M1&other=M2")
        assert "it was looked up" in page and "one person" in page

    def test_text_of_an_extract_never_becomes_markup(self, pairs: None, browser_of: Browser) -> None:
        client = browser_of("records_clerk")
        for address in (
            "/links/",
            "/links/pair/?" + urlencode({"one": "N5", "other": HOSTILE}),
            "/links/person/?" + urlencode({"id": HOSTILE}),
        ):
            page = client.get(address).content.decode()
            assert "<script>alert" not in page and "<b>Sons" not in page and "&lt;script&gt;" in page, address

    @pytest.mark.parametrize(
        "asked", ["one=N1&other=N1", "one=N1", "one=N1&other=nobody", "", "one=%00&other=N1", "one=N6&other=N7"]
    )
    def test_what_is_not_there_or_not_for_this_reader_is_no_page_and_no_reading(
        self, pairs: None, browser_of: Browser, asked: str
    ) -> None:
        assert browser_of("records_clerk").get(f"/links/pair/?{asked}").status_code == 404
        assert not TrailEntry.objects.filter(action="read").exists()

    def test_a_release_whose_files_are_gone_is_a_sentence(self, pairs: None, browser_of: Browser, tmp_path: Path) -> None:
        Release.objects.update(path=str(tmp_path / "gone"))
        client = browser_of("records_clerk")
        answers = [client.get(PAIR), client.get("/links/person/?id=N1"), client.post("/links/pair/decide/", SAME)]
        assert [answer.status_code for answer in answers] == [503, 503, 503]


class TestReadingAPairIsWritten:
    """The three tests of each view that writes: not signed in, wrong role, success."""

    @pytest.mark.parametrize("address", [PAIR, "/links/person/?id=M1"])
    def test_not_signed_in(self, pairs: None, address: str) -> None:
        assert Client().get(address).status_code == 302
        assert not TrailEntry.objects.filter(action="read").exists()

    @pytest.mark.parametrize("address", [PAIR, "/links/person/?id=M1"])
    @pytest.mark.parametrize("role", ["chief", "administrator", "analyst"])
    def test_wrong_role(self, pairs: None, browser_of: Browser, address: str, role: str) -> None:
        assert browser_of(role).get(address).status_code == 403
        assert not TrailEntry.objects.filter(action="read").exists()

    @pytest.mark.parametrize(("address", "ids"), [(PAIR, ["N1", "N2"]), ("/links/person/?id=M2", ["M1", "M2"])])
    def test_success(self, pairs: None, browser_of: Browser, address: str, ids: list[str]) -> None:
        assert browser_of("records_clerk").get(address).status_code == 200
        entry = TrailEntry.objects.get(action="read")
        about = [tuple(one) for one in entry.about]
        assert (entry.by_name, about, entry.page) == ("a-records_clerk", [("nominal", one) for one in ids], address)


class TestDeciding:
    def test_not_signed_in(self, pairs: None) -> None:
        assert Client().post("/links/pair/decide/", SAME).status_code == 302
        assert not Decision.objects.exists()

    def test_wrong_role(self, pairs: None, browser_of: Browser) -> None:
        assert browser_of("chief").post("/links/pair/decide/", SAME).status_code == 403
        assert not Decision.objects.exists()

    def test_success(self, pairs: None, browser_of: Browser) -> None:
        client = browser_of("records_clerk")
        answer = client.post("/links/pair/decide/", SAME)
        assert answer["Location"] == "/links/pair/?one=N3&other=N4"
        made = Decision.objects.get()
        assert (made.kind, made.nominal_id, made.other_nominal_id) == ("same", "N1", "N2")
        assert (made.decided_by, made.reason) == ("a-records_clerk", "One school, one mother.")
        assert Link.objects.get(nominal_id="N1").decided
        page = text_of(client, answer["Location"])
        assert "Recorded: N1 and N2 are the same person." in page and "1 of 3 decided." in page

    def test_a_clerk_who_cant_tell_leaves_the_pair_open_behind_the_untouched(
        self, pairs: None, browser_of: Browser, tmp_path: Path
    ) -> None:
        client = browser_of("records_clerk")
        answer = client.post("/links/pair/decide/", CANT_TELL)
        assert answer["Location"] == "/links/pair/?one=N3&other=N4"
        made, kept = Decision.objects.get(), Link.objects.get(nominal_id="N1")
        assert (made.kind, made.decided_by, made.reason) == ("cant_tell", "a-records_clerk", "The records do not tell.")
        assert (kept.decided, kept.cant_tell) == (False, True)
        assert waiting(restricted=False)[-1] == kept
        page = text_of(client, "/links/")
        assert "0 of 3" in page and "1 looked at and left open" in page and "a-records_clerk could not tell" in page
        assert "a-records_clerk looked at" in text_of(client, PAIR)
        assert TrailEntry.objects.get(action="pair left open").by_name == "a-records_clerk"
        assert write_decisions(by=BY, file=tmp_path / "decisions.csv") == 0

    def test_those_left_open_come_round_when_none_is_untouched(self, pairs: None) -> None:
        rows = waiting(restricted=False)
        for row in rows:
            leave_open(by=BY, nominal_id=row.nominal_id, other_nominal_id=row.other_nominal_id, reason="Too little.")
        assert waiting(restricted=False) == rows
        assert [next_pair(row, restricted=False) for row in rows] == [*rows[1:], rows[0]]

    def test_a_pair_left_open_is_decided_later_and_is_open_again_when_that_is_taken_back(self, pairs: None) -> None:
        leave_open(by=BY, nominal_id="N1", other_nominal_id="N2", reason="Too little.")
        made = decided(same=True)
        assert (Link.objects.get(nominal_id="N1").decided, Link.objects.get(nominal_id="N1").cant_tell) == (True, False)
        with pytest.raises(DecisionError, match="take it back first"):
            leave_open(by=BY, nominal_id="N2", other_nominal_id="N1", reason="Too little.")
        take_back(by=BY, decision_id=made.decision_id, reason="A slip.")
        assert not Link.objects.get(nominal_id="N1").decided

    def test_that_a_clerk_cant_tell_is_nothing_to_take_back(self, pairs: None) -> None:
        made = leave_open(by=BY, nominal_id="N1", other_nominal_id="N2", reason="Too little.")
        with pytest.raises(DecisionError, match="no such decision"):
            take_back(by=BY, decision_id=made.decision_id, reason="A slip.")

    def test_who_cant_tell_after_another_decided_is_told(self, pairs: None, browser_of: Browser) -> None:
        decided(same=True)
        answer = browser_of("records_clerk").post("/links/pair/decide/", CANT_TELL)
        assert answer.status_code == 409 and Decision.objects.count() == 1

    def test_not_signed_in_or_in_the_wrong_role_nobody_leaves_a_pair_open(self, pairs: None, browser_of: Browser) -> None:
        assert Client().post("/links/pair/decide/", CANT_TELL).status_code == 302
        assert browser_of("chief").post("/links/pair/decide/", CANT_TELL).status_code == 403
        assert not Decision.objects.exists()

    def test_a_chosen_reason_is_written_out_with_the_words_beside_it(self, pairs: None, browser_of: Browser) -> None:
        told = SAME | {"reason": "asked", "words": "The school nurse."}
        browser_of("records_clerk").post("/links/pair/decide/", told)
        assert Decision.objects.get().reason == "I asked someone who knows the person or the family. The school nurse."

    @pytest.mark.parametrize(
        ("said", "fault"),
        [
            ({"reason": ""}, "Choose a reason."),
            ({"words": " "}, "Write the reason in your own words."),
            ({"words": "x" * 1501}, "Your own words can have 1,500 characters."),
            ({"decision": "perhaps"}, "Choose one of the three."),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, pairs: None, browser_of: Browser, said: dict[str, str], fault: str
    ) -> None:
        told = SAME | said
        answer = browser_of("records_clerk").post("/links/pair/decide/", told)
        page = html.unescape(answer.content.decode())
        assert answer.status_code == 422 and fault in page and told["words"] in page
        assert not Decision.objects.exists()

    def test_who_comes_second_is_told_by_whom_and_loses_nothing(self, pairs: None, browser_of: Browser) -> None:
        client = browser_of("records_clerk")
        client.get(PAIR)
        made = decided(same=False)
        answer = client.post("/links/pair/decide/", SAME)
        page = html.unescape(answer.content.decode())
        assert answer.status_code == 409 and Decision.objects.count() == 1
        assert "program: test decided that these are not the same person" in page
        assert "One school, one mother." in page and 'value="other" checked' in page
        # They have been told: sent again, it is recorded, and stands.
        assert f'name="seen" value="{made.decision_id}"' in page
        client.post("/links/pair/decide/", SAME | {"seen": made.decision_id})
        assert Decision.objects.order_by("-place")[0].kind == "same"

    def test_a_restricted_pair_is_decided_only_by_those_named(self, pairs: None, browser_of: Browser) -> None:
        told = SAME | {"nominal_id": "N6", "other_nominal_id": "N7"}
        assert browser_of("records_clerk").post("/links/pair/decide/", told).status_code == 404
        assert not Decision.objects.exists()

    def test_a_wrong_join_of_the_model_is_undone(self, pairs: None, browser_of: Browser) -> None:
        client = browser_of("records_clerk")
        page = text_of(client, "/links/person/?id=M1")
        assert "Held together by the model (0.97); no clerk has looked" in page and "/links/pair/?one=M1&other=M2" in page
        told = SAME | {"nominal_id": "M1", "other_nominal_id": "M2", "decision": "not_same"}
        assert client.post("/links/pair/decide/", told)["Location"] == "/links/pair/?one=N1&other=N2"
        assert "M1 and M2</a>: not the same person" in text_of(client, "/links/person/?id=M2")

    def test_after_the_last_pair_comes_the_queue(self, load_night: Load, browser_of: Browser) -> None:
        load_night(Night(links=[link("N1", "N2", 1)], nominals=[nominal("N1"), nominal("N2")]))
        assert browser_of("records_clerk").post("/links/pair/decide/", SAME)["Location"] == "/links/"


class TestUndoing:
    def test_not_signed_in(self, pairs: None) -> None:
        told = {"decision_id": decided().decision_id, "reason": "Wrong."}
        assert Client().post("/links/pair/undo/", told).status_code == 302
        assert Decision.objects.count() == 1

    def test_wrong_role(self, pairs: None, browser_of: Browser) -> None:
        told = {"decision_id": decided().decision_id, "reason": "Wrong."}
        assert browser_of("supervisor").post("/links/pair/undo/", told).status_code == 403
        assert Decision.objects.count() == 1

    def test_success(self, pairs: None, browser_of: Browser) -> None:
        client = browser_of("records_clerk")
        client.post("/links/pair/decide/", SAME)
        page = text_of(client, "/links/")
        assert "Your last decision: <strong>N1</strong> and <strong>N2</strong> are the same person" in page
        told = {"decision_id": Decision.objects.get().decision_id, "reason": "Decided by mistake."}
        assert client.post("/links/pair/undo/", told)["Location"] == PAIR
        assert "Nothing stands on this pair now." in text_of(client, PAIR)
        assert "0 of 3" in text_of(client, "/links/") and "Your last decision" not in text_of(client, "/links/")

    def test_twice_without_a_reason_or_of_nothing(self, pairs: None, browser_of: Browser) -> None:
        client, made = browser_of("records_clerk"), decided()
        told = {"decision_id": made.decision_id, "reason": "Wrong."}
        assert client.post("/links/pair/undo/", told | {"reason": " "})["Location"] == PAIR
        assert "Not taken back: say why" in text_of(client, PAIR)
        for _ in range(2):
            client.post("/links/pair/undo/", told)
        assert "has taken this back already" in text_of(client, PAIR)
        assert client.post("/links/pair/undo/", told | {"decision_id": "nothing"}).status_code == 404
        assert Decision.objects.count() == 2

    def test_of_a_restricted_pair_only_by_those_named(self, pairs: None, browser_of: Browser) -> None:
        told = {"decision_id": decided(one="N6", other="N7").decision_id, "reason": "Wrong."}
        assert browser_of("records_clerk").post("/links/pair/undo/", told).status_code == 404
        assert Decision.objects.count() == 1


class TestShortcuts:
    def test_not_signed_in(self, pairs: None) -> None:
        assert Client().post("/links/keys/", {"keys": "on"})["Location"].startswith("/sign-in/")

    def test_wrong_role(self, pairs: None, browser_of: Browser) -> None:
        assert browser_of("chief").post("/links/keys/", {"keys": "on"}).status_code == 403

    def test_they_are_off_until_asked_for(self, pairs: None, browser_of: Browser) -> None:
        client = browser_of("records_clerk")
        assert "data-keys" not in text_of(client, PAIR)
        assert client.post("/links/keys/", {"keys": "on", "one": "N1", "other": "N2"})["Location"] == PAIR
        assert "data-keys" in text_of(client, PAIR)
        assert client.post("/links/keys/", {"keys": "off"})["Location"] == "/links/"
        assert "data-keys" not in text_of(client, PAIR)


def test_looking_up_nobody_is_said(pairs: None, browser_of: Browser) -> None:
    client = browser_of("records_clerk")
    for identity in ("nobody", "N6"):
        answer = client.get("/links/person/", {"id": identity})
        assert answer.status_code == 404 and f"There is no record {identity}" in answer.content.decode()
    assert "Look up" in text_of(client, "/links/person/")


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("O’Hara", "OHARA", "near"),
        ("Lee", "Lee", "same"),
        ("Lee", "Leigh", "differs"),
        ("Lee", None, "one"),
        ("", "Lee", "one"),
        (True, False, "differs"),
        (None, None, None),
    ],
)
def test_how_two_values_compare(one: object, other: object, how: str | None) -> None:
    blank = dict.fromkeys(nominal("N"), None) | dict.fromkeys(
        ("ethnicity", "address_line", "uprn", "school", "pnc_id", "looked_after", "died_on"), None
    )
    lines = compare(blank | {"surname": one}, blank | {"surname": other})
    assert [line.how for line in lines] == ([how] if how else [])


@pytest.mark.parametrize(
    "given", ["", "{", "{}", "[1]", '[{"weight": "x"}]', '[{"weight": NaN}]', '[{"weight": true}]', "[{}]"]
)
def test_evidence_that_is_not_as_the_contract_says_is_left_out(given: str) -> None:
    assert evidence_of(given) == []


def test_the_heaviest_evidence_is_first_and_says_which_way_it_speaks() -> None:
    given = [
        {"field": "a", "level": "x", "weight": 0.01},
        {"field": "b", "level": "y", "weight": -3},
        {"field": "c", "weight": 1},
    ]
    assert [(part.field, part.speaks) for part in evidence_of(json.dumps(given))] == [
        ("b", "against"),
        ("c", "for"),
        ("a", "neither"),
    ]


def test_what_is_short_of_certain_never_reads_as_certain() -> None:
    assert [sure(probability) for probability in (0.97, 0.994, 0.995, 0.99999, 1.0, None)] == [
        "0.97",
        "0.99",
        "over 0.99",
        "over 0.99",
        "over 0.99",
        "not recorded",
    ]


@pytest.mark.parametrize(
    ("decided_by", "records", "said"),
    [
        ("model", 2, "Held together by the model (0.97); no clerk has looked"),
        ("clerk", 2, "A clerk decided"),
        ("given", 2, "own index"),
        ("exact", 1, "The only record"),
        ("exact", 2, "agree exactly"),
    ],
)
def test_why_a_record_stands_with_its_person(decided_by: str, records: int, said: str) -> None:
    assert said in held_by(decided_by, 0.97, records)
