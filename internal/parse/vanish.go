package parse

import (
	"slices"

	"broadsheet/digest"
)

// mostVanished is the part of a document that may vanish from its middle and
// still be items taken back, rather than a list in another order.
const mostVanished = 10

// Vanished is marks of items that a document had and that the next one of its
// source has not, though it has some that stood behind them.
type Vanished []mark

// FindVanished compares what is left of two readings in a row (Reading.Memory),
// of which the later read items anew. It finds nothing where either is not
// known, where items only fell off the end, as they do when new ones come, and
// where more than a tenth is gone: then the document lists other things, and
// nothing was taken back.
func FindVanished(before string, reading Reading) Vanished {
	was, is := recall(before), recall(reading.Memory)
	if was == nil || is == nil {
		return nil
	}
	for _, item := range reading.Items {
		is.marks = append(is.marks, markOf(item))
	}
	var gone, pending Vanished
	for _, m := range was.marks {
		if !isMarked(is.marks, m) {
			pending = append(pending, m)
			continue
		}
		gone, pending = append(gone, pending...), nil
	}
	if len(gone)*mostVanished > max(len(was.marks), mostVanished) {
		return nil
	}
	return gone
}

// Has says whether an item is one of those that vanished.
func (v Vanished) Has(item digest.Item) bool { return isMarked(v, markOf(item)) }

// Carries says whether the document of which a reading left a memory carried an
// item; known is false where it left none.
func Carries(memory string, item digest.Item) (carried, known bool) {
	m := recall(memory)
	if m == nil {
		return false, false
	}
	return isMarked(m.marks, markOf(item)), true
}

func markOf(item digest.Item) mark {
	return mark{guid: keyOf(item.GUID), link: keyOf(normal(item.Link))}
}

// isMarked says whether one of the marks is of the same item: by its guid, or by
// its link if one of the two has no guid.
func isMarked(marks []mark, m mark) bool {
	return slices.ContainsFunc(marks, func(other mark) bool {
		if m.guid != 0 && other.guid != 0 {
			return m.guid == other.guid
		}
		return m.link != 0 && m.link == other.link
	})
}
