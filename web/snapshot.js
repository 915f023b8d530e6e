// snapshot.js makes a picture of the timeline that stands by itself: the drawing
// in the page takes its looks from style sheets and its size from the window.

const namespace = "http://www.w3.org/2000/svg";

// What the style sheets decide; all of these can be attributes of SVG.
const looks = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "opacity", "display", "visibility", "font-family", "font-size", "font-weight", "text-anchor",
  "dominant-baseline", "paint-order",
];

function make(name, attributes, ...content) {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

// plainColor writes any colour of CSS as SVG has it: other programs do not know
// the newer notations.
const canvas = document.createElement("canvas");
canvas.width = canvas.height = 1;
const pen = canvas.getContext("2d", { willReadFrequently: true });

function plainColor(color) {
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
  return { color: `#${[r, g, b].map((n) => n.toString(16).padStart(2, "0")).join("")}`, alpha: Math.round((a / 255) * 1000) / 1000 };
}

// dress gives a copy the looks that its original has.
function dress(original, copy) {
  const style = getComputedStyle(original);
  for (const name of looks) {
    const value = style.getPropertyValue(name);
    if (!value) continue;
    if ((name === "fill" || name === "stroke") && value !== "none" && !value.startsWith("url")) {
      const { color, alpha } = plainColor(value);
      copy.setAttribute(name, color);
      if (alpha < 1) copy.setAttribute(`${name}-opacity`, alpha * Number(style.getPropertyValue(`${name}-opacity`) || 1));
      continue;
    }
    if (name.endsWith("-opacity") && copy.hasAttribute(name)) continue;
    copy.setAttribute(name, value);
  }
  if (copy.dataset?.tip) copy.prepend(make("title", {}, copy.dataset.tip));
  for (const { name } of [...copy.attributes]) {
    if (/^(data-|aria-|role$|tabindex$|class$|id$)/.test(name)) copy.removeAttribute(name);
  }
  for (let i = 0; i < original.children.length; i++) {
    const part = copy.querySelector(":scope > title") ? i + 1 : i;
    if (copy.children[part]) dress(original.children[i], copy.children[part]);
  }
}

// drawing returns the timeline as { text, width, height }.
export function drawing() {
  const picture = document.querySelector("svg[data-c=lanes]");
  if (!picture) throw new Error("there is no timeline to draw");
  const box = picture.getBoundingClientRect();
  if (box.width < 1) throw new Error("the timeline is not on the screen: open the panel Time first");
  const panel = getComputedStyle(picture.closest("section") ?? document.body);
  const ink = plainColor(panel.color).color;
  const names = [...document.querySelectorAll(".lane-names > span")];
  const side = 150;
  const head = 40;
  const width = Math.ceil(box.width + side + 24);
  const height = Math.ceil(box.height + head + 16);
  const copy = picture.cloneNode(true);
  dress(picture, copy);
  for (const [key, value] of Object.entries({ x: side, y: head, width: box.width, height: box.height, overflow: "hidden" })) {
    copy.setAttribute(key, value);
  }
  const words = { fill: ink, "font-family": panel.fontFamily, "font-size": "12px" };
  const svg = make(
    "svg",
    { xmlns: namespace, width, height, viewBox: `0 0 ${width} ${height}` },
    make("rect", { width, height, fill: opaque(picture) }),
    make("text", { ...words, x: 12, y: 22, "font-weight": "600" }, document.querySelector(".lessons summary b")?.textContent ?? "MFA Playground"),
    make("text", { ...words, x: width - 12, y: 22, "text-anchor": "end" }, "MFA Playground (simulated)"),
    ...names.map((name) => {
      const at = name.getBoundingClientRect();
      return make("text", { ...words, x: 12, y: Math.round(at.top - box.top + head + at.height / 2 + 4) }, name.textContent.trim());
    }),
    copy,
  );
  return { text: new XMLSerializer().serializeToString(svg) + "\n", width, height };
}

// opaque is the colour behind an element.
function opaque(element) {
  for (let at = element; at; at = at.parentElement) {
    const { color, alpha } = plainColor(getComputedStyle(at).backgroundColor);
    if (alpha === 1) return color;
  }
  return "#ffffff";
}

// pixels turns a drawing into a PNG, at twice its size or more. The page's policy
// allows images of data: addresses, and no others.
export async function pixels({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.max(2, Math.ceil(window.devicePixelRatio || 1));
  const sheet = document.createElement("canvas");
  sheet.width = width * scale;
  sheet.height = height * scale;
  sheet.getContext("2d").drawImage(image, 0, 0, sheet.width, sheet.height);
  return new Promise((resolve, reject) =>
    sheet.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))), "image/png"),
  );
}
