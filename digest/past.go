package digest

import (
	"time"
)

// Remembered is for how long a digest keeps in mind what it has printed, its
// last edition in any case.
const Remembered = 7 * 24 * time.Hour

// Past is what a digest has printed lately, as Compose is given it.
type Past struct {
	// Editions are those of earlier dates, newest first, as far back as
	// Remembered, and at least one if there was any.
	Editions []Edition
	// Changed are leads of those editions that read otherwise by now, or were
	// withdrawn, as they are now and with their whole texts.
	Changed []Item
	// Titles are those of items of the days before, whoever printed them. They
	// tell what words weigh: the more, the better clusters are found.
	Titles []string
}
