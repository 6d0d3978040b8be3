/* Copies what stands beside a button, and says so. */
(() => {
  "use strict";

  /** Without a secure address browsers have no clipboard for scripts, but copy what is selected. */
  function copySelected(from) {
    getSelection().selectAllChildren(from);
    const done = document.execCommand("copy");
    getSelection().removeAllRanges();
    if (!done) throw new Error("not copied");
  }

  async function copy(from) {
    try {
      await navigator.clipboard.writeText(from.textContent);
    } catch {
      copySelected(from);
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".copied button");
    if (!button) return;
    const whole = button.closest(".copied");
    const said = whole.querySelector("[role=status]");
    said.textContent = "";
    try {
      await copy(whole.querySelector("code"));
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Your browser did not let it be copied. Select the text instead.";
    }
  });
})();
