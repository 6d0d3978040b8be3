// A deck on paper: its button, which is the browser's own print once every chart is drawn; and the
// frame of its sheets, which a keyboard can move over where the screen is narrower than they are.
(() => {
  "use strict";

  const PAUSE_MS = 100, MOST_MS = 10000;
  const drawn = () => [...document.querySelectorAll(".st-key-sheets [data-testid=stPlotlyChart]")]
    .every((chart) => chart.querySelector(".infolayer"));

  function reachable() {
    const sheets = document.querySelector(".st-key-sheets:not([tabindex])");
    if (!sheets) return;
    sheets.tabIndex = 0;
    sheets.setAttribute("role", "region");
    sheets.setAttribute("aria-label", "The sheets as they will be printed");
  }
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(reachable).observe(document.getElementById("root"), {
      childList: true,
      subtree: true,
    });
  });

  document.addEventListener("click", async (event) => {
    if (!event.target.closest?.("[data-print]")) return;
    const end = performance.now() + MOST_MS;
    while (!drawn() && performance.now() < end) {
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
    window.print();
  });
})();
