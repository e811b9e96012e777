package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/digest"
)

func newGroup(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "group",
		Short: "Say which of many items report the same event",
		Long: "group reads items from stdin, one JSON object a line with \"id\", \"title\", \"summary\", \"url\", \"source\" and\n" +
			"\"published\" (RFC 3339, a day, or seconds since 1970), of which all but the id may be empty, and writes a line\n" +
			"{\"id\",\"cluster\"} for each, in the same order. Items of one event have the same cluster, which is the id of the\n" +
			"first of them. It is the code that composes editions, for measuring it; no config.yaml is needed.",
		Example: "  broadsheet group < items.jsonl > clusters.jsonl",
		Hidden:  true,
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.group() },
	}
}

// groupLine is an item as a line of stdin has it.
type groupLine struct {
	ID        loose `json:"id"`
	Title     loose `json:"title"`
	Summary   loose `json:"summary"`
	URL       loose `json:"url"`
	Source    loose `json:"source"`
	Published loose `json:"published"`
}

// clusterLine is the answer.
type clusterLine struct {
	ID      string `json:"id"`
	Cluster string `json:"cluster"`
}

func (a *app) group() error {
	items, err := readItems(a.input("items, one JSON object a line"))
	if err != nil {
		return fmt.Errorf("group: %w", err)
	}
	clusters := make([]string, len(items))
	for _, members := range digest.Group(items, nil, nil) {
		for _, member := range members {
			clusters[member.Item] = items[members[0].Item].ID
		}
	}
	out := bufio.NewWriter(a.stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for n, item := range items {
		if err := encoder.Encode(clusterLine{item.ID, clusters[n]}); err != nil {
			return err
		}
	}
	return out.Flush()
}

// readItems reads the lines of r. An empty line is passed over.
func readItems(r io.Reader) ([]digest.Item, error) {
	var items []digest.Item
	lines := map[string]int{}
	input := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := input.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read stdin: %w", err)
		}
		if len(bytes.TrimSpace(line)) > 0 {
			item, fault := readItem(line)
			if before := lines[item.ID]; fault == nil && before > 0 {
				fault = fmt.Errorf("the id %q stands in line %d already", plain(item.ID), before)
			}
			if fault != nil {
				return nil, fmt.Errorf("stdin, line %d: %w", n, fault)
			}
			lines[item.ID] = n
			items = append(items, item)
		}
		if err != nil {
			return items, nil
		}
	}
}

func readItem(line []byte) (digest.Item, error) {
	var l groupLine
	if err := json.Unmarshal(bytes.TrimPrefix(line, byteOrderMark), &l); err != nil {
		return digest.Item{}, fmt.Errorf("not a JSON object: %w", err)
	}
	if len(l.ID) == 0 {
		return digest.Item{}, errors.New("no \"id\"")
	}
	item := digest.Item{ID: l.ID.text(), Title: l.Title.text(), Summary: digest.HTML(l.Summary.text()), Link: l.URL.text(), Source: l.Source.text()}
	published, err := instantOf(l.Published.text())
	item.Published, item.FirstSeen = published, published
	return item, err
}

// byteOrderMark is what some programs put before a text.
var byteOrderMark = []byte("\xef\xbb\xbf")

// latestSecond is that of the year 5138: a greater number counts milliseconds.
const latestSecond = 100_000_000_000

// instantOf reads a time as RFC 3339 writes it, or the beginning of one, which is
// then in UTC, or the seconds or milliseconds since 1970. Of nothing it is zero.
func instantOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > latestSecond {
		return time.UnixMilli(n).UTC(), nil
	} else if err == nil {
		return time.Unix(n, 0).UTC(), nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("\"published\": %q is not a time as RFC 3339 writes it, 2026-11-23T07:00:00Z", plain(text))
}
