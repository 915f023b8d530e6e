// explain.js fetches terms.js when somebody first points at a term that it
// explains: most readers of a page never do.

export function explainTerms() {
  const events = ["pointerover", "focusin"];
  const fetchTerms = (event) => {
    if (!event.target.closest?.("[data-term]")) return;
    for (const name of events) document.removeEventListener(name, fetchTerms);
    const script = document.createElement("script");
    script.src = window.mfaSite.file("terms.js");
    script.onerror = () => console.error("page: the explanations did not load");
    document.head.append(script);
  };
  for (const name of events) document.addEventListener(name, fetchTerms);
}
