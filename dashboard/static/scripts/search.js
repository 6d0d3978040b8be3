/* The search box of every page: a combobox over one list that is fetched when somebody first goes
   to it. Every key is answered here; choosing changes the address, which Streamlit then shows. */
(() => {
  "use strict";

  const MOST = 8;
  const STALE_MS = 600000;
  // "Royal Borough of Kensington and Chelsea".
  const LONGEST_NAME = 6;
  const JOINS = new Set(["compare", "and", "with", "v", "vs", "versus", "to", "on", "in", "for"]);

  // ---- Finding: pure, and tested by itself -------------------------------------------------

  /** The words of a text without case, accents and punctuation: "H&F" is h, and, f. */
  function words(text) {
    const bare = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "");
    return bare.replace(/&/g, " and ").split(/[^a-z0-9]+/).filter(Boolean);
  }

  /** Whether two words are one slip apart: a letter more, less, other, or two swapped. */
  function nearly(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i += 1;
    const [x, y] = [a.slice(i), b.slice(i)];
    return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1)
      || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
  }

  /** How well one name answers: every word asked for must begin a word of it. */
  function fit(asked, name, slips) {
    let score = 0;
    for (const word of asked) {
      if (name.includes(word)) score += 4;
      else if (name.some((x) => x.startsWith(word))) score += 3;
      else if (slips && word.length > 3 && name.some((x) => nearly(word, x))) score += 1;
      else return 0;
    }
    const [given, whole] = [asked.join(" "), name.join(" ")];
    const bonus = whole === given ? 4 : whole.startsWith(given) ? 2.5 : 0;
    return score / asked.length + bonus;
  }

  /** An entry's score, and which other name of it answered. */
  function judge(asked, entry, slips) {
    const named = fit(asked, words(entry.title), slips);
    let best = { score: named && named + 4.5, entry, by: "" };
    for (const other of entry.also) {
      const score = fit(asked, words(other), slips);
      if (score > best.score) best = { score, entry, by: other };
    }
    // Words spread over the title, the other names and what it is about.
    const all = words([entry.title, entry.detail, entry.kind, ...entry.also].join(" "));
    if (!best.score) best.score = Math.min(fit(asked, all, slips), 4) / 2;
    return best;
  }

  /** The entries that answer, best first; in the list's own order among equals. */
  function find(query, entries) {
    const asked = words(query);
    if (!asked.length) return [];
    const together = sideBySide(asked, entries);
    return [...together, ...ranked(asked, entries)].slice(0, MOST);
  }

  function ranked(asked, entries) {
    for (const slips of [false, true]) {
      const judged = entries.map((entry) => judge(asked, entry, slips)).filter((x) => x.score);
      if (judged.length) return judged.sort((a, b) => b.score - a.score);
    }
    return [];
  }

  /** Two boroughs or more, by name: "Hackney and Islington on mental health" compares them. */
  function sideBySide(asked, entries) {
    const boroughs = new Map();
    const rest = [];
    for (let i = 0; i < asked.length;) {
      const [borough, length] = boroughAt(asked, i, entries);
      if (borough) boroughs.set(borough.to, borough);
      else if (!JOINS.has(asked[i])) rest.push(asked[i]);
      i += length;
    }
    if (boroughs.size < 2) return [];
    const on = rest.length ? subject(rest, entries) : null;
    if (rest.length && !on) return [];
    return [{ entry: comparison([...boroughs.values()], on), by: "", score: Infinity }];
  }

  /** The borough whose whole name, or another name of it, begins at a place, and its words. */
  function boroughAt(asked, from, entries) {
    const boroughs = entries.filter((entry) => entry.kind === "Borough");
    for (let length = LONGEST_NAME; length > 0; length -= 1) {
      const said = asked.slice(from, from + length).join(" ");
      const found = boroughs.find((entry) =>
        [entry.title, ...entry.also].some((name) => words(name).join(" ") === said));
      if (found) return [found, Math.min(length, asked.length - from)];
    }
    return [null, 1];
  }

  /** The priority or indicator with a map that words name best. */
  function subject(rest, entries) {
    const about = entries.filter((entry) => entry.to.startsWith("map?"));
    return ranked(rest, about)[0]?.entry ?? null;
  }

  function comparison(boroughs, on) {
    const query = new URLSearchParams(on ? on.to.split("?")[1] : "");
    for (const borough of boroughs) {
      query.append("areas", new URLSearchParams(borough.to.split("?")[1]).get("area"));
    }
    const names = boroughs.map((borough) => borough.title);
    return {
      title: `Compare ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`,
      detail: on ? on.title : "On every indicator of a priority",
      kind: "Compare",
      to: `compare?${query}`,
      also: [],
    };
  }

  // ---- The list, fetched once ----------------------------------------------------------------

  const base = () => `${(window.__streamlit?.BACKEND_BASE_URL ?? location.origin).replace(/\/$/, "")}/`;
  let list = { entries: [], at: 0, asked: null };

  function load() {
    if (list.asked && Date.now() - list.at < STALE_MS) return list.asked;
    list.at = Date.now();
    list.asked = fetch(new URL("search.json", base()))
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
      .then((found) => { list.entries = found.entries; })
      .catch(() => { list.asked = null; });
    return list.asked;
  }

  // ---- Going there -----------------------------------------------------------------------------

  /** Show an address without loading everything again: Streamlit follows the browser's history. */
  function go(to, aside) {
    const address = window.withChoices(new URL(to, base()));
    if (aside) { window.open(address); return; }
    history.pushState(null, "", address);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    arrive(decodeURIComponent(address.hash.slice(1)));
  }

  // How often Streamlit has finished a run since the page was loaded.
  let runs = 0;

  /** Once the page stands, move focus to what was asked for: its heading, or one entry of it. */
  function arrive(id) {
    const began = Date.now();
    const before = runs;
    const timer = setInterval(() => {
      const waited = Date.now() - began;
      const place = id ? document.getElementById(id)
        : document.querySelector(".word-chosen dt") ?? document.querySelector(".stMain h1");
      if (waited > 15000) clearInterval(timer);
      // Where nothing had to run, as for an entry of the same page, wait no longer than that.
      if ((runs === before && waited < 3000) || !place) return;
      // The page is hidden until it is whole, and what is hidden takes no focus.
      if (!place.checkVisibility({ visibilityProperty: true })) return;
      clearInterval(timer);
      if (place instanceof HTMLDetailsElement) place.open = true;
      const heading = place.querySelector("summary") ?? place;
      if (!heading.matches("summary")) heading.tabIndex = -1;
      if (document.activeElement === document.body || id) heading.focus({ preventScroll: true });
      if (id) place.scrollIntoView({ block: "center" });
      else document.querySelector(".stMain")?.scrollTo(0, 0);
    }, 50);
  }

  // ---- The box ---------------------------------------------------------------------------------

  /** An element with its attributes and children; text is always text. */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function build() {
    const mac = /Mac|iPhone|iPad/.test(navigator.platform);
    const input = element("input", {
      id: "find-input", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-controls": "find-list", "aria-expanded": "false",
      "aria-keyshortcuts": "Control+K Meta+K", enterkeyhint: "go",
      placeholder: "Search: obesity, Newham …",
    });
    const label = element("label", { for: "find-input", class: "unseen" },
      "Search this dashboard");
    const keys = element("kbd", { "aria-hidden": "true" }, mac ? "⌘ K" : "Ctrl K");
    const options = element("ul", { id: "find-list", role: "listbox", "aria-label": "Found" });
    const nothing = element("p", { class: "find-nothing" });
    const panel = element("div", { class: "find-panel" }, options, nothing);
    const status = element("div", { role: "status", class: "unseen" });
    panel.hidden = true;
    const box = element("search", { id: "find" }, label, input, keys, panel, status);
    document.body.insertBefore(box, document.getElementById("root"));
    return { box, input, options, nothing, panel, status };
  }

  /** Follow Streamlit's page, which the box stands outside of: its colour scheme and its runs. */
  function watch(box) {
    const app = document.querySelector(".stApp");
    if (!app) { setTimeout(watch, 20, box); return; }
    const STATE = "data-test-script-state";
    const look = (changes) => {
      box.style.colorScheme = getComputedStyle(app).colorScheme;
      const ended = app.getAttribute(STATE) === "notRunning";
      if (ended && changes.some((change) => change.attributeName === STATE)) runs += 1;
    };
    new MutationObserver(look).observe(app, { attributes: true, attributeFilter: ["class", STATE] });
    look([]);
  }

  function attach() {
    const { box, input, options, nothing, panel, status } = build();
    let found = [];
    let active = 0;

    function close() {
      panel.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(place) {
      active = (place + found.length) % found.length;
      [...options.children].forEach((option, i) => {
        option.setAttribute("aria-selected", String(i === active));
      });
      input.setAttribute("aria-activedescendant", `find-${active}`);
      options.children[active].scrollIntoView({ block: "nearest" });
    }

    function option({ entry, by }, i) {
      const also = by && by !== entry.title ? `also: ${by} · ` : "";
      const made = element("li", { id: `find-${i}`, role: "option", "aria-selected": "false" },
        element("span", { class: "find-title" }, entry.title),
        element("span", { class: "find-kind" }, entry.kind),
        element("span", { class: "find-detail" }, `${also}${entry.detail}`));
      made.addEventListener("mousedown", (event) => event.preventDefault());
      made.addEventListener("click", (event) => choose(i, event.ctrlKey || event.metaKey));
      return made;
    }

    function show() {
      const query = input.value.trim();
      found = query ? find(query, list.entries) : [];
      options.replaceChildren(...found.map(option));
      options.hidden = !found.length;
      panel.hidden = !query;
      input.setAttribute("aria-expanded", String(found.length > 0));
      nothing.hidden = !query || found.length > 0;
      nothing.textContent = list.entries.length
        ? `Nothing here is called “${query}”. Try a borough, a disease, or a word from a page.`
        : "The list could not be fetched. Try again in a moment.";
      status.textContent = query && (nothing.hidden ? `${found.length} found` : nothing.textContent);
      if (found.length) mark(0);
      else input.removeAttribute("aria-activedescendant");
    }

    function choose(place, aside) {
      const { entry } = found[place];
      if (!aside) { input.value = ""; input.blur(); close(); }
      status.textContent = `Going to ${entry.title}`;
      go(entry.to, aside);
    }

    const KEYS = {
      ArrowDown: () => mark(active + 1),
      ArrowUp: () => mark(active - 1),
      Enter: () => choose(active, false),
    };

    input.addEventListener("focus", load);
    input.addEventListener("input", () => load().then(show));
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      // Streamlit listens on the whole page: "c" and "r" are its shortcuts.
      event.stopPropagation();
      if (event.key === "Escape") {
        if (panel.hidden) input.value = "";
        close();
      } else if (KEYS[event.key] && !event.isComposing) {
        event.preventDefault();
        if (panel.hidden) show();
        else if (found.length) KEYS[event.key]();
        else if (event.key === "Enter") load().then(show);
      }
    });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        input.focus();
        input.select();
      }
    }, true);
    watch(box);
  }

  /** Links to the glossary open without loading everything again. */
  function follow(event) {
    const link = event.target.closest?.("a.means");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !plain || event.altKey || event.defaultPrevented) return;
    event.preventDefault();
    go(link.href, false);
  }

  function start() {
    document.addEventListener("click", follow);
    if (new URLSearchParams(location.search).get("embed") !== "true") attach();
    if (location.hash) arrive(decodeURIComponent(location.hash.slice(1)));
  }

  window.healthSearch = { find };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
