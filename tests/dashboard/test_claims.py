"""Every sentence of every page against its row, and the list of their forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from dashboard import queries
from dashboard.claims import walk, walk_series
from dashboard.claims.claim import Claim, pieces
from dashboard.claims.forms import Vocabulary, alike, form, forms, vocabulary
from dashboard.claims.page import markdown
from dashboard.db import Build
from tests.conftest import ROOT
from tests.dashboard import given
from tests.dashboard.claim_checks import CHECKS, complaints
from tests.dashboard.claim_rows import Marts

COMMAND = "make docs"
# So many of a series' sentences on gaps: those within London, and within a few boroughs.
FIRST = 50
Claims = tuple[Claim, ...]


@pytest.fixture(scope="module")
def rows(build: Build) -> Marts:
    return Marts(build)


@pytest.fixture(scope="module")
def words(build: Build) -> Vocabulary:
    return vocabulary(build)


@pytest.fixture(scope="module")
def few(build: Build) -> Claims:
    """The sentences about the first indicator of each kind, and about one borough."""
    return tuple(_few(build))


def _few(build: Build) -> Iterator[Claim]:
    for view in walk_series.views(build, walk.kinds(build)[:2]):
        yield from islice(walk_series.of_gaps(build, view), FIRST)
        yield from walk_series.of_map(build, view)
        yield from walk_series.around(build, view)
        yield from walk.few_compared(build, view)
    yield from walk.overview(build)
    yield from walk.borough(build, given.THREE_AREAS[0])
    yield from islice(walk.pairs_compared(build), 40)


@pytest.fixture(scope="module")
def every(build: Build) -> Claims:
    return tuple(walk.walk(build))


def _wrong(claims: Claims, rows: Marts) -> list[str]:
    return [
        f"{x.page}, {x.part}: {x.said!r} {x.indicator} {x.sex} {x.area}: {complaint}"
        for x in claims
        for complaint in complaints(x, rows)
    ]


def test_a_few_sentences_say_no_more_than_their_rows(few: Claims, rows: Marts) -> None:
    assert not _wrong(few, rows)[:20]


@pytest.mark.parametrize(
    ("part", "written", "instead"),
    [
        ("Gaps: Finding", r"higher in the (?:most|least) deprived", "higher in the other"),
        ("Gaps: Finding", r"higher (in|for) (.+?) \(.+?\)\.", r"higher \1 \2 (1, against 0)."),
        ("Gaps: Finding", r"There is no clear change", "It has narrowed"),
        ("Gaps: Finding", r"since \d{4}", "since 1899"),
        ("Gaps: Finding", r": perhaps no gap between", ": higher in"),
        ("Gaps: Finding", r"The gap was ", "The gap was -"),
        ("Gaps: Change of each measure", r"There is no clear change", "It has widened"),
        ("Gaps: Ratio", r"the figure (in|for) (.+?) was (.+?) that (?:in|for) (.+?) in",
         r"the figure \1 \4 was \3 that \1 \2 in"),
        ("Gaps: Farthest from the average", r"on the worse side", "on the better side"),
        ("Gaps: Chart over time", r"higher in the least deprived", "higher in the most deprived"),
        ("Gaps: Line through the boroughs", r"to £?\d", "to 9"),
        ("Overview: Summary", r"it was (.+?) in the least", r"it was \1 in the most"),
        ("Map: Card: figure", r"^\d", "9"),
        ("Map: Card: change", r"which is better", "which is worse"),
        ("Overview: Card", r"do worse than", "do better than"),
        ("Overview: Row", r"higher in the least deprived", "higher in the most deprived"),
        ("Map: Finding", r" in (.+?) to (.+?) in (.+?), ", r" in \3 to \2 in \1, "),
        ("Map: Finding", r"(\d+) are better", "99 are better"),
        ("Map: Card: verdict", r"Better than", "Worse than"),
        ("Map: Card: verdict", r" above London", " below London"),
        ("Map: Card: verdict", r"second lowest fifth", "second highest fifth"),
        ("Map: Card: verdict", r"Similar to", "Better than"),
        ("Map: Card: rank", r"^\d+(\w\w) worst", r"17\1 worst"),
        ("Map: Card: rank", r"worst of", "best of"),
        ("Map: Card: rank", r"of \d+", "of 29"),
        ("Borough: Table: verdict", r"Better", "Worse"),
        ("Borough: Table: rank", r"best of", "worst of"),
        ("Borough: Table: recent trend", r"No clear change", "Getting better"),
        ("Borough: Summary", r"\d+ ((?:are |is )?worse)", r"61 \1"),
        ("Borough: What stands out", r"(is|are) worse than", r"\1 better than"),
        ("Borough: What stands out", r"^Getting better", "Getting worse"),
        ("Compare: Finding", r"\((.+?)\) and (.+?) were too close to call",
         r"(\1) was higher than \2, beyond what chance explains"),
        ("Compare: Finding", r"(is|are) (worse|better)", r"\1 similar"),
        ("Captions, sources and citations: Source under the map", r"Licence v\d\.\d", "Licence v9"),
        ("Captions, sources and citations: Citation: source", r"^[^,]+", "Somebody"),
    ],
)  # fmt: skip
def test_a_sentence_that_says_something_else_is_found_out(
    few: Claims, rows: Marts, part: str, written: str, instead: str
) -> None:
    page, _, part = part.partition(": ")
    own = [x for x in few if (x.page, x.part) == (page, part) and re.search(written, x.said)]
    assert own, "no such sentence is among the few"
    told = [replace(x, said=re.sub(written, instead, x.said)) for x in own[:10]]
    assert any(list(complaints(x, rows)) for x in told)


def test_a_gap_that_may_go_with_other_boroughs_is_not_said_to_go_with_deprivation(
    rows: Marts,
) -> None:
    row = next(
        x
        for x in rows.changes.values()
        if x["latest_spread_lower"] is not None
        and x["measure"] == "gap"
        and x["latest_spread_lower"] < 0 < x["latest_spread_upper"]
    )
    about = {
        "indicator": row["indicator_id"],
        "area": row["area_code"],
        **{name: row[name] for name in ("sex", "age", "dimension", "measure")},
    }
    said = (
        "With the spread of boroughs inside each fifth: {} which boroughs happen to be in a fifth."
    )
    doubted = Claim("Gaps", "Doubt", said.format("0.2 lower to 1.0 higher, so it may be"), **about)
    assert not list(complaints(doubted, rows))
    assert list(complaints(replace(doubted, said=said.format("clear, more than")), rows))


@pytest.mark.parametrize(
    "said",
    ["Anxiety: −0.4 points.", "The gap was 1 points.", "It runs the other way.", "Of of London.",
     "Worse than London..", "From nan to 3."],
)  # fmt: skip
def test_a_sentence_that_reads_badly_is_found_out(rows: Marts, said: str) -> None:
    assert list(complaints(Claim("Gaps", "Anything", said), rows))


def test_a_form_has_nothing_that_differs_from_sentence_to_sentence(
    build: Build, words: Vocabulary
) -> None:
    boroughs = queries.areas(build)["area_name"]
    title = queries.indicators(build)["short_title"]["obesity_year_6"]
    said = f"{title} (females) in {boroughs['E09000025']}: 28.1% in 2021 to 2023, 5th of 33."
    assert form(said, words) == (
        "[indicator] ([people]) in [borough]: N [unit] in [period], Nth of N."
    )
    assert form("On 21 March 2021, 1,234.5 per 100,000.", words) == "On [period], N [unit]."
    assert form("£650 a week (95% sure)", words) == "N [unit] (95% sure)"


def test_a_minus_sign_stays_in_a_form(words: Vocabulary) -> None:
    assert form("−0.4 points", words) == "-N [unit]"


def test_lists_are_told_once(words: Vocabulary) -> None:
    assert form("Brent, Camden and Ealing are worse.", words) == ("[borough] and others are worse.")
    assert form("up 1% in 2020; up 2% in 2021; up 3% in 2022.", words) == (
        "up N [unit] in [period]; …"
    )


def test_sentences_are_told_apart(words: Vocabulary) -> None:
    said = "The gap was 3.10 points. It has narrowed since 2012."
    assert [x for x, _ in forms(said, words)] == [
        "The gap was N [unit].",
        "It has narrowed since [period].",
    ]


def test_forms_that_differ_only_in_their_figures_are_counted_together() -> None:
    assert alike("N [unit] in London") == alike("N (N to N) in England")
    assert alike("N in London") != alike("It has narrowed")


def test_words_are_found_in_html_with_what_pictures_say() -> None:
    html = "<p>One <b>two</b></p><span role='img' aria-label='A line.'><svg>x</svg></span><p>3</p>"
    assert pieces(html) == ("One two", "A line.", "3")


def test_the_list_counts_every_sentence(few: Claims, words: Vocabulary) -> None:
    own = tuple(x for x in few if x.page == "Compare" and x.part == "Finding")
    listed = markdown(own, words)
    said = sum(len(forms(x.said, words)) for x in own)
    assert f"{said:,} sentences" in listed
    counted = re.findall(r"^\| Finding \| ([\d,]+) \|", listed, re.MULTILINE)
    assert sum(int(x.replace(",", "")) for x in counted) == said


@pytest.mark.slow
def test_every_sentence_says_no_more_than_its_row(every: Claims, rows: Marts) -> None:
    assert {(x.page, x.part) for x in every} >= set(CHECKS)
    assert not _wrong(every, rows)[:20]


@pytest.mark.slow
def test_the_written_list_is_up_to_date(every: Claims, words: Vocabulary) -> None:
    written = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    assert written == markdown(every, words), f"the pages' wording changed: {COMMAND}"
    assert written.count("\n") < 400
