// Tells the server when the page changes between light and dark, so that charts are drawn again:
// Streamlit itself restyles the page without running the script. And the tab keeps the viewer's
// deck: a link that loads a page anew begins a new session on the server, and the deck would be
// gone. Closing the tab forgets it.
export default function ({ data, setStateValue }) {
  const NAME = "london-health-deck";
  try {
    if (data.deck) sessionStorage.setItem(NAME, data.deck);
    else if (data.told) sessionStorage.removeItem(NAME);
    else {
      const kept = sessionStorage.getItem(NAME);
      if (kept) setStateValue("kept", kept);
    }
  } catch {
    // A browser that keeps nothing still shows everything.
  }

  const app = document.querySelector(".stApp");
  const told = () => {
    const shown = getComputedStyle(app).colorScheme;
    if (shown !== data.drawn) setStateValue("shown", shown);
  };
  const watch = new MutationObserver(told);
  watch.observe(app, { attributes: true, attributeFilter: ["class"] });
  told();
  return () => watch.disconnect();
}
