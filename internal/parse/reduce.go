package parse

import (
	"bytes"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// nestingLimit is how deep elements are kept; of deeper ones only the text is.
const nestingLimit = 100

// reducer builds the tree of what may be shown from the tokens of a stranger's
// markup. It does not build the tree that a browser would, with everything in
// it, to prune it afterwards: nested formatting that is never closed makes that
// tree a hundred times the size of the markup. It closes what a browser would
// close, in the order of the rules of WHATWG HTML §13.2.6.4, and opens nothing
// where a browser would not, so that the tree and what is written of it are
// the same to any parser.
type reducer struct {
	src   string
	z     *html.Tokenizer
	read  int // how much of src the tokens had so far
	bases []*url.URL
	root  string // of the bases; "" while it is not known

	at     *html.Node // the innermost element that is kept
	open   []level    // from the root inwards
	words  []byte     // text that is not in the tree yet
	ragged bool       // text nodes may stand side by side

	silence atom.Atom // the element whose content is being left out; 0 if none
	ends    map[atom.Atom]int
	spare   []html.Node // made, and not in the tree yet
	film    film
	picture string // the address of the last picture
}

// level is an element that is open.
type level struct {
	tag  atom.Atom
	node *html.Node // nil if the element itself is left out
	in   place      // what its children see
	full bool       // there is something to see in it
}

// reduce is markup that has at least one "<" in it.
func reduce(markup string, bases []*url.URL) prose {
	root := &html.Node{Type: html.DocumentNode}
	r := &reducer{src: markup, z: html.NewTokenizer(strings.NewReader(markup)), bases: bases, at: root}
	r.open = append(make([]level, 0, 16), level{node: root})
	for kind := r.z.Next(); kind != html.ErrorToken; kind = r.z.Next() {
		r.read += len(r.z.Raw())
		r.token(kind)
	}
	if rest := markup[min(r.read, len(markup)):]; r.silence == 0 && isSign(rest) {
		r.text([]byte(html.UnescapeString(rest)))
	}
	r.closeTo(1)
	r.flush()
	if !r.open[0].full {
		return prose{}
	}
	if r.ragged {
		joinTexts(root)
	}
	trim(root)
	return prose{root}
}

func (r *reducer) token(kind html.TokenType) {
	switch kind {
	case html.TextToken:
		if r.silence == 0 {
			r.text(r.z.Text())
		}
	case html.CommentToken:
		if raw := r.z.Raw(); r.silence == 0 && isBogus(raw) {
			r.text([]byte(html.UnescapeString(string(raw))))
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		tag := tagOf(r.z.Raw()[len("<"):])
		if r.silence != 0 {
			r.film.offer(r, tag)
			return
		}
		r.start(tag, kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		switch tag := tagOf(r.z.Raw()[len("</"):]); {
		case r.silence == 0:
			r.end(tag)
		case r.silence == tag:
			r.silence = 0
			r.film.show(r)
		}
	}
}

// isBogus says of what the tokens call a comment that nobody meant one: "</3".
func isBogus(raw []byte) bool {
	return len(raw) > 2 && (raw[1] == '!' && raw[2] != '-' && raw[2] != '[' || raw[1] == '/') && !isNameStart(raw[2])
}

// isSign says of a tag that has no end that it is a sign in a sentence: "a < b",
// "a <b and c", but not the beginning of a tag that was cut off.
func isSign(rest string) bool {
	if len(rest) < 2 || rest[0] != '<' || rest[1] == '!' || rest[1] == '?' || rest[1] == '/' {
		return false
	}
	words := strings.Fields(rest[1:])
	return !strings.ContainsAny(rest, `="'`) && (len(words) > 2 || len(words) > 0 && atom.Lookup([]byte(strings.ToLower(words[0]))) == 0)
}

// text adds character data to the innermost element.
func (r *reducer) text(b []byte) {
	if isBlank(b) {
		if isGrid(r.at.DataAtom) {
			return
		}
	} else {
		r.cell()
		r.open[len(r.open)-1].full = true
	}
	r.words = append(r.words, b...)
}

func isBlank(b []byte) bool {
	return len(bytes.TrimLeftFunc(b, func(c rune) bool { return unicode.IsSpace(c) || isNoise(c) })) == 0
}

// flush moves the text into the tree.
func (r *reducer) flush() {
	if len(r.words) == 0 {
		return
	}
	text := printable(string(r.words))
	r.words = r.words[:0]
	if r.at.DataAtom == atom.Pre && r.at.FirstChild == nil {
		text = strings.TrimPrefix(text, "\n")
	}
	if text != "" {
		r.ragged = r.ragged || r.at.LastChild != nil && r.at.LastChild.Type == html.TextNode
		r.at.AppendChild(r.node(html.Node{Type: html.TextNode, Data: text}))
	}
}

// gap keeps words apart where a block between them is left out.
func (r *reducer) gap() {
	switch n := len(r.words); {
	case isGrid(r.at.DataAtom):
	case n > 0 && !isSpace(r.words[n-1]):
		r.words = append(r.words, ' ')
	case n == 0 && r.at.LastChild != nil && !isBlock(r.at.LastChild.DataAtom):
		r.words = append(r.words, ' ')
	}
}

// start reads a start tag. Where a tag closes itself, as in XHTML, it is empty.
func (r *reducer) start(tag atom.Atom, closed bool) {
	e := elements[tag]
	switch e.nature {
	case silent:
		r.hush(tag, closed)
		return
	case single:
		r.single(e.as)
		return
	case absent:
		return
	case part:
		r.part(tag)
	case block:
		r.block(e.as)
	default:
		r.line(e)
	}
	if closed {
		r.z.NextIsNotRawText()
		r.end(tag)
	}
}

// hush leaves out an element with its content. One that has no end takes
// nothing with it, unless what follows is a program.
func (r *reducer) hush(tag atom.Atom, closed bool) {
	r.film.meet(r, tag)
	if !closed && (r.hasEnd(tag) || tag == atom.Script || tag == atom.Style) {
		r.silence = tag
		return
	}
	r.z.NextIsNotRawText()
	r.film.show(r)
}

// hasEnd says whether an end tag of that name is still to come.
func (r *reducer) hasEnd(tag atom.Atom) bool {
	last, known := r.ends[tag]
	if !known {
		last = -1
		name := tag.String()
		for i := strings.LastIndex(r.src, "</"); i >= r.read; i = strings.LastIndex(r.src[:i], "</") {
			if after := r.src[i+2:]; len(after) >= len(name) && strings.EqualFold(after[:len(name)], name) {
				last = i
				break
			}
		}
		if r.ends == nil {
			r.ends = map[atom.Atom]int{}
		}
		r.ends[tag] = last
	}
	return last >= r.read
}

// single adds an element that has no content.
func (r *reducer) single(tag atom.Atom) {
	switch {
	case tag == atom.Img:
		r.image(r.readPicture())
		return
	case isGrid(r.at.DataAtom):
		return // between the cells of a table there is nothing
	case tag == atom.Hr:
		r.closeParagraph()
	}
	r.add(tag, nil)
}

// line opens an inline element.
func (r *reducer) line(e shown) {
	in := r.top().in
	switch {
	case e.as == atom.A && in.link:
		r.closeNearest(func(tag atom.Atom) bool { return tag == atom.A })
	case e.nature == ruby && (r.at.DataAtom == atom.Rt || r.at.DataAtom == atom.Rp):
		r.closeTo(len(r.open) - 1)
	}
	if e.nature == ruby && r.at.DataAtom != atom.Ruby {
		return
	}
	attrs, keep := r.attributes(e.as)
	if len(r.open) >= nestingLimit {
		return
	}
	r.cell()
	if e.nature == lazy && !keep {
		r.open = append(r.open, level{tag: e.as, in: r.top().in.inside(e.as)})
		return
	}
	r.push(e.as, attrs)
}

// block opens one, and closes what it cannot be in.
func (r *reducer) block(tag atom.Atom) {
	attrs, _ := r.attributes(tag)
	r.cell()
	in := r.top().in
	switch {
	case tag == atom.Li && in.item:
		r.closeNearest(func(tag atom.Atom) bool { return tag == atom.Li })
	case (tag == atom.Dt || tag == atom.Dd) && in.term:
		r.closeNearest(func(tag atom.Atom) bool { return tag == atom.Dt || tag == atom.Dd })
	case isRubric(tag) && in.heading:
		r.closeNearest(isRubric)
	}
	r.closeParagraph()
	if limit := nestingLimit - 4; len(r.open) >= nestingLimit || tag == atom.Table && len(r.open) >= limit {
		r.gap()
		return
	}
	r.push(tag, attrs)
}

func (r *reducer) closeParagraph() {
	if r.top().in.paragraph {
		r.closeNearest(func(tag atom.Atom) bool { return tag == atom.P })
	}
}

func (r *reducer) top() *level { return &r.open[len(r.open)-1] }
