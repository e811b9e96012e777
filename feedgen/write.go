package feedgen

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gorilla/feeds"
)

// plainFeed is f, clean, in the words of gorilla/feeds: what the three formats
// have in common and its conversions handle well. What they drop or get wrong
// is left out here and added by the writers.
func plainFeed(f Feed) *feeds.Feed {
	plain := &feeds.Feed{
		Title:       f.Title,
		Link:        &feeds.Link{Href: f.Link, Rel: "alternate"},
		Description: f.Description,
		Updated:     f.Updated,
		Created:     f.Updated,
	}
	for _, e := range f.Entries {
		plain.Add(&feeds.Item{
			Id:          e.ID,
			IsPermaLink: "false",
			Title:       e.Title,
			Link:        &feeds.Link{Href: e.Link},
			Description: e.Summary,
			Content:     e.Content,
			Created:     e.Published,
			Updated:     e.Updated,
		})
	}
	return plain
}

// writeXML writes doc to w only after a strict parser has read all of it:
// encoding/xml writes some bytes, as those inside CDATA, that it would refuse.
func writeXML(w io.Writer, doc feeds.XmlFeed) error {
	var buffer bytes.Buffer
	if err := feeds.WriteXML(doc, &buffer); err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	buffer.WriteByte('\n')
	if err := wellFormed(buffer.Bytes()); err != nil {
		return fmt.Errorf("write feed: read it back: %w", err)
	}
	_, err := w.Write(buffer.Bytes())
	return err
}

func wellFormed(doc []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(doc))
	for {
		switch _, err := decoder.Token(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// stamp is t as RFC 3339 has it, where a time must stand.
func stamp(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0).UTC()
	}
	return t.Format(time.RFC3339)
}
