package digest

import "slices"

// How many words that tell something of a story a headline of today and one of the
// story share, if they are of it both: few if they are alike otherwise, many if they
// are less so. Two are a minister, or a central bank, of whom there is something
// every day; and a cluster and a story may be alike as wholes, of which no two
// reports are.
const (
	fewInCommon  = 3
	manyInCommon = 4
)

// standing is how many times more a headline must share with one story than with
// any other, to go on with it by fewer words.
const standing = 2

// goesOn says that what is new in a cluster goes on with a story: that one of its
// headlines has a few words in common with one of the story's, or far more than with
// any of another story.
func (a *archive) goesOn(fresh []Entry, from *chapter) bool {
	return a.inCommon(fresh, from.Thread) >= fewInCommon || a.standsOut(fresh, from.Thread)
}

// inCommon is how many words that tell something of a story the two headlines share
// that share most of them, one of some entries and one of the story; manyInCommon if
// they are more.
func (a *archive) inCommon(entries []Entry, thread string) float64 {
	most := 0.0
	for _, e := range entries {
		telling := slices.DeleteFunc(wordsOf(e.Title), func(word string) bool { return isShort(word) || !a.events.tells(word, thread) })
		for _, r := range a.threads[thread].reports {
			if most = max(most, shared(telling, r.title)); most >= manyInCommon {
				return manyInCommon
			}
		}
	}
	return most
}

// shared is how many of some words are among others.
func shared(words, others []string) float64 {
	n := 0.0
	for _, word := range words {
		if _, found := slices.BinarySearch(others, word); found {
			n += size(word)
		}
	}
	return n
}

// standsOut says that the entry that shares most with a headline of a story shares
// far more with it than with any of another.
func (a *archive) standsOut(entries []Entry, thread string) bool {
	var closest []string
	most := 0.0
	for _, e := range entries {
		title := slices.DeleteFunc(wordsOf(e.Title), isShort)
		for _, r := range a.threads[thread].reports {
			if share := a.events.weightOf(title, r.title); share > most {
				closest, most = title, share
			}
		}
	}
	return standing*a.nearest(closest, thread) < most
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
