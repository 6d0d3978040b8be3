"""Charts as pictures for slides: whole SVG and PNG files, made in the browser from nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Download, Page, expect

from tests.browser.addresses import at_rest, opened

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
MAP = "/map?indicator=obesity_year_6&area=E09000025&colour=verdict"
GAPS = "/gaps?indicator=obesity_year_6"
GROUPS = "/gaps?indicator=physically_inactive&by=ethnicity"
COMPARE = "/compare?indicator=obesity_year_6&areas=E09000025&areas=E09000027"


def taken(page: Page, name: str, kind: str = "SVG") -> Download:
    """Press the button of a chart by its name, and wait for the file."""
    with page.expect_download(timeout=20_000) as found:
        page.get_by_role("button", name=f"{name} as {kind}", exact=True).click()
    expect(page.locator(".pictures .said")).to_contain_text("Saved as", timeout=20_000)
    return found.value


def parsed(download: Download) -> ElementTree.Element:
    """The picture, which refers to nothing outside itself."""
    path = Path(download.path())
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == ("1920", "1080")
    for element in root.iter():
        for key in (HREF, "href", "src"):
            assert element.get(key, "#").startswith(("#", "data:"))
        assert element.tag not in (f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image")
        for target in re.findall(r"url\(([^)]*)\)", " ".join(element.attrib.values())):
            assert target.strip("'\"").startswith("#")
    return root


def offered(page: Page, path: str) -> None:
    """The page with its pictures offered."""
    opened(page, path)
    page.get_by_test_id("stCheckbox").filter(has_text="Pictures for slides").locator(
        "label"
    ).click()
    expect(page.locator(".pictures li").first).to_be_visible()
    at_rest(page)


def words(root: ElementTree.Element) -> str:
    return " ".join(" ".join(x.itertext()) for x in root.iter(f"{SVG}text"))


def test_the_map_has_title_source_legend_and_33_areas(view: Page) -> None:
    offered(view, MAP)
    download = taken(view, "Map")
    assert download.suggested_filename == "obesity-year-6-2024-25-map.svg"
    root = parsed(download)
    said = words(root)
    for part in (
        "are better than London, beyond what chance explains",
        "Children living with obesity in year 6 · Per cent of children measured in year 6",
        "2024/25",
        "Source: Office for National Statistics",
        "contains OS data",
        "Similar to London · ",
        "A borough is called different from London when its whole 95% confidence interval",
    ):
        assert part in said
    assert root.findtext(f"{SVG}desc", "").startswith("Map of Children living with obesity")
    traces = [x.findall(f"{SVG}path[@class='choroplethlocation']") for x in root.iter(f"{SVG}g")]
    areas = max(traces, key=len)
    assert len(areas) == 33
    assert len({x.get("d") for x in areas}) == 33


def test_the_picture_is_what_the_page_shows_now(view: Page) -> None:
    """Another period is another picture, and another name."""
    offered(view, f"{MAP}&period=2023%2F24")
    download = taken(view, "Boroughs in order")
    assert download.suggested_filename == "obesity-year-6-2023-24-boroughs-in-order.svg"
    said = words(parsed(download))
    assert "2023/24" in said
    assert "Hammersmith and Fulham" in said
    assert "Thin lines and bands are 95% confidence intervals." in said


@pytest.mark.parametrize(
    ("path", "chart", "name", "says"),
    [
        (GAPS, "Gap over time", "obesity-year-6-2008-09-to-2024-25-gap", "Percentage points"),
        (GAPS, "Boroughs against deprivation", "", "the fitted line goes from"),
        (GAPS, "Which boroughs are furthest from the average", "", "they sum to 100%"),
        (GROUPS, "Ethnic groups", "physically-inactive-2022-23-ethnic-groups", "White British"),
        (COMPARE, "Over time", "obesity-year-6-2024-25-compared", "Richmond upon"),
    ],
)
def test_other_charts_have_their_words_too(
    view: Page, path: str, chart: str, name: str, says: str
) -> None:
    offered(view, path)
    download = taken(view, chart)
    if name:
        assert download.suggested_filename == f"{name}.svg"
    said = words(parsed(download))
    assert says.lower() in said.lower()
    assert "Source: " in said


def test_a_png_is_1920_by_1080_and_not_blank(view: Page, tmp_path: Path) -> None:
    offered(view, MAP)
    path = tmp_path / "map.png"
    taken(view, "Map", "PNG").save_as(path)
    picture = Image.open(path).convert("RGB")
    assert picture.size == (1920, 1080)
    colours = {colour for _, colour in picture.getcolors(1 << 24)}
    assert {(138, 47, 6), (10, 61, 115), (239, 233, 220)} <= colours


def test_the_buttons_work_by_keyboard(view: Page) -> None:
    offered(view, COMPARE)
    button = view.get_by_role("button", name="Over time as SVG")
    button.focus()
    with view.expect_download(timeout=20_000) as found:
        view.keyboard.press("Enter")
    assert found.value.suggested_filename.endswith(".svg")
    expect(view.get_by_role("status").filter(has_text="Saved as")).to_be_visible()


def test_without_its_chart_a_button_says_what_is_wrong(view: Page) -> None:
    offered(view, COMPARE)
    view.evaluate("document.querySelector('.st-key-compare_picture').remove()")
    view.get_by_role("button", name="Over time as PNG").click()
    expect(view.locator(".pictures .said")).to_contain_text("The chart is not on the page yet.")
