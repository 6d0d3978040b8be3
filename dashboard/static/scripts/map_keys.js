// The map by keyboard: Tab reaches it, arrows go from borough to borough and show the card that
// hovering shows, Enter chooses the borough, Escape puts the card away. The list "Borough" beside
// the map does the same in one step; this is for those who want to walk the map.
(() => {
  const MAP = "[class*=st-key-map_picture] .js-plotly-plot";
  const AREAS = ".choroplethlayer .choropleth";
  const SAYS =
    "Map of the boroughs. Arrow keys go from one to the next, Enter chooses it; " +
    "the list called Borough does the same.";
  const TURNS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  // How much worse it is for the next borough to lie aside than to lie far.
  const ASIDE = 2;
  const at = new WeakMap();

  /** A point of the screen that is inside the shape, near its middle. */
  function inside(path) {
    const box = path.getBBox();
    const toScreen = path.getScreenCTM();
    const svg = path.ownerSVGElement;
    const point = svg.createSVGPoint();
    let best = null;
    for (let i = 1; i < 12; i += 1) {
      for (let j = 1; j < 12; j += 1) {
        point.x = box.x + (box.width * i) / 12;
        point.y = box.y + (box.height * j) / 12;
        const off = Math.hypot(i - 6, j - 6);
        if ((!best || off < best.off) && path.isPointInFill(point)) {
          best = { off, at: point.matrixTransform(toScreen) };
        }
      }
    }
    return best && best.at;
  }

  /** Every borough of a map with the point that stands for it, as it lies on the screen now. */
  function places(map) {
    const paths = [...map.querySelector(AREAS).querySelectorAll("path")];
    return paths.map((path) => ({ path, at: inside(path) })).filter((place) => place.at);
  }

  /** The pointer's events at a place, for the chart to answer as it answers a pointer. */
  function point(map, place, kinds) {
    const target = map.querySelector(".geo .bg rect") || place.path;
    for (const kind of kinds) {
      target.dispatchEvent(
        new MouseEvent(kind, {
          bubbles: true,
          cancelable: true,
          view: window,
          clientX: place.at.x,
          clientY: place.at.y,
        }),
      );
    }
  }

  /** The borough that lies nearest in a direction, the one stood on where there is none. */
  function next(all, from, [x, y]) {
    const cost = (place) => {
      const right = place.at.x - from.at.x;
      const down = place.at.y - from.at.y;
      const along = right * x + down * y;
      const aside = Math.abs(right * y) + Math.abs(down * x);
      return along <= 1 || aside > ASIDE * along ? Infinity : along + ASIDE * aside;
    };
    return all.reduce((best, place) => (cost(place) < cost(best) ? place : best), from);
  }

  function spoken(map) {
    const lines = [...map.querySelectorAll(".hoverlayer .hovertext .line")];
    const shown = lines.length ? lines : [...map.querySelectorAll(".hoverlayer .hovertext text")];
    return shown.map((line) => line.textContent.trim()).filter(Boolean).join(". ");
  }

  function show(map, place, index) {
    at.set(map, index);
    point(map, place, ["mousemove"]);
    const voice = document.getElementById("voice");
    // The chart draws the card in its next frame.
    setTimeout(() => (voice.textContent = spoken(map)), 150);
  }

  function hide(map) {
    const target = map.querySelector(".geo .bg rect");
    target?.dispatchEvent(new MouseEvent("mouseout", { bubbles: true }));
  }

  function pressed(event) {
    const map = event.currentTarget;
    const all = places(map);
    if (!all.length) return;
    const stood = all[at.get(map) ?? -1];
    if (event.key === "Escape") {
      hide(map);
    } else if (event.key === "Enter" || event.key === " ") {
      if (!stood) return;
      event.preventDefault();
      point(map, stood, ["mousemove", "mousedown", "mouseup", "click"]);
    } else if (event.key in TURNS) {
      event.preventDefault();
      const found = stood ? next(all, stood, TURNS[event.key]) : all[0];
      show(map, found, all.indexOf(found));
    }
  }

  function ready() {
    for (const map of document.querySelectorAll(MAP)) {
      if (map.tabIndex === 0 || !map.querySelector(AREAS)) continue;
      map.tabIndex = 0;
      map.setAttribute("role", "application");
      map.setAttribute("aria-label", SAYS);
      map.addEventListener("keydown", pressed);
      map.addEventListener("blur", () => hide(map));
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    let waiting = 0;
    new MutationObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(ready, 200);
    }).observe(document.getElementById("root"), { childList: true, subtree: true });
  });
})();
