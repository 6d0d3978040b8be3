// The address and the history. What somebody does leaves one entry in the history; what the page
// writes by itself after that, such as the whole address of a page that was gone to by its name,
// takes the entry's place, so that one press goes back. And a link to another page that names no
// borough keeps the one that is chosen.
(() => {
  const PAGES = ["", "map", "gaps", "borough", "compare", "methods"];
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

  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.hasAttribute("download") || link.origin !== location.origin) return;
    const base = new URL(window.__streamlit.BACKEND_BASE_URL).pathname.replace(/\/?$/, "/");
    const there = new URL(link.href);
    const page = there.pathname.startsWith(base) ? there.pathname.slice(base.length) : null;
    const own = new URLSearchParams(location.search).get("area");
    if (!own || !PAGES.includes(page) || there.searchParams.has("area")) return;
    there.searchParams.set("area", own);
    link.href = there.href;
  }, { capture: true });
})();
