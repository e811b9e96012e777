package parse

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"broadsheet/digest"
)

// A document is mostly what it was at the last visit. What is left of a
// reading in Reading.Memory lets the next one pass over the items whose bytes
// are the same: gofeed gets the document's frame with the others. It is done
// only where the result is certainly that of reading the whole and dropping
// the known items; in any doubt the whole is read.

// delta is the part of a reading that is about the last one.
type delta struct {
	known   *memory // nil if nothing is
	whole   *repaired
	hashes  []uint64        // of the items of the whole
	skipped map[uint64]mark // those of them that were left out
	items   []int           // which of the read items each edited one is
	odd     []bool          // of the read items: something about it had to be put up with
}

// leaveOut takes the known items out of a document.
func (d *desk) leaveOut(doc *repaired) *repaired {
	d.delta.whole, d.delta.skipped = doc, map[uint64]mark{}
	seen := make(map[uint64]bool, len(doc.items))
	for _, s := range doc.items {
		hash := hashOf(doc.xml[s.start:s.end], s)
		d.delta.hashes = append(d.delta.hashes, hash)
		seen[hash] = true
	}
	if d.delta.known == nil || len(seen) < len(doc.items) {
		return doc
	}
	for _, m := range d.delta.known.marks {
		if seen[m.bytes] {
			d.delta.skipped[m.bytes] = m
		}
	}
	if len(d.delta.skipped) == 0 {
		return doc
	}
	return d.delta.rest()
}

// hashOf is the hash of an item and of what it sees of the elements around it
// that was taken out of the markup.
func hashOf(xml []byte, s span) uint64 {
	sum := sha256.Sum256(xml)
	if s.base == nil && s.lang == "" && len(s.bases) == 0 {
		return binary.BigEndian.Uint64(sum[:])
	}
	seen := append(append(sum[:], s.lang...), 0)
	if s.base != nil {
		seen = append(seen, s.base.String()...)
	}
	if len(s.bases) > 0 {
		seen = fmt.Appendf(seen, "\x00%v", s.bases)
	}
	sum = sha256.Sum256(seen)
	return binary.BigEndian.Uint64(sum[:])
}

// rest is the document without the items that are skipped.
func (d *delta) rest() *repaired {
	if d.whole.root == jsonRoot {
		return d.restJSON()
	}
	doc, done := *d.whole, 0
	doc.xml, doc.items = make([]byte, 0, len(doc.xml)/4), nil
	for i, s := range d.whole.items {
		if _, skip := d.skipped[d.hashes[i]]; skip {
			doc.xml = append(doc.xml, d.whole.xml[done:s.start]...)
			done = s.end
			continue
		}
		shift := done - len(doc.xml) // what was left out before it
		s.start, s.end = s.start-shift, s.end-shift
		doc.items = append(doc.items, s)
	}
	doc.xml = append(doc.xml, d.whole.xml[done:]...)
	return &doc
}

// edit is the items of a draft, edited, and notes what may not be remembered:
// an item that is odd, or of the future, has to be read every time, for it may
// read otherwise at another visit.
func (d *desk) edit(from *draft) []digest.Item {
	var items []digest.Item
	all := d.odd
	one := *from
	for i := range from.items {
		d.odd = &oddities{}
		one.items = from.items[i : i+1]
		edited := d.items(&one)
		isOdd := all.join(d.odd)
		for _, item := range edited {
			item.Position = i + 1
			d.delta.items = append(d.delta.items, i)
			if items == nil {
				items = make([]digest.Item, 0, len(from.items)-i)
			}
			items = append(items, item)
			isOdd = isOdd || !item.Published.Before(d.seen) || !item.Updated.Before(d.seen)
		}
		d.delta.odd = append(d.delta.odd, isOdd)
	}
	d.odd = all
	return items
}

