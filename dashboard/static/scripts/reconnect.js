// After a lost connection the page may be at another server, which knows nothing of it yet and
// would take the next click for the first. So it is shown its address first: that is the state.
(() => {
  const STATE = "data-test-connection-state";
  let lost = false;
  const look = (app) => {
    const connected = app.getAttribute(STATE) === "CONNECTED";
    if (connected && lost) {
      window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    }
    lost = !connected;
  };
  const watch = () => {
    const app = document.querySelector(".stApp");
    if (!app || app.getAttribute(STATE) !== "CONNECTED") return void setTimeout(watch, 100);
    new MutationObserver(() => look(app)).observe(app, { attributeFilter: [STATE] });
  };
  document.addEventListener("DOMContentLoaded", watch);
})();
