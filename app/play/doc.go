// Package play is the page without the page: what it shows (Model), what can
// happen to it (Msg), what becomes of it (Update) and which work that asks for
// (Cmd). Everything is plain data; nothing here knows go-app, JavaScript, a
// clock or a goroutine, so every behaviour of the page is tested natively by
// comparing values.
//
// Package view draws a [Model] and turns what people do into messages; the root
// component turns commands into work.
//
// Reading order: model.go, msg.go, update.go, then one file per concern:
// travel.go (selecting a frame), edit.go (changing the scenario), stage.go
// (acting in the simulated world), history.go (undo and redo), ending.go (what
// an edit changed) and address.go (the fragment that holds it all).
package play
