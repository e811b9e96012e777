package digest

import (
	"net/url"
	"strings"
)

// Kind is what an item is.
type Kind string

// The kinds.
const (
	Story     Kind = "story"
	Editorial Kind = "editorial" // the paper's own, unsigned view
	Opinion   Kind = "opinion"   // signed columns, op-eds
	Letter    Kind = "letter"
	Analysis  Kind = "analysis"
	Review    Kind = "review"
	Live      Kind = "live" // a page that grows: live blogs, rolling coverage
	Other     Kind = "other"
)

// Kinds is every kind there is, in the order in which a person would list them.
var Kinds = []Kind{Story, Editorial, Opinion, Letter, Analysis, Review, Live, Other}

// isView says that it is what somebody thinks rather than what has happened.
func (k Kind) isView() bool { return k == Editorial || k == Opinion || k == Letter || k == Review }

// kindWords are the words by which papers file what is not plain news: as a
// whole category, a whole segment of an address, or before a title's colon.
var kindWords = map[string]Kind{
	"editorial": Editorial, "editorials": Editorial, "leader": Editorial, "leaders": Editorial, "اداریہ": Editorial, "اداریے": Editorial,
	"opinion": Opinion, "opinions": Opinion, "op-ed": Opinion, "op-eds": Opinion, "oped": Opinion, "column": Opinion, "columns": Opinion,
	"columnists": Opinion, "comment": Opinion, "commentary": Opinion, "commentisfree": Opinion, "viewpoint": Opinion, "کالم": Opinion,
	"letter": Letter, "letters": Letter, "letters to the editor": Letter, "letters-to-the-editor": Letter, "مراسلات": Letter,
	"analysis": Analysis, "explainer": Analysis, "تجزیہ": Analysis,
	"review": Review, "reviews": Review, "تبصرہ": Review,
	"live": Live, "liveblog": Live, "live-blog": Live, "live updates": Live,
}

// typeKinds are the schema.org types that a page may give its article.
var typeKinds = map[string]Kind{
	"OpinionNewsArticle":  Opinion,
	"AnalysisNewsArticle": Analysis,
	"ReviewNewsArticle":   Review,
	"CriticReview":        Review,
	"LiveBlogPosting":     Live,
}

// KindOf decides what an item is, and says by what evidence. The order is the
// source's config, the schema.org type of the item's page, the item's
// categories, the segments of its address, the word before the colon of its
// title; what none of them settles is a Story. schema.org has one type for all
// views, so a later rule may still tell an editorial or a letter from a column.
func KindOf(i Item, s Source) (Kind, string) {
	if s.Kind != "" {
		return s.Kind, "the source's kind is set in the config"
	}
	filed, evidence := filedAs(i)
	kind, typed := typeKinds[i.Type]
	if typed && !(kind == Opinion && (filed == Editorial || filed == Letter)) {
		return kind, "schema.org type " + i.Type
	}
	return filed, evidence
}

// filedAs is the kind under which the paper itself files an item.
func filedAs(i Item) (Kind, string) {
	for _, category := range i.Categories {
		if kind, ok := kindWord(category); ok {
			return kind, "category " + quote(category)
		}
	}
	for _, segment := range pathSegments(i.Link) {
		if kind, ok := kindWord(segment); ok {
			return kind, "address has /" + segment + "/"
		}
	}
	if prefix, _, found := strings.Cut(i.Title, ":"); found {
		if kind, ok := kindWord(prefix); ok {
			return kind, "title begins with " + quote(prefix+":")
		}
	}
	return Story, "no rule says otherwise"
}

func kindWord(word string) (Kind, bool) {
	kind, ok := kindWords[strings.ToLower(strings.TrimSpace(word))]
	return kind, ok
}

// pathSegments are the folders of an address. The last segment is left out:
// it is the item's own name, and "live" in a slug says nothing.
func pathSegments(link string) []string {
	address, err := url.Parse(link)
	if err != nil {
		return nil
	}
	segments := strings.Split(strings.Trim(address.Path, "/"), "/")
	return segments[:len(segments)-1]
}

func quote(text string) string { return "“" + text + "”" }
