// <code-editor>: a JavaScript editor as a custom element.
//
//   <code-editor label="Rule code" diagnostics="[]" highlight="">
//     <textarea aria-label="Rule code">function …</textarea>
//   </code-editor>
//
// Before this module has loaded, the text area is the editor. On upgrade the
// element takes over its text, selection and focus; the text area stays in the
// document but is no longer shown (a shadow root without a slot).
//
// Properties   value     the text; setting it fires no event
//              readOnly  also the attribute "readonly"
// Attributes   label        accessible name
//              diagnostics  JSON: [{line, column, severity, message}], counted from 1
//              highlight    numbers of the lines to tint, with commas: "3,7"
//              kind         "rule" or "action": what the advisor takes the code for;
//                           without it, it says nothing
//              script, step the name of the script and the index of the selected
//                           step: whose runs are shown (editor-trace.js)
// Method       focusLine(n)
// Event        edit, detail {value}: after each change made by the user
//
// Everything is drawn inside an open shadow root, so that CodeMirror's styles
// become adopted style sheets: a page under style-src 'self' may have those,
// where <style> elements are refused. Colours come from the page through the
// custom properties named in editor-look.js.

import { closeBrackets, closeBracketsKeymap, autocompletion } from "@codemirror/autocomplete";
import { javascript, javascriptLanguage } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, Transaction } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { minimalSetup } from "codemirror";
import { advise } from "./advisor.js";
import { faultOf } from "./editor-probe.js";
import { highlighted, lineStarts, parseDiagnostics, placed, setHighlight } from "./editor-lines.js";
import { highlighting, look, shell } from "./editor-look.js";
import { Seen, coverage, help } from "./editor-seen.js";
import "./editor-templates.js";
import { traceOf, traces } from "./editor-trace.js";
import { completeNames, members } from "./editor-words.js";

// replaceSelected types over a selection by itself. Chromium would keep the look
// of what was selected in style attributes, which the page's policy refuses and
// reports.
const replaceSelected = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.isComposing || view.state.readOnly) return false;
    if (view.state.selection.main.empty) return false;
    event.preventDefault();
    const { from, to } = view.state.selection.main;
    const text = event.data ?? "";
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    const handled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});

// --- Diagnostics -------------------------------------------------------------

// advised turns a remark of the advisor into a diagnostic whose fix is a button.
function advised({ from, to, severity, message, facts, fix }, doc) {
  return {
    from,
    to,
    severity,
    message: `${message} (facts ${facts})`,
    source: "advisor",
    actions: [
      {
        name: fix.label,
        // Somebody may have typed since: a fix is made for one text only.
        apply(view) {
          if (!view.state.doc.eq(doc)) return;
          view.dispatch({ changes: fix.changes, userEvent: "input.fix" });
          view.focus();
        },
      },
    ],
  };
}

// unreadable is where the parser stopped understanding the code: told at once,
// and also of a script that is switched off. What a run says comes on top.
function unreadable(doc, kind) {
  const at = faultOf(doc.toString(), kind);
  if (at < 0) return [];
  const line = doc.lineAt(Math.min(at, doc.length));
  return [{ from: line.from + line.text.search(/\S|$/), to: line.to, severity: "error", message: "This cannot be read: a bracket, a comma or a word is missing here or before." }];
}

// adviceDelay is how long somebody must have stopped typing, in milliseconds.
const adviceDelay = 300;

// --- The element -------------------------------------------------------------

class CodeEditor extends HTMLElement {
  static observedAttributes = ["label", "diagnostics", "highlight", "kind", "script", "step", "readonly"];

  #view = null;
  #state = null; // kept while the element is out of the document
  #early = null; // a value set before there was a view
  #advice = []; // the advisor's remarks on the text as it is
  #advising = 0; // the timer until it is asked again
  #seen = new Seen(this);
  #said = document.createElement("p"); // for screen readers
  #traced = () => this.#show("trace");
  #due = new Set(); // what is to be shown in a moment
  #labelled = new Compartment();
  #locked = new Compartment();

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.shadowRoot.adoptedStyleSheets = [shell()];
    this.#said.className = "said";
    this.#said.setAttribute("role", "status");
    this.shadowRoot.append(this.#seen.node, this.#said);
    // A property that was set before the upgrade hides the accessor.
    for (const name of ["value", "readOnly"]) {
      if (!Object.hasOwn(this, name)) continue;
      const set = this[name];
      delete this[name];
      this[name] = set;
    }
  }

