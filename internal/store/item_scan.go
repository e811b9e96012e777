package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"broadsheet/digest"
)

func scanItem(rows *sql.Rows) (digest.Item, error) {
	var id, body, content string
	var seen, withdrawn int64
	var position int
	if err := rows.Scan(&id, &seen, &withdrawn, &position, &body, &content); err != nil {
		return digest.Item{}, err
	}
	var item digest.Item
	if err := json.Unmarshal([]byte(body), &item); err != nil {
		return digest.Item{}, fmt.Errorf("item %s: %w", id, err)
	}
	item.FirstSeen, item.Withdrawn, item.Position = instant(seen), instant(withdrawn), position
	if content != "" {
		item.Content = digest.HTML(content)
	}
	return item, nil
}

// sortItems sorts here, because databases differ about the order of letters.
func sortItems(items []digest.Item) {
	slices.SortFunc(items, func(a, b digest.Item) int { return strings.Compare(a.ID, b.ID) })
}
