package templates

import (
	"fmt"
	"strings"
)

// SubscribePage asks for the address to which a digest is to be sent; its form
// posts it to action. given is what was given before, if that was no address.
func SubscribePage(digestTitle, action, given string, f Frame) ([]byte, error) {
	p := frame(f, f.Site.Language, "")
	p.Title = p.Words.ByMail + " · " + clean(digestTitle)
	m := message{
		Heading: p.Words.ByMail, Text: p.Words.say(p.Words.everyEdition, clean(digestTitle)),
		Action: action, Button: p.Words.ByMail, Asks: true, Given: clean(given),
	}
	if given != "" {
		m.Text = p.Words.noAddress
	}
	p.Body = m
	return render("message.html", p)
}

// AskedPage says that a mail is on its way, if the address does not get the
// digest already: who asks is not told which.
func AskedPage(address, digestTitle string, f Frame) ([]byte, error) {
	w := wordsIn(f.Site.Language)
	return f.say(w.lookThere, w.say(w.onItsWay, clean(address), clean(digestTitle)))
}

// TooManyPage says that too many have asked.
func TooManyPage(f Frame) ([]byte, error) {
	w := wordsIn(f.Site.Language)
	return f.say(w.ByMail, w.tooMany)
}

// ConfirmPage asks who has read the mail whether the digest is to be sent to
// the address; its one button posts to action.
func ConfirmPage(address, digestTitle, action string, f Frame) ([]byte, error) {
	p := frame(f, f.Site.Language, "")
	p.Title = p.Words.say(p.Words.confirm, clean(digestTitle))
	p.Body = message{
		Heading: p.Title, Text: p.Words.say(p.Words.press, clean(digestTitle), clean(address)),
		Action: action, Button: p.Words.sendIt,
	}
	return render("message.html", p)
}

// ConfirmedPage says that a digest will be sent to an address.
func ConfirmedPage(address, digestTitle string, f Frame) ([]byte, error) {
	w := wordsIn(f.Site.Language)
	return f.say(w.confirmed, w.say(w.willCome, clean(digestTitle), clean(address)))
}

// request is what request.html sets.
type request struct {
	tongue
	Words                      *words
	Title, Site, Link          string
	SomebodyAsked, IfYou, Else string
	Button                     string
}

// ConfirmMail asks an address whether a digest is to be sent there: confirm is
// the absolute address that asks it once more, and language the digest's.
func ConfirmMail(digestTitle, language, confirm string, site Site) (subject, html, text string, err error) {
	w := wordsIn(language)
	title := name(digestTitle)
	r := request{
		tongue: w.tongue, Words: w, Title: w.say(w.confirm, title), Site: name(site.Title), Link: address(confirm, 2000),
		SomebodyAsked: w.say(w.somebodyAsked, title), IfYou: w.ifYou, Else: w.ifNot, Button: w.sendIt,
	}
	out, err := render("request.html", r)
	if err != nil {
		return "", "", "", fmt.Errorf("mail to confirm %s: %w", title, err)
	}
	lines := []string{fill("", r.SomebodyAsked, r.Dir), fill("", r.IfYou, r.Dir), r.Link, fill("", r.Else, r.Dir), fill("", r.Site, r.Dir)}
	return cutLine(r.Title, subjectMost), string(out), strings.Join(lines, "\n\n") + "\n", nil
}
