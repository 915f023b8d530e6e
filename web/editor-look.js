// How the code editor looks. Each colour is a custom property of the page with a
// fallback that follows the page's color-scheme.

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colour = (name, light, dark) => `var(--code-${name}, light-dark(${light}, ${dark}))`;

// shell is the style of the element around the editor: the list below it.
export function shell() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host{display:flex;flex-direction:column;min-height:6rem}
:host([hidden]),[hidden]{display:none}
.cm-editor{flex:1;min-height:0}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.seen{flex:none;border-block-start:1px solid ${colour("border", "#d9dde2", "#333a42")};font-size:var(--small,0.75rem)}
.seen summary{padding:0.375rem 0.75rem;font-weight:600;cursor:pointer}
.seen summary span{margin-inline-start:0.375rem;color:${colour("muted", "#5c6670", "#98a2ad")};font-weight:400}
.seen-body{overflow:auto;max-height:14rem;padding:0 0.75rem 0.5rem}
.seen p,.seen ul,.seen table{margin:0.25rem 0;padding:0}
.seen ul{list-style:none}
.seen table{width:100%;border-collapse:collapse}
.seen caption{color:${colour("muted", "#5c6670", "#98a2ad")};text-align:start}
.seen th,.seen td{padding:0.1875rem 0;border-block-start:1px solid ${colour("border", "#d9dde2", "#333a42")};font-weight:400;text-align:start;vertical-align:top}
.seen th{padding-inline-end:0.75rem;white-space:nowrap}
.seen td{overflow-wrap:anywhere}
.seen code{font-family:var(--code-font,monospace)}
.seen td code{color:${colour("string", "#1d6b3a", "#8fd6a4")}}
.seen select{max-width:100%;font:inherit}
.level-error code{color:${colour("error", "#b3261e", "#ff8a80")}}
.level-warn code{color:${colour("warning", "#8a5a00", "#f0b429")}}
.legend{display:flex;flex-wrap:wrap;gap:0.25rem 1rem;color:${colour("muted", "#5c6670", "#98a2ad")}}
.legend span::before{content:"";display:inline-block;width:3px;height:0.8em;margin-inline-end:0.375rem;vertical-align:-0.05em}
.legend-ran::before{background:${colour("ran-bar", "#4a7fd0", "#6f9fe8")}}
.legend-never::before{background:repeating-linear-gradient(${colour("never", "#b3261e", "#ff8a80")} 0 2px,transparent 2px 4px)}
.legend-part::before{background:repeating-linear-gradient(${colour("warning", "#8a5a00", "#f0b429")} 0 2px,transparent 2px 4px)}`);
  return sheet;
}

export const look = EditorView.theme({
  "&": { height: "100%", color: colour("fg", "#1b1f24", "#e4e7eb"), backgroundColor: colour("bg", "#ffffff", "#15181c") },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--code-font, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace)",
    fontSize: "var(--code-size, 0.875rem)",
    lineHeight: "1.55",
  },
  ".cm-content": { caretColor: colour("fg", "#1b1f24", "#e4e7eb") },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: colour("fg", "#1b1f24", "#e4e7eb") },
  ".cm-gutters": {
    color: colour("muted", "#5c6670", "#98a2ad"),
    backgroundColor: colour("gutter", "#f6f7f9", "#1b1f24"),
    borderRight: `1px solid ${colour("border", "#d9dde2", "#333a42")}`,
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: colour("line", "#8191a11a", "#8191a126") },
  ".cm-ran": { backgroundColor: colour("ran", "#eaf1fc", "#1b2738") },
  ".cm-lineNumbers .cm-ranGutter": { boxShadow: `inset 3px 0 ${colour("ran-bar", "#4a7fd0", "#6f9fe8")}` },
  ".cm-lineNumbers .cm-neverGutter": {
    background: `repeating-linear-gradient(${colour("never", "#b3261e", "#ff8a80")} 0 2px, transparent 2px 4px) left / 3px 100% no-repeat`,
  },
  ".cm-lineNumbers .cm-partGutter": {
    background: `repeating-linear-gradient(${colour("warning", "#8a5a00", "#f0b429")} 0 2px, transparent 2px 4px) left / 3px 100% no-repeat`,
  },
  ".cm-logged": {
    marginInlineStart: "1.5em",
    color: colour("muted", "#5c6670", "#98a2ad"),
    fontStyle: "italic",
  },
  ".cm-logged::before": { content: '"\\2192 "' },
  ".cm-help": { padding: "0.375rem 0.625rem", fontSize: "var(--small, 0.75rem)", lineHeight: "1.45" },
  ".cm-help p": { margin: "0.125rem 0 0" },
  ".cm-help code": { fontFamily: "var(--code-font, monospace)", overflowWrap: "anywhere" },
  ".cm-help-name": { fontWeight: "600" },
  ".cm-help-type, .cm-help-fact": { color: colour("muted", "#5c6670", "#98a2ad") },
  ".cm-help-type": { marginInlineStart: "0.75em" },
  ".cm-help-value code": { color: colour("string", "#1d6b3a", "#8fd6a4") },
  ".cm-here, .cm-hereGutter": { backgroundColor: colour("highlight", "#ffe7a3", "#5a4a12") },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: colour("selection", "#bcd7ff", "#2d4a73"),
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: colour("bracket", "#c6ebd0", "#24553a") },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: colour("error-bg", "#ffd7d5", "#67272a") },
  ".cm-tooltip": {
    color: colour("fg", "#1b1f24", "#e4e7eb"),
    backgroundColor: colour("gutter", "#f6f7f9", "#1b1f24"),
    border: `1px solid ${colour("border", "#d9dde2", "#333a42")}`,
    maxWidth: "min(36rem, 90vw)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    color: colour("fg", "#1b1f24", "#e4e7eb"),
    background: colour("selection", "#bcd7ff", "#2d4a73"),
  },
  ".cm-diagnostic-error": { borderLeftColor: colour("error", "#b3261e", "#ff8a80") },
  ".cm-diagnostic-warning": { borderLeftColor: colour("warning", "#8a5a00", "#f0b429") },
  // The shapes differ as well as the colours.
  ".cm-lint-marker": { width: "1em", height: "1em", textAlign: "center", lineHeight: "1" },
  ".cm-lint-marker-error": { content: "none", color: colour("error", "#b3261e", "#ff8a80") },
  ".cm-lint-marker-warning": { content: "none", color: colour("warning", "#8a5a00", "#f0b429") },
  ".cm-lint-marker-info": { content: "none", color: colour("muted", "#5c6670", "#98a2ad") },
  // Plain letters in a frame: signs such as a circled i are missing in many fonts.
  ".cm-lint-marker::before": {
    display: "block",
    border: "1px solid currentcolor",
    borderRadius: "50%",
    fontSize: "0.7em",
    fontWeight: "bold",
    lineHeight: "1.35",
  },
  ".cm-lint-marker-error::before": { content: '"\\D7"', borderRadius: "2px" },
  ".cm-lint-marker-warning::before": { content: '"!"', borderRadius: "2px" },
  ".cm-lint-marker-info::before": { content: '"i"' },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: `underline wavy ${colour("error", "#b3261e", "#ff8a80")}`,
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: `underline wavy ${colour("warning", "#8a5a00", "#f0b429")}`,
  },
});

export const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: colour("keyword", "#8e2a8b", "#e29bdf") },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: colour("string", "#1d6b3a", "#8fd6a4") },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: colour("number", "#9a4a00", "#f2b577") },
  { tag: [tags.comment], color: colour("comment", "#5c6670", "#98a2ad"), fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: colour("function", "#1a56a8", "#8dbdff") },
  { tag: [tags.propertyName, tags.definition(tags.variableName)], color: colour("name", "#1f4d6b", "#a9d1ec") },
  { tag: [tags.invalid], color: colour("error", "#b3261e", "#ff8a80") },
]);
