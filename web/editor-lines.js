// The lines that a script's outcome names, tinted, and the places of remarks.

import { RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutterLineClass } from "@codemirror/view";

export const setHighlight = StateEffect.define();
const hereLine = Decoration.line({ class: "cm-here" });
const hereMarker = new (class extends GutterMarker {
  elementClass = "cm-hereGutter";
})();

// highlighted holds the starts of the tinted lines, sorted; edits above a line
// move it.
export const highlighted = StateField.define({
  create: () => [],
  update(starts, transaction) {
    let next = starts;
    if (transaction.docChanged) next = starts.map((at) => transaction.changes.mapPos(at));
    for (const effect of transaction.effects) {
      if (effect.is(setHighlight)) next = lineStarts(transaction.state.doc, effect.value);
    }
    return next;
  },
  provide: (field) => [
    EditorView.decorations.from(field, (starts) => (view) => marked(view.state.doc, starts, hereLine)),
    gutterLineClass.compute([field], (state) => marked(state.doc, state.field(field), hereMarker)),
  ],
});

// marked puts a value at each of the lines in which the starts lie now.
function marked(doc, starts, value) {
  const builder = new RangeSetBuilder();
  const lines = new Set(starts.filter((at) => at <= doc.length).map((at) => doc.lineAt(at).from));
  for (const from of lines) builder.add(from, from, value);
  return builder.finish();
}

// lineStarts returns where the numbered lines begin, sorted, without the lines
// that do not exist.
export function lineStarts(doc, numbers) {
  return numbers
    .filter((n) => n >= 1 && n <= doc.lines)
    .sort((a, b) => a - b)
    .map((n) => doc.line(n).from);
}

const severities = new Set(["error", "warning", "info", "hint"]);

// parseDiagnostics reads the attribute. What is not readable is shown as a
// diagnostic of its own instead of being dropped.
export function parseDiagnostics(json) {
  if (!json) return [];
  try {
    const list = JSON.parse(json);
    return Array.isArray(list) ? list : [];
  } catch (error) {
    return [{ line: 1, severity: "error", message: `unreadable diagnostics: ${error.message}` }];
  }
}

// placed turns a line and column into the range that is underlined: from the
// column to the end of the word there, or the whole line without a column.
export function placed(doc, { line = 1, column = 0, severity = "error", message = "" }) {
  const at = doc.line(Math.min(Math.max(1, line), doc.lines));
  const indent = at.text.length - at.text.trimStart().length;
  let from = at.from + Math.min(column > 0 ? column - 1 : indent, at.length);
  let to = at.to;
  if (column > 0) {
    const word = /^[\w$.]+|^./.exec(at.text.slice(from - at.from));
    to = word ? from + word[0].length : at.to;
    if (to === from && from > at.from) from -= 1;
  }
  return { from, to, severity: severities.has(severity) ? severity : "error", message };
}
