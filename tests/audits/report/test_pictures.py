"""Charts: lengths that are the shares, and texts that stay texts."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from seenheard.audits.report.blocks import Bar, Chart, Funnel, Limits, Point
from seenheard.audits.report.pictures import LABEL, TAIL, WIDTH, picture

SVG = "{http://www.w3.org/2000/svg}"
FULL = WIDTH - LABEL - TAIL


def drawn(block: Chart | Funnel) -> ElementTree.Element:
    """The picture, parsed."""
    return ElementTree.fromstring(picture(block, 'A "font"'))


def test_a_bar_is_as_long_as_its_share_and_its_interval_lies_on_it() -> None:
    found = drawn(Chart("t", "d", (Bar("Good", 0.25, 0.16, 0.36, "17 of 69"),)))
    track, bar = found.findall(f"{SVG}rect")
    assert float(track.get("width", "")) == FULL and float(bar.get("width", "")) == FULL / 4
    assert f"M{LABEL + 0.16 * FULL}".rstrip("0") in found.findall(f"{SVG}path")[0].get("d", "")


def test_a_bar_without_a_share_is_an_empty_track_with_words() -> None:
    found = drawn(Chart("t", "d", (Bar("Good", None, None, None, "3 of 4, too few"),)))
    assert len(found.findall(f"{SVG}rect")) == 1 and not found.findall(f"{SVG}path")
    assert found.findall(f"{SVG}text")[-1].text == "3 of 4, too few"


def test_a_share_outside_of_0_to_1_stays_in_the_picture() -> None:
    bar = drawn(Chart("t", "d", (Bar("Good", 1.7, None, None, ""),))).findall(f"{SVG}rect")[1]
    assert float(bar.get("width", "")) == FULL


def test_texts_are_never_markup() -> None:
    nasty = '"><script>x</script>&'
    found = drawn(Chart(nasty, nasty, (Bar(nasty, 0.5, None, None, nasty),)))
    assert found.find(f"{SVG}title").text == nasty  # type: ignore[union-attr]
    assert found.find(f"{SVG}desc").text == nasty  # type: ignore[union-attr]
    assert not list(found.iter(f"{SVG}script"))


def test_a_funnel_has_each_point_with_its_number_and_ours_with_words() -> None:
    points = (Point(0, "This audit", 50, 0.5, True), Point(1, "Dorset", 100, 0.25, False))
    limits = (Limits(1, 0, 1, 0, 1), Limits(100, 0.3, 0.5, 0.2, 0.6))
    found = drawn(Funnel("t", "d", 0.4, points, limits))
    (circle,) = found.findall(f"{SVG}circle")
    assert float(circle.get("cx", "")) == WIDTH - 60
    said = [text.text for text in found.findall(f"{SVG}text")]
    assert "This audit" in said and "1" in said and "Dorset" not in said


def test_a_funnel_without_others_is_drawn() -> None:
    assert drawn(Funnel("t", "d", 0.4, (), ())).tag == f"{SVG}svg"


def test_the_numbers_of_a_crowd_stand_apart_from_each_other_and_from_the_points() -> None:
    """Twenty forces with nearly the same number of cases."""
    points = tuple(Point(number, "", 60 + number % 4, 0.30 + 0.012 * number, False) for number in range(1, 21))
    found = drawn(Funnel("t", "d", 0.4, points, (Limits(80, 0.3, 0.5, 0.2, 0.6),)))
    numbers = [text for text in found.findall(f"{SVG}text") if text.get("text-anchor") == "middle"]
    at = {
        text.text: (float(text.get("x", "")), float(text.get("y", "")))
        for text in numbers
        if text.text in map(str, range(1, 21))
    }
    circles = [(float(one.get("cx", "")), float(one.get("cy", ""))) for one in found.findall(f"{SVG}circle")]
    for number, (x, y) in at.items():
        for other, (left, line) in at.items():
            assert number == other or abs(x - left) >= 9 or abs(y - line) >= 12, (number, other)
        assert all(abs(x - cx) >= 8 or abs(y - 6 - cy) >= 8 for cx, cy in circles), number
