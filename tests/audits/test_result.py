"""From judged files to a result: the published figures, denominators, weights, and what is refused or left unsaid."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audits.conftest import scheme_of

from seenheard.audits.chance import change as chance_of_files
from seenheard.audits.judged import HOWS, JudgedFile, ReleasedRate, StratumCount
from seenheard.audits.result import Earlier, Result, work_out
from seenheard.audits.scheme import Scheme
from seenheard.audits.wording import span
from seenheard.errors import AuditError

SCHEME = scheme_of()
GRADES = ("good", "requires_improvement", "inadequate")


def graded(counts: tuple[int, int, int], first: int = 1, **said: object) -> list[JudgedFile]:
    """So many files of each grade."""
    grades = [grade for grade, count in zip(GRADES, counts, strict=True) for _ in range(count)]
    return [replace(JudgedFile(number, "missing", grade=grade), **said) for number, grade in enumerate(grades, first)]


def result(files: list[JudgedFile], *strata: StratumCount, scheme: Scheme = SCHEME, **more: object) -> Result:
    """Of the small scheme."""
    return work_out(scheme, files, strata, **more)  # type: ignore[arg-type]


def test_the_69_files_of_2023_come_back_with_their_intervals() -> None:
    shares = result(graded((17, 30, 22), case_type="", how="given")).overall.shares
    assert {grade: share.count for grade, share in shares.items()} == dict(zip(GRADES, (17, 30, 22), strict=True))
    assert span(shares["good"], 1) == "24.6 %, 16.0 to 36.0"
    assert span(shares["requires_improvement"], 1) == "43.5 %, 32.4 to 55.2"
    assert span(shares["inadequate"], 1) == "31.9 %, 22.1 to 43.6"


def test_a_sample_of_a_small_population_is_surer_than_one_of_an_unknown_one() -> None:
    files = graded((20, 20, 20), stratum="missing")
    loose = result([replace(file, stratum="") for file in files]).overall.shares["good"]
    tight = result(files, StratumCount("missing", "missing", 80, 60)).overall.shares["good"]
    assert loose.low is not None and loose.high is not None and tight.low is not None and tight.high is not None
    assert loose.low < tight.low < tight.high < loose.high


def test_where_every_file_was_read_the_share_is_a_count() -> None:
    share = result(graded((3, 0, 1), stratum="missing"), StratumCount("missing", "missing", 4, 4)).overall.shares["good"]
    assert (share.way, share.low, share.share, share.high) == ("counted", 0.75, 0.75, 0.75)


@pytest.mark.parametrize(("files", "way"), [(4, "too few"), (5, "exact"), (29, "exact"), (30, "wilson")])
def test_the_way_follows_the_number_of_files(files: int, way: str) -> None:
    assert result(graded((files - 1, 1, 0))).overall.shares["good"].way == way


def test_strata_out_of_proportion_count_by_their_size() -> None:
    files = graded((30, 0, 10), stratum="missing") + graded((10, 0, 30), 41, stratum="abuse", case_type="domestic_abuse")
    found = result(files, StratumCount("missing", "missing", 900, 40), StratumCount("abuse", "domestic_abuse", 100, 40))
    share = found.overall.shares["good"]
    assert share.way == "weighted"
    assert share.share == pytest.approx(0.9 * 0.75 + 0.1 * 0.25)
    assert "each counts by the number of files" in found.method[0]
    assert {row.shares["good"].way for row in found.case_types} == {"wilson"}  # of one stratum: nothing to weigh
    assert [row.population for row in found.case_types] == [100, 900]


def test_strata_less_than_one_file_out_of_proportion_count_alike() -> None:
    files = graded((31, 0, 0), stratum="missing") + graded((0, 0, 9), 32, stratum="abuse", case_type="domestic_abuse")
    found = result(files, StratumCount("missing", "missing", 310, 31), StratumCount("abuse", "domestic_abuse", 85, 9))
    assert found.overall.shares["good"].share == pytest.approx(31 / 40)
    assert "all count alike" in found.method[0]


def test_a_stratum_that_is_emptied_is_named_and_spoken_for_by_nobody() -> None:
    files = graded((10, 0, 0), stratum="missing")
    found = result(files, StratumCount("missing", "missing", 100, 10), StratumCount("abuse", "domestic_abuse", 50, 0))
    assert "No file of abuse was read: nothing here speaks for 50 files there." in found.limits
    assert found.overall.population == 100


def test_targeted_picks_are_shown_apart_and_are_in_no_rate() -> None:
    files = graded((10, 0, 0))
    picked = graded((0, 0, 5), 11, targeted=True)
    with_picks, without = result(files + picked), result(files)
    assert with_picks.overall == without.overall and with_picks.case_types == without.case_types
    assert with_picks.criteria == without.criteria and with_picks.teams == without.teams
    (row,) = with_picks.targeted
    assert row.shares["inadequate"].count == 5 and row.shares["inadequate"].share is None


def test_not_applicable_is_out_of_the_denominator_and_cant_tell_is_in_it_but_never_yes() -> None:
    answers = ["yes"] * 6 + ["partly", "no", "cant_tell", "cant_tell"] + ["not_applicable"] * 5
    files = [JudgedFile(n, "missing", grade="good", answers={"question_0": said}) for n, said in enumerate(answers, 1)]
    row = result(files).criteria[0]
    assert (row.yes.count, row.yes.of, row.yes.share) == (6, 10, 0.6)
    assert row.counts == {"yes": 6, "partly": 1, "no": 1, "not_applicable": 5, "cant_tell": 2}


def test_a_criterion_that_is_left_open_by_moderation_is_counted_as_unanswered() -> None:
    files = [JudgedFile(1, "missing", grade="good", answers={"question_0": "yes"}), JudgedFile(2, "missing", grade="good")]
    assert result(files).criteria[0].unanswered == 1


def test_a_criterion_is_of_the_case_types_of_which_it_is_asked() -> None:
    files = [*graded((5, 0, 0)), JudgedFile(6, "detention", grade="good", answers={"bed": "no"})]
    bed = next(row for row in result(files).criteria if row.criterion.key == "bed")
    assert (bed.counts["no"], bed.unanswered) == (1, 0)


def test_the_files_stand_beside_what_was_released_of_everybody() -> None:
    answers = ["yes"] * 30 + ["no"] * 12
    files = [JudgedFile(n, "missing", grade="good", answers={"question_0": said}) for n, said in enumerate(answers, 1)]
    rate = ReleasedRate("child-seen", "Child seen", 920, 1000, 0.92, 0.9, 0.94)
    (found,) = result(files, released={"child-seen": rate}).beside
    assert found.released is rate
    assert found.sentence == (
        "Records say 92 % were in time (920 of 1,000); files say 71 %, 56 to 83. "
        "The records say more than the files bear out."
    )


def test_a_change_is_told_with_the_chance_of_such_a_change_if_nothing_had_changed() -> None:
    before = Earlier("2023", date(2023, 11, 24), result(graded((17, 30, 22))))
    changes = result(graded((40, 20, 9)), earlier=before).changes
    assert [one.what for one in changes] == ["Good", "Requires improvement", "Inadequate"]
    assert changes[0].chance < 0.001 and "less than 1 of 1,000 pairs of samples" in changes[0].sentence
    assert changes[0].sentence.startswith("Good went up from 25 % (17 of 69) to 58 % (40 of 69).")
    same = result(graded((17, 30, 22)), earlier=before).changes[0]
    assert same.sentence == "Good: 25 % in both." and same.chance == 1


def test_all_grades_together_are_told_with_the_chance_of_such_a_change() -> None:
    before = Earlier("2023", None, result(graded((17, 30, 22))))
    assert result(graded((17, 30, 22))).change_of_grades == ""
    assert "are worse than before" in result(graded((10, 30, 29)), earlier=before).change_of_grades
    better = result(graded((40, 20, 9)), earlier=before).change_of_grades
    assert "are better than before" in better and "less than 1 of 1,000 pairs of samples" in better
    assert "are as good as before" in result(graded((17, 30, 22)), earlier=before).change_of_grades
    assert result(graded((2, 1, 1)), earlier=before).change_of_grades == ""


def test_a_change_of_a_weighted_share_says_so_and_comes_from_the_estimates() -> None:
    def read(good_missing: int) -> Result:
        files = graded((good_missing, 0, 40 - good_missing), stratum="missing")
        files += graded((10, 0, 30), 41, stratum="abuse", case_type="domestic_abuse")
        strata = StratumCount("missing", "missing", 900, 40), StratumCount("abuse", "domestic_abuse", 100, 40)
        return result(files, *strata, **({"earlier": Earlier("before", None, before)} if before else {}))

    before: Result | None = None
    before = read(30)
    now = read(20)
    change = now.changes[0]
    assert "(40 of 80, weighted) to 48 % (30 of 80, weighted)" in change.sentence
    plain = chance_of_files((40, 80), (30, 80)).chance
    assert plain is not None and change.chance < plain  # nearly all of the population is in the part that changed
    assert now.change_of_grades == ""


def test_too_few_files_tell_of_no_change() -> None:
    before = Earlier("2023", None, result(graded((2, 1, 1))))
    assert result(graded((40, 20, 9)), earlier=before).changes == ()


def test_teams_are_listed_by_name_and_small_ones_have_no_share() -> None:
    files = graded((2, 0, 8), team="West") + graded((9, 0, 0), 11, team="North") + graded((1, 0, 0), 20)
    rows = result(files).teams
    assert [row.title for row in rows] == ["North", "West", "Not known"]
    assert span(rows[0].shares["good"]) == "9 of 9, too few to say more"
    assert rows[1].shares["good"].share == 0.2


def test_no_number_of_files_is_told_of_a_team_for_its_strata_do_not_say_it() -> None:
    files = graded((2, 0, 8), team="West", stratum="missing") + graded((9, 0, 0), 11, team="North", stratum="missing")
    found = result(files, StratumCount("missing", "missing", 900, 19))
    assert {row.population for row in found.teams} == {None} and found.overall.population == 900


def test_areas_count_files_of_the_case_types_that_have_them() -> None:
    custody = [JudgedFile(n, "detention", grade="good", areas={"police_detention": "inadequate"}) for n in range(1, 6)]
    rows = {row.key: row for row in result(custody + graded((5, 0, 0), 6, areas={"initial_contact": "good"})).areas}
    assert rows["police_detention"].shares["inadequate"].of == 5 and rows["police_detention"].not_judged == 0
    assert rows["initial_contact"].judged == 5 and rows["initial_contact"].not_judged == 5
    assert "trusted_adult" not in rows


def test_the_forces_own_grades_stand_beside_the_readers() -> None:
    own = result(graded((1, 2, 1), own_grade="requires_improvement")).own_grades
    assert own is not None
    assert (own.of, own.same, own.better, own.worse) == (4, 2, 1, 1)
    assert own.counts["requires_improvement", "good"] == 1


def test_what_is_not_read_or_not_settled_is_counted_and_said() -> None:
    files = [*graded((10, 0, 0)), JudgedFile(11, "missing", how="not read"), JudgedFile(12, "missing", how="not settled")]
    found = result(files)
    assert found.hows == {"one reader": 10, "not settled": 1, "not read": 1}
    assert (found.drawn, found.judged, found.overall.not_judged) == (12, 10, 2)
    assert any(sentence.startswith("2 files of 12 have no grade") for sentence in found.limits)


GOOD = JudgedFile(1, "missing", grade="good")


@pytest.mark.parametrize(
    ("files", "strata", "sentence"),
    [
        ([], [], "There is no file in this audit."),
        ([GOOD, GOOD], [], "File 1 is there twice."),
        ([replace(GOOD, grade="fine")], [], "File 1: no grade fine in the scheme."),
        ([replace(GOOD, own_grade="fine")], [], "File 1: no grade fine in the scheme."),
        ([replace(GOOD, areas={"initial_contact": "fine"})], [], "File 1: no grade fine in the scheme."),
        ([replace(GOOD, areas={"moat": "good"})], [], "File 1: no area moat in the scheme."),
        ([replace(GOOD, case_type="burglary")], [], "File 1: no case type burglary in the scheme."),
        ([replace(GOOD, answers={"question_0": "maybe"})], [], "File 1: no answer maybe to question_0 in the scheme."),
        ([replace(GOOD, grade="")], [], "File 1: it has no grade (one reader)."),
        ([replace(GOOD, how="not read")], [], "File 1: it is not read, and has a grade or an answer."),
        ([GOOD], [StratumCount("a", "missing", 5, 0)], "File 1: no stratum “” was drawn from."),
        ([replace(GOOD, stratum="a")], [StratumCount("a", "missing", 5, 2)], "2 files were drawn, and 1 are in the audit."),
        ([replace(GOOD, stratum="a")], [StratumCount("a", "missing", 0, 1)], "Stratum a: 1 files drawn of 0."),
        ([GOOD], [StratumCount("a", "missing", 5, 0)] * 2, "Two strata have the same name."),
        (
            [replace(GOOD, stratum="a", targeted=True)],
            [StratumCount("a", "missing", 5, 0)],
            "targeted pick is in no stratum.",
        ),
    ],
)
def test_what_does_not_add_up_is_refused(files: list[JudgedFile], strata: list[StratumCount], sentence: str) -> None:
    with pytest.raises(AuditError) as refused:
        result(files, *strata)
    assert sentence in str(refused.value)


FILES = st.lists(
    st.builds(
        JudgedFile,
        number=st.just(0),
        case_type=st.sampled_from(["missing", "detention", ""]),
        team=st.sampled_from(["North", "West", ""]),
        targeted=st.booleans(),
        grade=st.sampled_from(GRADES),
        own_grade=st.sampled_from([*GRADES, ""]),
        how=st.sampled_from([how for how in HOWS if how != "not read"]),
    ),
    min_size=1,
    max_size=60,
)


@given(FILES)
@settings(deadline=None, max_examples=60)
def test_counts_are_those_of_the_files_and_shares_lie_in_their_intervals(files: list[JudgedFile]) -> None:
    numbered = [replace(file, number=number) for number, file in enumerate(files)]
    found = result(numbered)
    sample = Counter(file.grade for file in numbered if not file.targeted)
    assert {grade: share.count for grade, share in found.overall.shares.items()} == {
        grade: sample[grade] for grade in GRADES
    }
    for row in (found.overall, *found.case_types, *found.teams):
        for share in row.shares.values():
            if share.share is not None and share.low is not None and share.high is not None:
                assert 0 <= share.low <= share.share + 1e-12 and share.share <= share.high + 1e-12 <= 1 + 1e-9


STRATA = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 40)), min_size=1, max_size=5)


@given(STRATA)
@settings(deadline=None, max_examples=150)
def test_no_sizes_of_strata_make_a_share_that_is_none(strata: list[tuple[int, int, int]]) -> None:
    """Each stratum: files that are good, files that are not, and files of the population that were not drawn."""
    files: list[JudgedFile] = []
    counts = []
    for place, (good, other, rest) in enumerate(strata):
        files += graded((good, 0, other), len(files) + 1, stratum=f"s{place}")
        counts.append(StratumCount(f"s{place}", "missing", good + other + rest, good + other))
    if not files:
        return
    row = result(files, *counts).overall
    read = [count for count in counts if count.size]
    assert row.population == sum(count.population for count in read)
    for share in row.shares.values():
        if share.share is not None and share.low is not None and share.high is not None:
            assert -1e-12 <= share.low <= share.share + 1e-9 and share.share - 1e-9 <= share.high <= 1 + 1e-12
            assert share.count / row.population <= share.share + 1e-9
    if row.shares["good"].share is not None:
        assert sum(share.share or 0 for share in row.shares.values()) == pytest.approx(1)
