// The button of a deck on paper: the browser's own print, once every chart is drawn.
(() => {
  "use strict";

  const PAUSE_MS = 100, MOST_MS = 10000;
  const drawn = () => [...document.querySelectorAll(".st-key-sheets [data-testid=stPlotlyChart]")]
    .every((chart) => chart.querySelector(".infolayer"));

  document.addEventListener("click", async (event) => {
    if (!event.target.closest?.("[data-print]")) return;
    const end = performance.now() + MOST_MS;
    while (!drawn() && performance.now() < end) {
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
    window.print();
  });
})();
