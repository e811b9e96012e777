package parse

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"broadsheet/digest"
)

// The rungs of the vow in doc.go.
const (
	byGUID = "guid"
	byLink = "link"
	byText = "text"
)

// identify gives the items their IDs, and keeps the first of those that have
// the same one.
func identify(source string, items []digest.Item, odd *oddities) []digest.Item {
	shared := reused(items, func(i digest.Item) string { return i.GUID }, func(i digest.Item) string { return either(normal(i.Link), i.Title) })
	links := reused(items, func(i digest.Item) string {
		if i.GUID != "" && !shared[i.GUID] {
			return ""
		}
		return normal(i.Link)
	}, func(i digest.Item) string { return i.Title + textOfItem(i) })
	if len(shared) > 0 {
		odd.add("one guid is used for several items")
	}
	known := map[string]bool{}
	kept := items[:0]
	for _, item := range items {
		item.ID = idOf(source, item, shared, links)
		if known[item.ID] {
			odd.add("an item that comes twice was taken once")
			continue
		}
		known[item.ID] = true
		kept = append(kept, item)
	}
	return kept
}

// idOf is the ID of an item by the highest rung that is its own.
func idOf(source string, item digest.Item, sharedGUIDs, sharedLinks map[string]bool) string {
	if item.GUID != "" && !sharedGUIDs[item.GUID] {
		return newID(source, byGUID, item.GUID)
	}
	if link := normal(item.Link); link != "" && !sharedLinks[link] {
		return newID(source, byLink, link)
	}
	return newID(source, byText, item.Title+"\x00"+textOfItem(item))
}

// reused is the keys that items with different signs carry.
func reused(items []digest.Item, key, sign func(digest.Item) string) map[string]bool {
	first, found := make(map[string]int, len(items)), map[string]bool{}
	for i, item := range items {
		k := key(item)
		if k == "" {
			continue
		}
		if known, met := first[k]; !met {
			first[k] = i
		} else if !found[k] && sign(items[known]) != sign(item) {
			found[k] = true
		}
	}
	return found
}

// textOfItem is the text of the third rung.
func textOfItem(item digest.Item) string {
	text := plain(either(string(item.Content), string(item.Summary)))
	if text == "" && item.Title == "" && len(item.Enclosures) > 0 {
		return item.Enclosures[0].URL
	}
	return text
}

var alphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newID is version 1 of the vow.
func newID(source, rung, key string) string {
	recipe := strings.Join([]string{"broadsheet item 1", source, rung, key}, "\x00")
	sum := sha256.Sum256([]byte(recipe))
	return fmt.Sprintf("1%s", alphabet.EncodeToString(sum[:15]))
}
