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
	shared := reused(items, func(i digest.Item) (key, sign string) {
		return i.GUID, either(normal(i.Link), i.Title)
	})
	links := reused(items, func(i digest.Item) (key, sign string) {
		if i.GUID != "" && !shared[i.GUID] {
			return "", ""
		}
		return normal(i.Link), i.Title + textOfItem(i)
	})
	if len(shared) > 0 {
		odd.add("one guid is used for several items")
	}
	known := map[string]bool{}
	kept := items[:0]
	for _, item := range items {
		switch link := normal(item.Link); {
		case item.GUID != "" && !shared[item.GUID]:
			item.ID = newID(source, byGUID, item.GUID)
		case link != "" && !links[link]:
			item.ID = newID(source, byLink, link)
		default:
			item.ID = newID(source, byText, item.Title+"\x00"+textOfItem(item))
		}
		if known[item.ID] {
			odd.add("an item that comes twice was taken once")
			continue
		}
		known[item.ID] = true
		kept = append(kept, item)
	}
	return kept
}

// reused is the keys that items with different signs carry.
func reused(items []digest.Item, of func(digest.Item) (key, sign string)) map[string]bool {
	signs, found := map[string]string{}, map[string]bool{}
	for _, item := range items {
		key, sign := of(item)
		if known, met := signs[key]; key != "" && met && known != sign {
			found[key] = true
		}
		signs[key] = sign
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
