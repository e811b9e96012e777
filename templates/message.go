package templates

import "broadsheet/digest"

// message is a page that says one thing.
type message struct {
	Heading, Text string
	// Action and Button make it a question, answered by a form.
	Action, Button string
	// Asks says that the form asks for an e-mail address; Given is what was
	// given before.
	Asks  bool
	Given string
	// Way leads on, where there is nothing to be seen.
	Way *Link
}

// say sets a page that says one thing.
func (f Frame) say(heading, text string) ([]byte, error) {
	p := frame(f, f.Site.Language, clean(heading))
	p.Body = message{Heading: clean(heading), Text: clean(text)}
	return render("message.html", p)
}

// NotFoundPage says that there is no such page, and leads to the editions of
// the digest in whose frame it stands, or home.
func NotFoundPage(f Frame) ([]byte, error) {
	w := wordsIn(f.Site.Language)
	return f.lead(w.notFound, w.noPage)
}

// DeadLinkPage says that the link of a mail means nothing, or nothing any more.
func DeadLinkPage(f Frame) ([]byte, error) {
	w := wordsIn(f.Site.Language)
	return f.lead(w.deadLink, w.openAgain)
}

// lead sets a page that says one thing and leads on.
func (f Frame) lead(heading, text string) ([]byte, error) {
	p := frame(f, f.Site.Language, heading)
	way := Link{Title: p.Site.Title, URL: p.Site.URL + "/"}
	if f.Archive != "" {
		way = Link{Title: p.Words.Archive, URL: f.Archive}
	}
	p.Body = message{Heading: heading, Text: text, Way: &way}
	return render("message.html", p)
}

// FailedPage says that something went wrong that is not the reader's business.
func FailedPage(f Frame) ([]byte, error) {
	w := wordsIn(f.Site.Language)
	return f.say(w.failed, w.tryLater)
}

// NotYetPage is the front page of a digest before its first edition.
func NotYetPage(digestTitle string, f Frame) ([]byte, error) {
	return f.say(digestTitle, wordsIn(f.Site.Language).notYet)
}

// UnsubscribedPage says that a subscription has ended.
func UnsubscribedPage(s digest.Subscriber, digestTitle string, f Frame) ([]byte, error) {
	w := wordsIn(f.Site.Language)
	return f.say(w.unsubscribed, w.say(w.noMail, clean(s.Address), clean(digestTitle)))
}

// UnsubscribePage asks a subscriber whether to end the subscription; its one
// button posts to action.
func UnsubscribePage(s digest.Subscriber, digestTitle, action string, f Frame) ([]byte, error) {
	p := frame(f, f.Site.Language, "")
	p.Title = p.Words.Unsubscribe + " · " + clean(digestTitle)
	p.Body = message{
		Heading: p.Words.Unsubscribe, Text: p.Words.say(p.Words.noMore, clean(digestTitle), clean(s.Address)),
		Action: action, Button: p.Words.Unsubscribe,
	}
	return render("message.html", p)
}
