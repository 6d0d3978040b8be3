// One choice of theme for every page. Streamlit keeps a viewer's choice beside the path of the
// page it was made on; this carries it to the other pages. Runs before Streamlit starts.
(() => {
  const CHOICE = "theme-choice";
  const OPTION = "stMainMenuItem-theme-";
  const keyHere = () => `stActiveTheme-${location.pathname}-v2`;
  try {
    const chosen = localStorage.getItem(CHOICE);
    if (chosen) localStorage.setItem(keyHere(), chosen);
    document.addEventListener("click", (event) => {
      const option = event.target.closest?.(`[data-testid^="${OPTION}"]`);
      if (option) localStorage.setItem(CHOICE, JSON.stringify(option.dataset.testid.slice(OPTION.length)));
    });
  } catch {
    // Storage is closed to us, as in some private windows: the viewer's system decides.
  }
})();
