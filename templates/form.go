package templates

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"

	"broadsheet/digest"
)

// Form is an edition set as a mail once for all of its readers, with blanks
// where each has something of their own.
type Form struct {
	HTML, Text Blanked
	words      *words
}

// Blanked is a document with blanks.
type Blanked struct {
	Document string
	// Blanks are what stands in Document in the place of what Fill gives, in
	// the same order. Nothing else in it reads like them.
	Blanks []string
}

// mostBlanks is the room in bytes that is left in the HTML for what is filled in.
const mostBlanks = 3000

// NewForm sets an edition as a mail: view is the absolute address of its page.
// What is filled in included, its HTML has at most MostHTML bytes. An edition
// too long for a mail is shortened by steps, and says how many stories more are
// on the web. It fails only if not even the bare headlines of its sections have
// room.
func NewForm(e digest.Edition, site Site, view string) (Form, error) {
	b, err := blanksOf(e)
	if err != nil {
		return Form{}, fmt.Errorf("email %s: %w", e.ID(), err)
	}
	for _, step := range ladder {
		m := letter(e, site, view, b, step)
		out, err := renderInto(MostHTML-mostBlanks, "email.html", m)
		if errors.Is(err, errNoRoom) {
			continue
		}
		if err != nil {
			return Form{}, fmt.Errorf("email %s: %w", e.ID(), err)
		}
		text, err := typed(m)
		return Form{
			HTML:  Blanked{string(out), []string{b.printedFor + " ", b.unsubscribe}},
			Text:  Blanked{text, []string{fill("", b.printedFor, m.Dir) + "\n", b.unsubscribe}},
			words: m.Words,
		}, err
	}
	return Form{}, fmt.Errorf("email %s: the headlines of its %d sections alone have more than %d bytes",
		e.ID(), len(e.Sections), MostHTML-mostBlanks)
}

// blanks stand in a form for what each reader has of their own.
type blanks struct{ printedFor, unsubscribe string }

// blanksOf makes the blanks from all that the edition holds, so that nobody
// whose words are in it can know them.
func blanksOf(e digest.Edition) (blanks, error) {
	all, err := json.Marshal(e)
	if err != nil {
		return blanks{}, err
	}
	sum := sha256.Sum256(all)
	code := hex.EncodeToString(sum[:12])
	return blanks{"printed" + code, "https://unsubscribe.invalid/" + code}, nil
}

// Fill is what stands in the place of the blanks for one reader: of a name that
// may be empty, and with the absolute address that ends the subscription.
func (f *Form) Fill(subscriber, unsubscribe string) (html, text []string) {
	unsubscribe = address(unsubscribe, 2000)
	html, text = []string{"", template.HTMLEscapeString(unsubscribe)}, []string{"", unsubscribe}
	if subscriber = name(subscriber); subscriber != "" {
		line := f.words.say(f.words.printedFor, subscriber)
		html[0], text[0] = template.HTMLEscapeString(line)+" ", fill("", line, f.words.Dir)+"\n"
	}
	return html, text
}
