package digest

// Decision says what became of a candidate, and why.
type Decision struct {
	Item string `json:"item"`
	Kind Kind   `json:"kind"`
	// Evidence is what made it of this kind.
	Evidence string  `json:"evidence"`
	Outcome  Outcome `json:"outcome"`
	// Section is where it is printed or waits.
	Section string `json:"section,omitempty"`
	// Lead is the ID of the item that leads its cluster, its own if it leads.
	Lead string `json:"lead,omitempty"`
	// Score is that of its cluster, by which it has its place in the section.
	Score Score `json:"score,omitempty"`
	// Reason is why the outcome is what it is, in plain words.
	Reason string `json:"reason"`
}

// Outcome is what became of a candidate.
type Outcome string

// The outcomes.
const (
	Leads   Outcome = "leads"    // printed, at the head of its cluster
	AlsoIn  Outcome = "also in"  // printed, under the lead of its cluster
	Waits   Outcome = "waits"    // its section or its source's share of it was full; it stays a candidate
	LeftOut Outcome = "left out" // too old, killed, of no source of the digest, or no section takes it
)
