// Reads a deck's file in the browser: its bytes go to the server in one message, and a file that is
// too large is not read at all.
export default function ({ data, parentElement, setTriggerValue }) {
  const field = parentElement.querySelector("input");
  parentElement.querySelector("label span").textContent = data.label;
  parentElement.querySelector("p").textContent = data.explained;

  const read = async () => {
    const [file] = field.files;
    if (!file) return;
    const sent = { name: file.name, size: file.size };
    if (file.size <= data.most) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      sent.bytes = btoa(Array.from(bytes, (x) => String.fromCharCode(x)).join(""));
    }
    setTriggerValue("opened", sent);
    // The same file, changed, can be chosen again.
    field.value = "";
  };
  field.addEventListener("change", read);
  return () => field.removeEventListener("change", read);
}
