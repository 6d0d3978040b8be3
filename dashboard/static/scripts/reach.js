// For people who use a keyboard or a screen reader: the link that skips to the figures, and the
// voice that says what was chosen. Streamlit draws its page inside #root; these stay beside
// it, so that the first Tab finds the link and the voice outlives every redrawing.
(() => {
  const PAUSE = 400;
  // Said apart from each other, each when it changes: what the page is about, and the area's card.
  const SPOKEN = [
    [".stMain h1"],
    ["h2", ".figure", ".verdict", ".rank"].map((part) => `[data-announced] ${part}`),
  ];

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("#skip")) return;
    const heading = document.querySelector("#figures, .stMain h1");
    if (!heading) return;
    event.preventDefault();
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView({ block: "start" });
  });

  // On a phone the menu lies over the page: it goes once a page is chosen, and with Escape.
  const MENU = "[data-testid=stSidebar][data-collapsed=false]";
  const closeMenu = () => document.querySelector(`${MENU} [data-testid=stSidebarHeader] button`)?.click();
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-testid=stSidebar] a[href]")) setTimeout(closeMenu);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenu();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const voice = document.getElementById("voice");
    let known = null;
    // What a page opens with is read as part of the page, so only a change is said. It is drawn
    // piece by piece, its foot not always last: all that comes before it is at rest, or before
    // somebody does something, is what it opens with.
    let isOpening = true;
    let waiting = 0;
    const found = () => SPOKEN.map((group) => [...document.querySelectorAll(group.join())]);
    const written = (parts) => parts.map((part) => part.textContent).join(" ");
    const spoken = (parts) => parts.map((part) => part.innerText.trim()).filter(Boolean).join(". ");
    const say = () => {
      const groups = found();
      const changed = groups.filter((parts, i) => written(parts) && written(parts) !== known[i]);
      known = groups.map(written);
      if (changed.length) voice.textContent = changed.map(spoken).join(". ");
    };
    const rest = () => {
      isOpening = Boolean(document.querySelector("[data-testid=stSkeleton]"));
    };
    const soon = () => {
      if (!known && !document.querySelector(".foot")) return;
      clearTimeout(waiting);
      if (isOpening) known = found().map(written);
      waiting = setTimeout(isOpening ? rest : say, PAUSE);
    };
    for (const kind of ["keydown", "pointerdown"]) {
      document.addEventListener(kind, () => (isOpening = isOpening && !known), true);
    }
    new MutationObserver(soon).observe(document.getElementById("root"), {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
})();
