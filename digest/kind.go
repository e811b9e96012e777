package digest

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
	Live      Kind = "live"  // a page that grows: live blogs, rolling coverage
	Other     Kind = "other" // no journalism: horoscopes, puzzles, forecasts, lottery numbers, what was paid for
)

// Kinds is every kind there is, in the order in which a person would list them.
var Kinds = []Kind{Story, Editorial, Opinion, Letter, Analysis, Review, Live, Other}

// isView says that it is what somebody thinks rather than what has happened.
func (k Kind) isView() bool { return k == Editorial || k == Opinion || k == Letter || k == Review }

// typeKinds are the schema.org types that a page may give its article.
var typeKinds = map[string]Kind{
	"OpinionNewsArticle":       Opinion,
	"ReportageNewsArticle":     Story,
	"AnalysisNewsArticle":      Analysis,
	"BackgroundNewsArticle":    Analysis,
	"Review":                   Review,
	"ReviewNewsArticle":        Review,
	"CriticReview":             Review,
	"LiveBlogPosting":          Live,
	"AdvertiserContentArticle": Other,
}

// clue is one thing that an item says of its kind. Without a Kind it says nothing.
type clue struct {
	kind     Kind
	evidence string
}

// clues are what may decide a kind, in the order of their weight.
var clues = []func(Item, Source) clue{
	configClue, typeClue, categoryClue, addressClue, titleClue, feedClue, bylineClue, ownHandClue, deskClue, signatureClue, textClue,
}

// KindOf decides what an item is, and says by what evidence. The first clue
// that says anything decides (see doc.go for their order); what none of them
// settles is a Story. Only a view may still be told more closely by a later
// clue: papers file editorials and letters among their opinions.
func KindOf(i Item, s Source) (Kind, string) {
	for n, look := range clues {
		found := look(i, s)
		switch {
		case found.kind == "":
			continue
		case found.kind == Opinion && n > 0:
			found = closer(found, i, s, clues[n+1:])
		}
		return found.kind, found.evidence
	}
	return Story, "no rule says otherwise"
}

// closer is the first later clue that makes a view an editorial or a letter.
func closer(view clue, i Item, s Source, later []func(Item, Source) clue) clue {
	for _, look := range later {
		if found := look(i, s); found.kind == Editorial || found.kind == Letter {
			return clue{found.kind, view.evidence + ", " + found.evidence}
		}
	}
	return view
}

func configClue(_ Item, s Source) clue {
	if s.Kind == "" {
		return clue{}
	}
	return clue{s.Kind, "the source's kind is set in the config"}
}

func typeClue(i Item, _ Source) clue {
	return clue{typeKinds[i.Type], "schema.org type " + i.Type}
}

// categoryClue looks at whole categories, and at the last part of one that is
// a path ("News/Opinion").
func categoryClue(i Item, _ Source) clue {
	var found clue
	for _, category := range i.Categories {
		kind := headingWord(category)
		if kind == "" {
			kind = filingWord(lastPart(category))
		}
		if kind != "" {
			found = found.or(clue{kind, "category " + quote(category)})
		}
	}
	return found
}

// or prefers the first clue, but a particular kind to Opinion, under which
// papers file most other things that are not news.
func (c clue) or(other clue) clue {
	if c.kind == "" || c.kind == Opinion && other.kind != "" {
		return other
	}
	return c
}

func quote(text string) string { return "“" + text + "”" }
