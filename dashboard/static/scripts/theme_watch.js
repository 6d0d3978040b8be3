// Tells the server when the page changes between light and dark, so that charts are drawn again:
// Streamlit itself restyles the page without running the script.
export default function ({ data, setStateValue }) {
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
