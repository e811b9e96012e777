package parse

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isGrid says that an element of a table holds only other parts of it.
func isGrid(tag atom.Atom) bool {
	switch tag {
	case atom.Table, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr:
		return true
	}
	return false
}

// part opens a part of the innermost table, within the parts that it needs.
// Outside of a table it is a gap.
func (r *reducer) part(tag atom.Atom) {
	attrs, _ := r.attributes(tag)
	table := r.nearest(func(tag atom.Atom) bool { return tag == atom.Table })
	if table < 0 {
		r.gap()
		return
	}
	depth := table + 1 // of a section or caption; a row is one, a cell two deeper
	switch tag {
	case atom.Tr:
		depth++
	case atom.Td, atom.Th:
		depth += 2
	}
	if depth > table+1 && len(r.open) > table+1 && r.open[table+1].tag == atom.Caption {
		r.closeTo(table + 1)
	}
	r.closeTo(depth)
	if len(r.open) < depth && len(r.open) == table+1 {
		r.push(atom.Tbody, nil)
	}
	if len(r.open) < depth {
		r.push(atom.Tr, nil)
	}
	r.push(tag, attrs)
}

// cell opens a cell for what stands in a table outside of one.
func (r *reducer) cell() {
	if isGrid(r.at.DataAtom) {
		r.part(atom.Td)
	}
}

// nearest is the innermost open element that is meant; -1 if none is.
func (r *reducer) nearest(meant func(atom.Atom) bool) int {
	for i := len(r.open) - 1; i > 0; i-- {
		if meant(r.open[i].tag) {
			return i
		}
	}
	return -1
}

func (r *reducer) closeNearest(meant func(atom.Atom) bool) {
	if i := r.nearest(meant); i > 0 {
		r.closeTo(i)
	}
}

// end reads an end tag.
func (r *reducer) end(tag atom.Atom) {
	if tag == atom.Br {
		r.single(tag) // as browsers have it
		return
	}
	e := elements[tag]
	if e.nature == absent || e.nature == silent || e.nature == single {
		return
	}
	for i := len(r.open) - 1; i > 0; i-- {
		switch l := r.open[i]; {
		case l.tag == e.as || isRubric(l.tag) && isRubric(e.as):
			r.endLevel(i)
			return
		case l.tag == atom.Table, e.nature != part && e.as != atom.Table && elements[l.tag].nature == part:
			return
		case e.as == atom.Li && (l.tag == atom.Ul || l.tag == atom.Ol):
			return
		}
	}
}

// endLevel closes an element whose end tag was met, and what is open in it.
// Formatting that overlaps it goes on behind it, within reason.
func (r *reducer) endLevel(i int) {
	if r.open[i].node == nil {
		full := r.open[i].full
		r.open = append(r.open[:i], r.open[i+1:]...)
		r.open[i-1].full = r.open[i-1].full || full
		return
	}
	again := r.overlapping(i)
	r.closeTo(i)
	for _, l := range again {
		r.push(l.tag, l.node.Attr)
	}
}

// overlapping is the formatting that is open in an inline element; none if
// there are blocks in between.
func (r *reducer) overlapping(i int) []level {
	const reason = 8
	var list []level
	for _, l := range r.open[i:] {
		switch elements[l.tag].nature {
		case inline:
			list = append(list, l)
		case block, part, ruby:
			return nil
		}
	}
	if elements[r.open[i].tag].nature == inline {
		list = list[1:]
	}
	return list[:min(len(list), reason)]
}

// closeTo closes elements until n are open, the root being the first.
func (r *reducer) closeTo(n int) {
	for len(r.open) > n {
		r.pop()
	}
}

// pop closes the innermost element, and takes it back if there is nothing to
// see in it.
func (r *reducer) pop() {
	l := *r.top()
	if l.node != nil {
		r.flush()
		r.at = l.node.Parent
	}
	r.open = r.open[:len(r.open)-1]
	r.top().full = r.top().full || l.full
	switch {
	case l.node == nil, l.tag == atom.Td, l.tag == atom.Th:
	case l.full:
		r.collapse(l.node)
	case elements[l.tag].nature == block, elements[l.tag].nature == part:
		r.at.RemoveChild(l.node)
		r.gap()
	default:
		r.ragged = r.ragged || l.node.FirstChild != nil
		unwrap(l.node)
	}
}

// unwrap puts an element's children in its place.
func unwrap(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}

// collapse takes a division away that is only a wrapping around one block.
func (r *reducer) collapse(n *html.Node) {
	if n.DataAtom != atom.Div || len(n.Attr) > 0 {
		return
	}
	var only *html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
		case only == nil && elements[c.DataAtom].nature == block:
			only = c
		default:
			return
		}
	}
	if only != nil {
		n.RemoveChild(only)
		n.Parent.InsertBefore(only, n)
		n.Parent.RemoveChild(n)
	}
}

// joinTexts makes one text node of those that stand side by side.
func joinTexts(parent *html.Node) {
	for c := parent.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.TextNode {
			joinTexts(c)
			continue
		}
		next := c.NextSibling
		if next == nil || next.Type != html.TextNode {
			continue
		}
		var b strings.Builder
		b.WriteString(c.Data)
		for ; next != nil && next.Type == html.TextNode; next = c.NextSibling {
			b.WriteString(next.Data)
			parent.RemoveChild(next)
		}
		c.Data = b.String()
	}
}

// trim removes the white space around it all.
func trim(root *html.Node) {
	for c := root.FirstChild; c != nil && c.Type == html.TextNode; c = root.FirstChild {
		if c.Data = strings.TrimLeftFunc(c.Data, unicode.IsSpace); c.Data != "" {
			break
		}
		root.RemoveChild(c)
	}
	for c := root.LastChild; c != nil && c.Type == html.TextNode; c = root.LastChild {
		if c.Data = strings.TrimRightFunc(c.Data, unicode.IsSpace); c.Data != "" {
			break
		}
		root.RemoveChild(c)
	}
}
