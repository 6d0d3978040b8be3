"""Scenes in a browser: going from one to the next, and when the next is painted."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

# A scene is painted when its place is on the screen, its charts are drawn, every area of a map
# has a colour, and the browser has shown that in a frame.
_IS_PAINTED = """(place) => {
  const shown = document.querySelector(".stage-place b");
  if (!shown?.checkVisibility({ visibilityProperty: true })) return false;
  if (shown.textContent.split(" ")[0] !== place) return false;
  const charts = [...document.querySelectorAll(".st-key-stage [data-testid=stPlotlyChart]")];
  const words = document.querySelector(".st-key-stage :is(.six, .standing-out, .stage-nothing)");
  if (!charts.length && !words) return false;
  return charts.every((chart) => {
    const plot = chart.querySelector(".js-plotly-plot");
    if (!plot?.querySelector(".infolayer") || plot.calcdata === undefined) return false;
    const areas = plot.data.filter((trace) => trace.type === "choropleth");
    return !areas.length || plot.querySelectorAll(".choroplethlayer path").length >= 33;
  });
}"""
_WATCH = (
    """(place) => new Promise((done, fail) => {
  const begun = performance.now(), isPainted = """
    + _IS_PAINTED
    + """;
  const look = () => {
    if (isPainted(place)) requestAnimationFrame(() => requestAnimationFrame(
      () => done(performance.now() - begun)));
    else if (performance.now() - begun > 30000) fail(new Error("no scene " + place + " painted"));
    else requestAnimationFrame(look);
  };
  look();
})"""
)


def painted(page: Page, place: int) -> float:
    """Wait until a scene is painted; how many milliseconds that took from now."""
    return float(page.evaluate(_WATCH, str(place)))


def pressed(page: Page, key: str, place: int) -> float:
    """Press a key and wait for the scene it leads to; milliseconds from key to paint."""
    watch = page.evaluate_handle(
        f"(place) => {{ window.painting = ({_WATCH})(place); }}", str(place)
    )
    watch.dispose()
    page.keyboard.press(key)
    return float(page.evaluate("window.painting"))


_FLAWS = (Path(__file__).parent / "stage_flaws.js").read_text(encoding="utf-8")


def flaws(page: Page) -> list[str]:
    """What is wrong with the texts of a scene: cut off, covered, or too small for the screen.

    The least size is 24 pixels on a screen of 1080, and less on a lower one.
    """
    size = page.viewport_size or {"width": 1920, "height": 1080}
    least = 24 * min(size["width"] / 1920, size["height"] / 1080)
    found: list[str] = page.evaluate(_FLAWS, least)
    return found