  connectedCallback() {
    if (this.#view) return;
    const area = this.querySelector("textarea");
    const held = area && this.#focusBeforeUpgrade === area;
    this.#state ??= this.#firstState(area);
    this.#view = new EditorView({ state: this.#state, root: this.shadowRoot });
    this.shadowRoot.prepend(this.#view.dom);
    this.#show("diagnostics", "highlight", "trace");
    traces.addEventListener("traced", this.#traced);
    this.#adviseSoon();
    if (held) this.#view.focus();
  }

  disconnectedCallback() {
    clearTimeout(this.#advising);
    traces.removeEventListener("traced", this.#traced);
    this.#state = this.#view.state;
    this.#view.destroy();
    this.#view = null;
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#view || before === after) return;
    if (name === "label") return this.#view.dispatch({ effects: this.#labelled.reconfigure(this.#labelling()) });
    if (name === "readonly") return this.#view.dispatch({ effects: this.#locked.reconfigure(this.#locking()) });
    if (name === "kind") {
      this.#adviseSoon();
      return this.#showSoon("diagnostics", "trace");
    }
    this.#showSoon(name === "script" || name === "step" ? "trace" : name);
  }

  get value() {
    if (this.#view) return this.#view.state.doc.toString();
    return this.#state?.doc.toString() ?? this.#early ?? this.querySelector("textarea")?.value ?? "";
  }

  set value(next) {
    const text = String(next ?? "").replace(/\r\n?/g, "\n");
    if (!this.#view) {
      this.#early = text;
      this.#state = null;
      return;
    }
    if (text !== this.value) this.#replace(text);
  }

  get readOnly() {
    return this.hasAttribute("readonly") && this.getAttribute("readonly") !== "false";
  }

  set readOnly(on) {
    this.toggleAttribute("readonly", Boolean(on));
  }

  focus() {
    this.#view?.focus();
  }

  focusLine(n) {
    if (!this.#view) return;
    const [at] = lineStarts(this.#view.state.doc, [n]);
    if (at !== undefined) {
      this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    }
    this.#view.focus();
  }

  // The text area loses focus the moment the shadow root hides it; so what had
  // it is remembered when the class field is made, before the constructor's body.
  #focusBeforeUpgrade = document.activeElement;

  // firstState takes over what stands in the text area: the user may have typed
  // there. Otherwise the value that the page set before the upgrade counts.
  #firstState(area) {
    const typed = area && area.value !== area.defaultValue;
    const doc = (typed ? area.value : this.#early ?? area?.value ?? "").replace(/\r\n?/g, "\n");
    const selection =
      area && area.value.replace(/\r\n?/g, "\n") === doc
        ? { anchor: Math.min(area.selectionStart, doc.length), head: Math.min(area.selectionEnd, doc.length) }
        : undefined;
    return EditorState.create({ doc, selection, extensions: this.#extensions() });
  }

  #extensions() {
    return [
      lineNumbers(),
      lintGutter(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      minimalSetup, // history, selection, and a keymap in which Tab leaves the editor
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      indentUnit.of("  "),
      javascript(),
      javascriptLanguage.data.of({ autocomplete: completeNames }),
      autocompletion({ icons: false }),
      syntaxHighlighting(highlighting),
      keymap.of([...closeBracketsKeymap, ...lintKeymap]),
      EditorView.lineWrapping,
      replaceSelected,
      look,
      coverage,
      highlighted,
      help(this),
      this.#labelled.of(this.#labelling()),
      this.#locked.of(this.#locking()),
      EditorView.updateListener.of((update) => this.#told(update)),
    ];
  }

  #labelling() {
    return EditorView.contentAttributes.of({ "aria-label": this.getAttribute("label") ?? "Code", tabindex: "0" });
  }

  #locking() {
    return [EditorState.readOnly.of(this.readOnly), EditorView.editable.of(!this.readOnly)];
  }

  // told fires "edit" for what the user did, never for what the page set.
  #told(update) {
    if (!update.docChanged) return;
    this.#adviseSoon();
    if (update.transactions.every((t) => !t.docChanged || t.annotation(Transaction.remote))) return;
    const value = update.state.doc.toString();
    this.dispatchEvent(new CustomEvent("edit", { detail: { value }, bubbles: true, composed: true }));
  }

  // replace exchanges only what differs, so that the cursor stays where it is.
  #replace(text) {
    const old = this.value;
    let from = 0;
    while (from < old.length && from < text.length && old[from] === text[from]) from++;
    let end = 0;
    const room = Math.min(old.length, text.length) - from;
    while (end < room && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
    this.#view.dispatch({
      changes: { from, to: old.length - end, insert: text.slice(from, text.length - end) },
      annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
    });
    this.#show("diagnostics", "highlight", "trace");
  }

  // showSoon waits for what else the page sets in the same breath: CodeMirror
  // draws after each transaction.
  #showSoon(...names) {
    if (this.#due.size === 0) queueMicrotask(() => this.#show());
    for (const name of names) this.#due.add(name);
  }

  // show shows what is due, and what is named, in one transaction.
  #show(...names) {
    const due = new Set([...this.#due, ...names]);
    this.#due.clear();
    if (!this.#view) return;
    const specs = [due.has("diagnostics") && this.#remarks(), due.has("highlight") && this.#tint(), due.has("trace") && this.#coverage()];
    const news = specs.filter(Boolean);
    if (news.length > 0) this.#view.dispatch(...news);
  }

  #remarks() {
    const { state } = this.#view;
    const found = parseDiagnostics(this.getAttribute("diagnostics")).map((d) => placed(state.doc, d));
    found.push(...this.#advice.filter((d) => d.to <= state.doc.length));
    found.sort((a, b) => a.from - b.from);
    return setDiagnostics(state, found);
  }

  // adviseSoon asks the advisor when nobody has typed for a moment. What it said
  // of an older text is taken back at once: its places and fixes are not true.
  #adviseSoon() {
    clearTimeout(this.#advising);
    this.#advice = [];
    const kind = this.getAttribute("kind");
    if (kind !== "rule" && kind !== "action") return;
    this.#advising = setTimeout(() => {
      if (!this.#view) return;
      const { doc } = this.#view.state;
      this.#advice = advise(doc.toString(), kind, members).map((remark) => advised(remark, doc));
      this.#advice.push(...unreadable(doc, kind));
      this.#show("diagnostics");
    }, adviceDelay);
  }

  // runs are those of the selected step, as far as they are known of this text.
  runs() {
    return this.#script()?.runs.filter((run) => run.step === this.#step) ?? [];
  }

  // say tells a screen reader something.
  say(text) {
    this.#said.textContent = text;
  }

  get #step() {
    return Number(this.getAttribute("step") ?? -1);
  }

  // script is what is known of the runs of just this text.
  #script() {
    const known = traceOf(this.getAttribute("kind"), this.getAttribute("script"));
    return known && this.#is(known) ? known : null;
  }

  // is tells whether something is known of this text. A text area may have lost
  // the line feeds at its end.
  #is(known) {
    return known.code.trimEnd() === this.value.trimEnd();
  }

  // coverage is what is known of the lines. What was known of an older text moves
  // with its lines until there is news.
  #coverage() {
    const known = traceOf(this.getAttribute("kind"), this.getAttribute("script"));
    if (known && !this.#is(known)) return null;
    this.#seen.node.hidden = !this.hasAttribute("script");
    return { effects: known ? this.#seen.show(known, this.#step) : this.#seen.clear(known === null) };
  }

  #tint() {
    const numbers = (this.getAttribute("highlight") ?? "").split(",").map(Number);
    return { effects: setHighlight.of(numbers.filter(Number.isInteger)) };
  }
}

customElements.define("code-editor", CodeEditor);
