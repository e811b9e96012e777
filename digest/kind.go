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
	Live      Kind = "live" // a page that grows: live blogs, rolling coverage
	Other     Kind = "other"
)

// Kinds is every kind there is, in the order in which a person would list them.
var Kinds = []Kind{Story, Editorial, Opinion, Letter, Analysis, Review, Live, Other}
