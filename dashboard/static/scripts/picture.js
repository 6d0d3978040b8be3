/* A chart of the page as a picture for a slide: 1920 by 1080, with title, measure, legend, source
   and interval note. Everything is made here from the chart that is shown; nothing is fetched
   that the page has not fetched already, and the picture refers to nothing outside itself. */
(() => {
  "use strict";

  const WIDTH = 1920;
  const HEIGHT = 1080;
  const EDGE = 60;
  const GAP = 24;
  const FAMILY = "Arial, Helvetica, sans-serif";
  // A chart's type of 13 pixels is read from the back of a room at 24.
  const MOST_SCALE = 24 / 13;
  // The usual height of a chart that does not say its own.
  const USUAL_HEIGHT = 440;
  const LEGEND_WIDTH = 590;
  const MOST_LINES_BELOW = 5;
  const SVG = "http://www.w3.org/2000/svg";
  const NOT_IN_XML = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;
  const HATCHES = {
    diagonal: ["M0 12L12 0"],
    back_diagonal: ["M0 0L12 12"],
    crossed: ["M0 12L12 0", "M0 0L12 12"],
    vertical: ["M6 0V12"],
  };

  const ruler = document.createElement("canvas").getContext("2d");

  // ---- Words -------------------------------------------------------------------------------

  function widthOf(text, size, weight = 400) {
    ruler.font = `${weight} ${size}px ${FAMILY}`;
    return ruler.measureText(text).width;
  }

  /** The lines that a text is broken into at a width; a word too long for one is cut. */
  function linesOf(text, size, weight, width) {
    const lines = [];
    let line = "";
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const longer = line ? `${line} ${word}` : word;
      if (widthOf(longer, size, weight) <= width) {
        line = longer;
        continue;
      }
      if (line) lines.push(line);
      line = word;
      while (widthOf(line, size, weight) > width) {
        let cut = line.length - 1;
        while (cut > 1 && widthOf(line.slice(0, cut), size, weight) > width) cut -= 1;
        lines.push(line.slice(0, cut));
        line = line.slice(cut);
      }
    }
    return line ? [...lines, line] : lines;
  }

  /** So many lines and no more; the last one says where something is left out. */
  function atMost(lines, most) {
    if (lines.length <= most) return lines;
    return [...lines.slice(0, most - 1), `${lines[most - 1].slice(0, -2)} …`];
  }

  /** The largest of several sizes at which a text takes no more than so many lines. */
  function fitted(text, sizes, weight, width, most) {
    const smallest = sizes[sizes.length - 1];
    const size = sizes.find((each) => linesOf(text, each, weight, width).length <= most) ?? smallest;
    return { size, lines: atMost(linesOf(text, size, weight, width), most) };
  }

  // ---- Drawing -----------------------------------------------------------------------------

  function element(name, attributes = {}, content = "") {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    // An SVG file with a sign that XML has no room for is no SVG file.
    made.textContent = content.replace(NOT_IN_XML, "\ufffd");
    return made;
  }

  /** Lines of text from a top edge down; returns where the next thing may begin. */
  function write(sheet, { lines, size }, top, colour, weight = 400, left = EDGE) {
    const step = Math.round(size * 1.25);
    lines.forEach((line, place) => {
      const y = top + size + place * step;
      sheet.append(
        element("text", { x: left, y, "font-size": size, "font-weight": weight, fill: colour }, line),
      );
    });
    return top + lines.length * step;
  }

  /** Dark or light, whichever reads better on a fill. */
  function onFill(colour) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? "#101f2c" : "#fefefe";
  }

  function pattern(sheet, hatch, colours) {
    const id = `hatch-${hatch}`;
    const made = element("pattern", {
      id, width: 12, height: 12, patternUnits: "userSpaceOnUse",
    });
    made.append(element("rect", { width: 12, height: 12, fill: colours.paper }));
    for (const d of HATCHES[hatch] ?? []) {
      made.append(element("path", { d, stroke: colours.ink, "stroke-width": 2 }));
    }
    sheet.append(made);
    return `url(#${id})`;
  }

  function legend(sheet, entries, top, colours) {
    const left = WIDTH - EDGE - LEGEND_WIDTH;
    let y = top;
    for (const entry of entries) {
      const fill = entry.hatch ? pattern(sheet, entry.hatch, colours) : entry.colour;
      sheet.append(element("rect", {
        x: left, y, width: 56, height: 36, fill, stroke: colours.ink, "stroke-width": 1.5,
      }));
      if (entry.mark) {
        sheet.append(element("text", {
          x: left + 28, y: y + 26, "font-size": 22, "text-anchor": "middle",
          fill: onFill(entry.colour),
        }, entry.mark));
      }
      const lines = linesOf(entry.words, 23, 400, LEGEND_WIDTH - 76);
      write(sheet, { lines, size: 23 }, y + 4, colours.ink, 400, left + 76);
      y += Math.max(36, lines.length * 30) + 14;
    }
  }

  /** The colours of the theme that the chart is shown in. */
  function themed(chart) {
    const probe = document.createElement("span");
    chart.append(probe);
    const found = {};
    for (const name of ["ink", "paper", "muted"]) {
      probe.style.color = `var(--${name})`;
      found[name] = getComputedStyle(probe).color;
    }
    probe.remove();
    return found;
  }

  /** The chart alone, drawn again at the size it has on the slide. */
  async function plotted(chart, width, height, least) {
    const own = Math.max(least, chart.layout.height ?? USUAL_HEIGHT);
    const scale = Math.max(1, Math.min(MOST_SCALE, height / own));
    const size = { width: Math.round(width / scale), height: Math.round(height / scale) };
    const layout = {
      ...chart.layout, ...size, autosize: false,
      font: { ...chart.layout.font, family: FAMILY },
    };
    const config = { topojsonURL: chart._context?.topojsonURL, staticPlot: true };
    const figure = { data: chart.data, layout, config };
    const text = await window.Plotly.toImage(figure, {
      format: "svg", imageDataOnly: true, ...size,
    });
    const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    if (drawn.nodeName !== "svg") throw new Error("The chart could not be drawn as an SVG.");
    drawn.setAttribute("width", width);
    drawn.setAttribute("height", height);
    drawn.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    // Its margins were measured for the page's narrower type; what sticks out is not cut.
    drawn.setAttribute("overflow", "visible");
    return document.importNode(drawn, true);
  }

  /** The whole slide as an SVG element. */
  async function slide(chart, words) {
    const colours = themed(chart);
    const sheet = element("svg", {
      xmlns: SVG, width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img",
      "aria-labelledby": "picture-title picture-says", "font-family": FAMILY,
    });
    sheet.append(element("title", { id: "picture-title" }, words.title));
    sheet.append(element("desc", { id: "picture-says" }, words.alternative));
    sheet.append(element("rect", { width: WIDTH, height: HEIGHT, fill: colours.paper }));
    const across = WIDTH - 2 * EDGE;
    const title = fitted(words.title, [44, 38, 32, 26], 700, across, 3);
    let top = write(sheet, title, EDGE - 16, colours.ink, 700) + 8;
    top = write(sheet, fitted(words.subtitle, [28, 24], 400, across, 2), top, colours.muted) + GAP;
    const below = [words.note, words.source].filter(Boolean).flatMap(
      (each) => atMost(linesOf(each, 20, 400, across), MOST_LINES_BELOW),
    );
    const bottom = HEIGHT - EDGE / 2 - below.length * 25;
    write(sheet, { lines: below, size: 20 }, bottom, colours.muted);
    const beside = words.legend.length ? LEGEND_WIDTH + GAP : 0;
    const drawn = await plotted(chart, across - beside, bottom - GAP - top, words.height);
    drawn.setAttribute("x", EDGE);
    drawn.setAttribute("y", top);
    sheet.append(drawn);
    if (beside) legend(sheet, words.legend, top + GAP, colours);
    return sheet;
  }

  // ---- Saving ------------------------------------------------------------------------------

  const written = (sheet) => new Blob(
    [`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(sheet)}`],
    { type: "image/svg+xml" },
  );

  async function painted(svg) {
    const address = URL.createObjectURL(svg);
    try {
      const image = new Image(WIDTH, HEIGHT);
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [WIDTH, HEIGHT];
      canvas.getContext("2d").drawImage(image, 0, 0, WIDTH, HEIGHT);
      return await new Promise((done, failed) => canvas.toBlob(
        (blob) => (blob ? done(blob) : failed(new Error("No PNG could be made."))), "image/png",
      ));
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function take(button) {
    const words = JSON.parse(button.closest("[data-picture]").dataset.picture);
    const chart = document.querySelector(`.st-key-${words.chart} .js-plotly-plot`);
    if (!chart || !window.Plotly) {
      throw new Error("The chart is not on the page yet. Wait until it is, and try again.");
    }
    const svg = written(await slide(chart, words));
    const blob = button.dataset.format === "png" ? await painted(svg) : svg;
    const name = `${words.name}.${button.dataset.format}`;
    save(blob, name);
    return `Saved as ${name}.`;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-picture] button[data-format]");
    if (!button || button.getAttribute("aria-busy") === "true") return;
    const said = button.closest(".pictures").querySelector(".said");
    button.setAttribute("aria-busy", "true");
    said.textContent = "";
    try {
      said.textContent = await take(button);
    } catch (error) {
      said.textContent = `The picture could not be made. ${error.message}`;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
})();
