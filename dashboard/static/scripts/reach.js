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

  document.addEventListener("DOMContentLoaded", () => {
    const voice = document.getElementById("voice");
    let known = null;
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
    const soon = () => {
      // What a page opens with is read as part of the page, so only a change is said.
      if (!known && document.querySelector(".foot")) known = found().map(written);
      clearTimeout(waiting);
      if (known) waiting = setTimeout(say, PAUSE);
    };
    new MutationObserver(soon).observe(document.getElementById("root"), {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
})();
