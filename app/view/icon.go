package view

// icon draws an icon of web/icons.css; it says nothing to a screen reader, so
// that a text must always stand beside it or in a label. It is one element, not
// a drawing of its own: a page has a hundred of them.
func icon(name string) markup { return still("i", attr("data-c", "icon "+name)) }
