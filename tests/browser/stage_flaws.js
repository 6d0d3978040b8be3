// Every piece of text of a scene as it is on the screen: too small, cut off, or covering another.
// A text in a chart is an SVG element, the rest is measured line by line.
(least) => {
  const found = [], boxes = [];
  const enlarged = (e) => {
    let by = 1;
    for (let x = e; x && x !== document.body; x = x.parentElement) {
      const style = getComputedStyle(x);
      by *= parseFloat(style.zoom) || 1;
      if (style.transform !== "none") by *= new DOMMatrix(style.transform).a;
    }
    return by;
  };
  const isSeen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.textContent.trim();
  const add = (text, size, box, kind) => {
    if (box.width < 1 || box.height < 1) return;
    if (size < least - 0.05) found.push(`'${text}' is ${size.toFixed(1)} px, not ${least}`);
    const out = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    if (out) found.push(`'${text}' is cut off by the screen`);
    boxes.push({ text, box, kind });
  };
  for (const e of document.querySelectorAll(".st-key-stage svg text")) {
    if (!isSeen(e) || e.closest(".hoverlayer")) continue;
    const lines = e.querySelectorAll("tspan.line");
    const svg = e.closest("svg").getBoundingClientRect(), box = e.getBoundingClientRect();
    const text = e.textContent.slice(0, 40), size = parseFloat(getComputedStyle(e).fontSize);
    add(text, size * enlarged(e.closest(".js-plotly-plot")), box, "chart");
    if (box.right > svg.right + 2 || box.left < svg.left - 2 || box.bottom > svg.bottom + 2 || box.top < svg.top - 2)
      found.push(`'${text}' is cut off by its chart`);
  }
  const walker = document.createTreeWalker(document.querySelector(".st-key-stage"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, e = node.parentElement;
    if (!node.textContent.trim() || !isSeen(e) || e.closest("svg, option, [data-testid=stSelectbox], [aria-hidden=true]")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(getComputedStyle(e).fontSize) * enlarged(e);
    for (const box of range.getClientRects()) add(node.textContent.trim().slice(0, 40), size, box, "words");
  }
  const headline = document.querySelector(".stage-head h1");
  const lines = headline.getBoundingClientRect().height / parseFloat(getComputedStyle(headline).lineHeight) / enlarged(headline);
  if (lines > 2.1) found.push(`the headline takes ${lines.toFixed(1)} lines`);
  const slack = 3;
  for (let i = 0; i < boxes.length; i += 1) for (let j = i + 1; j < boxes.length; j += 1) {
    const [a, b] = [boxes[i].box, boxes[j].box];
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    // Boxes of lines are higher than their letters.
    if (across > slack && down > 0.3 * Math.min(a.height, b.height))
      found.push(`'${boxes[i].text}' covers '${boxes[j].text}'`);
  }
  return found;
}
