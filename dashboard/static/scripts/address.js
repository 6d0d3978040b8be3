// The address and the history. What somebody does leaves one entry in the history; what the page
// writes by itself after that, such as the whole address of a page that was gone to by its name,
// takes the entry's place, so that one press goes back. And a link to another page keeps the choices
// that it does not name itself: the borough, and how boroughs are compared and drawn.
(() => {
  const PAGES = ["", "map", "gaps", "borough", "compare", "methods"];
  const KEPT = ["area", "areas", "benchmark", "confidence", "map", "order"];
  const push = history.pushState.bind(history);
  let byPerson = false;

  history.pushState = (state, unused, url) => {
    const isSame = new URL(url ?? location.href, location.href).href === location.href;
    if (byPerson && !isSame) push(state, unused, url);
    else history.replaceState(state, unused, url);
    byPerson = false;
  };
  for (const act of ["pointerdown", "keydown", "change"])
    addEventListener(act, () => { byPerson = true; }, { capture: true, passive: true });
  addEventListener("popstate", () => { byPerson = false; }, { capture: true });

  /** An address of a page with the choices of this one that it does not name. */
  window.withChoices = (there) => {
    const base = new URL(window.__streamlit.BACKEND_BASE_URL).pathname.replace(/\/?$/, "/");
    const page = there.pathname.startsWith(base) ? there.pathname.slice(base.length) : null;
    if (!PAGES.includes(page)) return there;
    const own = new URLSearchParams(location.search);
    for (const key of KEPT.filter((x) => own.has(x) && !there.searchParams.has(x)))
      for (const value of own.getAll(key)) there.searchParams.append(key, value);
    return there;
  };

  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.getAttribute("href").startsWith("#")) return;
    const there = window.withChoices(new URL(link.href)).href;
    if (there !== link.href) link.href = there;
  }, { capture: true });
})();
