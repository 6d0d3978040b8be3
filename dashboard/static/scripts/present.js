// Presenting: keys, clickers and swipes press the buttons of the bar, so that a change of scene is
// one small answer from the server; enlarging, blanking and the list of keys need no server.
(() => {
  "use strict";

  const WIDTH = 960, HEIGHT = 540, IDLE_MS = 3000, SWIPE = 60;
  const LETTERS = "stage-letters-off";
  const root = document.documentElement;
  const stage = () => document.querySelector(".st-key-stage");
  const typing = (e) => e.target.closest?.("input, textarea, select, [contenteditable=true], [role=listbox]");
  const onControl = (e) => e.target.closest?.("button, a, summary");

  // ---- Size -----------------------------------------------------------------------------------

  function fit() {
    const scale = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);
    root.dataset.stage = scale >= 1 ? "screen" : "page";
    root.style.setProperty("--by", Math.max(scale, 1).toFixed(4));
  }
  addEventListener("resize", fit);
  fit();

  // ---- Going to another scene: one press at a time, none lost -----------------------------------

  const waiting = [];
  const LONGEST_MS = 4000;
  let answered = true, pressed = 0;
  function press(name) {
    if (waiting.length < 20) waiting.push(name);
    pump();
  }
  function pump() {
    const isAnswered = answered || performance.now() - pressed > LONGEST_MS;
    if (!waiting.length || !isAnswered) return;
    const button = document.querySelector(`.st-key-stage_${waiting.shift()} button`);
    if (!button || button.disabled) return;
    answered = false;
    pressed = performance.now();
    setTimeout(pump, LONGEST_MS + 50);
    button.click();
  }
  // What draws charts is read while the page waits for its server, or while a scene of words shows.
  let isRead = false;
  function readAhead() {
    const charts = document.querySelector("meta[name=charts]")?.content;
    if (isRead || !charts?.endsWith(".js")) return;
    isRead = true;
    import(charts).catch(() => {});
  }
  if (/\/present$/.test(location.pathname) && location.search.includes("deck=")) {
    addEventListener("load", () => setTimeout(readAhead, 50));
  }

  // A press is answered when the script that it started has ended.
  new MutationObserver((changes) => {
    const app = document.querySelector(".stApp");
    if (!changes.some((x) => x.target === app) || app.dataset.testScriptState !== "notRunning") return;
    answered = true;
    if (stage()) setTimeout(readAhead, 50);
    setTimeout(pump, 20);
  }).observe(root, { subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });

  // ---- What needs no server ---------------------------------------------------------------------

  function blank() {
    const there = document.getElementById("stage-blank");
    if (there) { there.remove(); blank.back?.focus?.(); return; }
    blank.back = document.activeElement;
    const cover = document.createElement("button");
    cover.id = "stage-blank";
    cover.type = "button";
    cover.setAttribute("aria-label", "The screen is blank. Press any key to go on.");
    cover.addEventListener("click", blank);
    document.body.append(cover);
    cover.focus();
  }

  const KEYS = [
    ["→, Page Down, space", "next scene"], ["←, Page Up", "previous scene"],
    ["Home, End", "first, last scene"], ["o", "all scenes"], ["b", "blank the screen"],
    ["a", "code and address for the audience"], ["f", "full screen"], ["?", "these keys"],
    ["Tab", "to the buttons below the scene"],
  ];
  function keys() {
    let box = document.getElementById("stage-keys");
    if (!box) {
      box = document.createElement("dialog");
      box.id = "stage-keys";
      box.setAttribute("aria-labelledby", "stage-keys-title");
      const rows = KEYS.map(([key, does]) => `<dt>${key}</dt><dd>${does}</dd>`).join("");
      box.innerHTML = `<h2 id="stage-keys-title">Keys</h2><dl>${rows}</dl><p><label><input
        type="checkbox"> Letters and ? do nothing (the other keys still work)</label></p>
        <form method="dialog"><button>Close</button></form>`;
      document.body.append(box);
      const off = box.querySelector("input");
      off.checked = lettersOff();
      off.addEventListener("change", () => keep(off.checked));
    }
    if (box.open) box.close(); else box.showModal();
  }
  function lettersOff() {
    try { return sessionStorage.getItem(LETTERS) === "yes"; } catch { return false; }
  }
  function keep(off) {
    try { sessionStorage.setItem(LETTERS, off ? "yes" : "no"); } catch { /* nothing is kept */ }
  }
  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  }
  const HERE = { blank, keys, full };

  // ---- Keys, clicks, swipes ---------------------------------------------------------------------

  const GO = { ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous",
    Home: "first", End: "last" };
  const LETTER = { b: blank, ".": blank, "?": keys, f: full, o: () => press("overview"),
    g: () => press("overview"), a: () => press("audience") };

  function step(e) {
    // Among the scenes of the overview the arrows move the focus.
    const cards = [...document.querySelectorAll(".st-key-stage_grid button")];
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    if (!cards.length || !way) return false;
    const at = cards.indexOf(document.activeElement);
    cards[Math.min(Math.max(at + way, 0), cards.length - 1)].focus();
    return true;
  }

  function keyed(e) {
    if (!stage() || e.altKey || e.ctrlKey || e.metaKey || e.isComposing) return;
    if (document.getElementById("stage-blank")) { e.preventDefault(); blank(); return; }
    if (typing(e) || document.querySelector("dialog[open]")) return;
    const letter = LETTER[e.key.length === 1 ? e.key.toLowerCase() : ""];
    if (e.key === "Escape") {
      const open = document.querySelector(".st-key-stage_code") ? "audience"
        : document.querySelector(".st-key-stage_grid") ? "overview" : "";
      if (open) press(open);
    } else if (step(e)) e.preventDefault();
    else if (GO[e.key]) { e.preventDefault(); press(GO[e.key]); }
    else if (e.key === " " && !onControl(e)) { e.preventDefault(); press(e.shiftKey ? "previous" : "next"); }
    else if (letter && !lettersOff()) { e.preventDefault(); letter(); }
  }
  addEventListener("keydown", keyed, true);

  document.addEventListener("click", (e) => {
    const name = e.target.closest?.("[data-stage]")?.dataset.stage;
    if (HERE[name] && stage()) HERE[name]();
  });

  let touch = null;
  addEventListener("touchstart", (e) => {
    const first = e.touches.length === 1 && stage() && !typing(e) ? e.touches[0] : null;
    touch = first && { x: first.clientX, y: first.clientY };
  }, { passive: true });
  addEventListener("touchend", (e) => {
    const end = e.changedTouches[0];
    const x = touch && end ? end.clientX - touch.x : 0;
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(end.clientY - touch.y)) press(x < 0 ? "next" : "previous");
    touch = null;
  }, { passive: true });

  // ---- The bar leaves while nobody moves ------------------------------------------------------

  let resting = 0;
  function moved() {
    delete root.dataset.stageIdle;
    clearTimeout(resting);
    resting = setTimeout(() => { root.dataset.stageIdle = ""; }, IDLE_MS);
  }
  for (const name of ["mousemove", "mousedown", "touchstart", "focusin"]) addEventListener(name, moved, { passive: true });
  addEventListener("keydown", (e) => { if (e.key === "Tab") moved(); });
  moved();
})();
