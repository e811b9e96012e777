package digest

import (
	"slices"
	"unicode/utf8"
)

// inCommon is how many words that tell something of a story a headline of today
// and one of the story share, if they are of it both. Two are a minister, or a
// central bank, of whom there is something every day; and a cluster and a story
// may be alike as wholes, of which no two reports are.
const inCommon = 3

// goesOn says that what is new in a cluster goes on with a story: that one of its
// headlines has inCommon with one of the story's, or more with it than with any
// of another story.
func (a *archive) goesOn(fresh []Entry, from *chapter) bool {
	var closest []string
	most := 0.0
	for _, e := range fresh {
		title := slices.DeleteFunc(wordsOf(e.Title), isShort)
		telling := slices.DeleteFunc(slices.Clone(title), func(word string) bool { return !a.events.tells(word, from.Thread) })
		for _, r := range a.threads[from.Thread].reports {
			if len(telling)-len(without(telling, r.title)) >= inCommon {
				return true
			}
			if share := a.events.weightOf(title, r.title); share > most {
				closest, most = title, share
			}
		}
	}
	return a.nearest(closest, from.Thread) < nextBest*most
}

// nearest is the most that a headline shares with one of another story.
func (a *archive) nearest(title []string, thread string) float64 {
	most := 0.0
	for name, t := range a.threads {
		if name == thread {
			continue
		}
		for _, r := range t.reports {
			most = max(most, a.events.weightOf(title, r.title))
		}
	}
	return most
}

// weightOf is the weight of what one headline has of another.
func (v *events) weightOf(title, other []string) float64 {
	sum := 0.0
	for _, word := range title {
		if _, has := slices.BinarySearch(other, word); has {
			sum += v.weight(word)
		}
	}
	return sum
}

// tells says that a word is not always in the news beside a story.
func (v *events) tells(word, thread string) bool {
	in, of := v.uses(word)
	for _, n := range v.in[word] {
		if v.chapters[n].Thread == thread {
			in--
		}
	}
	return in < rare(of)
}

// isShort says that a word has too few letters to tell anything.
func isShort(word string) bool { return utf8.RuneCountInString(word) < shortWord }
