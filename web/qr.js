// <qr-code data-text="..."> draws a QR code, black on white in every theme:
// cameras want it so.

import encode from "qr";

const quiet = 4; // modules of white around the code (ISO/IEC 18004)
const most = 2953; // bytes that the largest code holds

class QRCode extends HTMLElement {
  static observedAttributes = ["data-text"];

  connectedCallback() {
    this.draw();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.draw();
  }

  draw() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const text = this.dataset.text ?? "";
    if (text.length > most) {
      root.textContent = `The link has ${text.length} characters; a QR code holds ${most}.`;
      return;
    }
    const code = encode(text, "raw", { ecc: text.length > 600 ? "low" : "medium", border: quiet });
    const size = code.length;
    let path = "";
    code.forEach((row, y) => row.forEach((on, x) => (path += on ? `M${x} ${y}h1v1h-1z` : "")));
    const make = (name, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      return element;
    };
    const svg = make("svg", { viewBox: `0 0 ${size} ${size}`, width: "100%", role: "img", "shape-rendering": "crispEdges" });
    svg.setAttribute("aria-label", "QR code of the link");
    svg.append(make("rect", { width: size, height: size, fill: "#fff" }), make("path", { d: path, fill: "#000" }));
    root.replaceChildren(svg);
  }
}

customElements.define("qr-code", QRCode);
