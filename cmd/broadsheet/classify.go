package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/digest"
)

func newClassify(a *app) *cobra.Command {
	return &cobra.Command{
		Use:    "classify",
		Short:  "Say of what kind items are",
		Hidden: true, // for measuring; README says how
		Long: "classify reads items from stdin, one JSON object a line, and writes {\"id\",\"label\",\"evidence\"} for each: its\n" +
			"kind and what decided it, by the code that composes editions. The fields, of which any may be empty, are\n" +
			"id, feed_title, feed_url, url, title, summary, author, categories (a list, or a text) and published (RFC 3339).\n" +
			"Whatever else a field holds is read as the texts in it.\n\n" +
			"A line that is no JSON object is named with its number and does not stop the rest; the exit code is then 1.",
		Example: "  broadsheet classify < items.jsonl",
		Args:    cobra.NoArgs,
		RunE:    func(command *cobra.Command, _ []string) error { return a.classify(command.Context()) },
	}
}

// specimen is an item to be classified.
type specimen struct {
	ID         json.RawMessage `json:"id"`
	FeedTitle  loose           `json:"feed_title"`
	FeedURL    loose           `json:"feed_url"`
	URL        loose           `json:"url"`
	Title      loose           `json:"title"`
	Summary    loose           `json:"summary"`
	Author     loose           `json:"author"`
	Categories loose           `json:"categories"`
	Published  loose           `json:"published"`
}

// finding is the answer to a specimen; the id is as it came.
type finding struct {
	ID       json.RawMessage `json:"id"`
	Label    digest.Kind     `json:"label"`
	Evidence string          `json:"evidence"`
}

func (a *app) classify(ctx context.Context) error {
	out := bufio.NewWriter(a.stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	lines, bad := 0, 0
	err := eachLine(ctx, a.input("items, one JSON object a line"), func(number int, line []byte) error {
		lines++
		found, err := classified(line)
		if err != nil {
			bad++
			fmt.Fprintf(a.stderr, "classify: line %d: %v\n", number, err)
			return nil
		}
		return encoder.Encode(found)
	})
	if err = errors.Join(err, out.Flush()); err != nil {
		return fmt.Errorf("classify: %w", err)
	}
	if bad > 0 {
		return fmt.Errorf("classify: %d of %s could not be read", bad, counted(lines, "line", "lines"))
	}
	return nil
}

// classified answers one line.
func classified(line []byte) (finding, error) {
	var s specimen
	if err := json.Unmarshal(bytes.TrimPrefix(line, byteOrderMark), &s); err != nil {
		return finding{}, err
	}
	if s.ID == nil {
		s.ID = json.RawMessage(`""`)
	}
	kind, evidence := digest.KindOf(s.item())
	return finding{s.ID, kind, evidence}, nil
}

// item is a specimen as the program would have read it.
func (s specimen) item() (digest.Item, digest.Source) {
	item := digest.Item{
		Link: s.URL.text(), Title: s.Title.text(), Summary: digest.HTML(s.Summary.text()), Categories: s.Categories,
	}
	for _, name := range s.Author {
		item.Authors = append(item.Authors, digest.Author{Name: name})
	}
	if when, err := time.Parse(time.RFC3339, s.Published.text()); err == nil {
		item.Published = when
	}
	return item, digest.Source{URL: s.FeedURL.text(), FeedTitle: s.FeedTitle.text()}
}

// eachLine calls do with each line that is not empty, of any length, and its
// number, until it fails.
func eachLine(ctx context.Context, from io.Reader, do func(number int, line []byte) error) error {
	reader := bufio.NewReaderSize(from, 1<<16)
	for number := 1; ctx.Err() == nil; number++ {
		line, err := reader.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if err := do(number, line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
