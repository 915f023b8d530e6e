// Package export writes a played scenario in the forms that other tools read:
// an HTTP archive for a browser's network panel, Markdown for an issue or a
// chat, a sequence diagram in Mermaid's language.
//
// Everything here returns text; who saves it, and where, is decided elsewhere.
// Texts of a scenario are somebody else's: each writer escapes what its reader
// would take for markup.
package export
