package parse

import "golang.org/x/net/html/atom"

// nature is how an element behaves among others when markup is read.
type nature byte

const (
	absent nature = iota // left out, its content stays
	silent               // left out with its content
	inline               // part of a line
	block                // ends a paragraph, and begins on a line of its own
	part                 // of a table
	single               // has no content
	lazy                 // inline, and worth keeping only for its attributes
	ruby                 // a reading beside its characters, only within <ruby>
)

// shown is what becomes of one of a stranger's elements.
type shown struct {
	nature nature
	as     atom.Atom // what it is written as
}

// elements is every element that is not simply left out. What no reader of
// ours can show becomes the nearest thing that it can.
var elements = func() map[atom.Atom]shown {
	all := map[atom.Atom]shown{}
	add := func(n nature, tags ...atom.Atom) {
		for _, tag := range tags {
			all[tag] = shown{n, tag}
		}
	}
	as := func(n nature, as atom.Atom, tags ...atom.Atom) {
		for _, tag := range tags {
			all[tag] = shown{n, as}
		}
	}
	add(inline, atom.Em, atom.Strong, atom.I, atom.B, atom.U, atom.S, atom.Small, atom.Code, atom.Kbd, atom.Samp, atom.Var,
		atom.Sub, atom.Sup, atom.Mark, atom.Del, atom.Ins, atom.Cite, atom.Q, atom.Abbr, atom.Dfn, atom.Bdi, atom.Ruby)
	as(inline, atom.Code, atom.Tt)
	as(inline, atom.S, atom.Strike)
	as(inline, atom.Abbr, atom.Acronym)
	add(lazy, atom.A, atom.Span, atom.Bdo, atom.Time)
	add(ruby, atom.Rt, atom.Rp)
	add(block, atom.P, atom.Div, atom.Blockquote, atom.Pre, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Figure, atom.Figcaption, atom.Table)
	as(block, atom.Div, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Aside, atom.Nav, atom.Address,
		atom.Center, atom.Details, atom.Summary, atom.Hgroup, atom.Form, atom.Fieldset, atom.Legend, atom.Dialog)
	as(block, atom.Ul, atom.Menu, atom.Dir)
	as(block, atom.Pre, atom.Xmp, atom.Listing, atom.Plaintext)
	add(part, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Td, atom.Th)
	add(single, atom.Br, atom.Hr, atom.Img)
	as(single, atom.Img, atom.Image)
	add(silent, atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Template,
		atom.Svg, atom.Annotation, atom.AnnotationXml, atom.Select, atom.Datalist, atom.Canvas, atom.Audio, atom.Video, atom.Map)
	return all
}()

// isRubric says that an element is one of h1 to h6.
func isRubric(tag atom.Atom) bool {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// place is what a parser of HTML would close if it met another of the same
// kind here (WHATWG HTML §13.2.6.4.7, "in body").
type place struct{ paragraph, link, item, term, heading bool }

// inside is the place within an element.
func (in place) inside(tag atom.Atom) place {
	switch tag {
	case atom.Td, atom.Th, atom.Caption:
		return place{}
	case atom.Table:
		return place{link: in.link}
	case atom.P:
		in.paragraph = true
	case atom.A:
		in.link = true
	case atom.Li:
		in.item, in.term = true, false
	case atom.Dt, atom.Dd:
		in.item, in.term = false, true
	case atom.Div:
	default:
		if elements[tag].nature == block {
			in.item, in.term = false, false
		}
		in.heading = in.heading || isRubric(tag)
	}
	return in
}