// join adds the oddities of a part, and says whether there are any.
func (o *oddities) join(part *oddities) bool {
	if len(part.lines)+part.dates == 0 {
		return false
	}
	for _, line := range part.lines {
		o.add("%s", line)
	}
	if o.dates == 0 {
		o.date = part.date
	}
	o.dates += part.dates
	return true
}

// remember fills in the memory of a reading. sure is false if it may differ
// from that of the whole document.
func (d *desk) remember(from *draft, reading *Reading) (sure bool) {
	whole, left := d.delta.whole, len(d.delta.hashes)-len(d.delta.skipped)
	reading.Skipped = len(d.delta.skipped)
	if whole == nil || len(from.items) != left || len(reading.Items) != len(d.delta.items) {
		return reading.Skipped == 0
	}
	now := memory{frame: d.frame(from)}
	if reading.Skipped > 0 && now.frame != d.delta.known.frame {
		return false
	}
	marks := make([]mark, len(reading.Items))
	for i, item := range reading.Items {
		marks[i] = mark{guid: keyOf(item.GUID), link: keyOf(normal(item.Link))}
	}
	if !d.delta.isSure(marks) {
		return reading.Skipped == 0
	}
	d.delta.place(reading.Items)
	now.marks = d.delta.marks(marks)
	reading.Memory = now.String()
	return true
}

// place turns the items' positions among those that were read into those in the
// whole document.
func (d *delta) place(items []digest.Item) {
	if len(d.skipped) == 0 {
		return
	}
	var places []int
	for i, hash := range d.hashes {
		if _, skipped := d.skipped[hash]; !skipped {
			places = append(places, i+1)
		}
	}
	for i := range items {
		items[i].Position = places[items[i].Position-1]
	}
}

// marks are those of all items of the document that may be remembered, in its
// order. fresh are those of the edited ones.
func (d *delta) marks(fresh []mark) []mark {
	var list []mark
	read, edited := 0, 0
	for _, hash := range d.hashes {
		if m, skipped := d.skipped[hash]; skipped {
			list = append(list, m)
			continue
		}
		if edited < len(fresh) && d.items[edited] == read {
			if !d.odd[read] {
				fresh[edited].bytes = hash
				list = append(list, fresh[edited])
			}
			edited++
		}
		read++
	}
	return list
}

// isSure says that some items are told apart by their guids, or if they have
// none by their links, also from those that were left out.
func (d *delta) isSure(items []mark) bool {
	guids, links := map[uint32]bool{}, map[uint32]bool{}
	for _, m := range d.skipped {
		guids[m.guid], links[m.link] = true, true
	}
	for _, m := range items {
		switch {
		case m.guid != 0 && guids[m.guid], m.guid == 0 && (m.link == 0 || links[m.link]):
			return false
		case m.guid != 0:
			guids[m.guid] = true
		default:
			links[m.link] = true
		}
	}
	return true
}

// frame is the hash of what items take from the document and its source. What
// changes from visit to visit is not among it.
func (d *desk) frame(from *draft) uint64 {
	doc, feed := d.delta.whole, from.feed
	feed.updated = nil
	sum := sha256.Sum256(fmt.Appendf(doc.head(), "%q %t %q %q %+v %q %q %q %q %v",
		from.format, from.exact, doc.base, doc.lang, feed, d.bases, d.address, d.source.ID, d.source.Language, d.source.Zone))
	return binary.BigEndian.Uint64(sum[:])
}

// head is a document up to the end of the start tag of its root, and of its
// channel's if that follows: all namespaces that an item can see.
func (d *repaired) head() []byte {
	if d.root == jsonRoot {
		return nil
	}
	s := scanner{src: d.xml}
	end := 0
	for tags := 0; tags < 2; {
		t, ok := s.next()
		if !ok {
			break
		}
		if t.kind != startTag {
			continue
		}
		if tags++; tags == 1 || local(t.name) == "channel" {
			end = t.end
		}
	}
	return slices.Clip(d.xml[:end])
}
