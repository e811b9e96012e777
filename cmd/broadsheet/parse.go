package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/parse"
)

func newParse(a *app) *cobra.Command {
	p := &microscope{app: a}
	command := &cobra.Command{
		Use:   "parse [FILE|URL|-]...",
		Short: "Show what is read of feeds",
		Long: "parse reads feeds and writes one JSON object a line for each: \"file\", \"ok\", \"error\", \"format\", \"oddities\"\n" +
			"(what was wrong and has been repaired), \"feed\" and \"entries\" with everything that the program would use.\n" +
			"Times are RFC 3339 in UTC, those named *_ts Unix seconds; an entry that names only its last change was published\n" +
			"then. An entry's \"id\" and \"guid\" are the publisher's.\n\n" +
			"A document is a file, an address (http:, https:, file:, sample:), or - for stdin. Without any, the names of\n" +
			"files and addresses are read from stdin, one a line. A document that cannot be read does not stop the rest;\n" +
			"the exit code is then 1. No config.yaml is needed; if there is one, addresses are fetched as it says.",
		Example: "  broadsheet parse feed.xml | jq .entries[].title\n" +
			"  broadsheet parse --base https://paper.example/feed - < saved.xml\n" +
			"  ls feeds/*.xml | broadsheet parse",
		RunE: func(command *cobra.Command, args []string) error { return p.documents(command.Context(), args) },
	}
	command.Flags().StringVar(&p.base, "base", "", "the `URL` that the documents came from; without it the relative addresses of a file stay so")
	command.Flags().StringVar(&p.contentType, "content-type", "", "the Content-Type `T` that they came with")
	return command
}

// microscope shows documents as internal/parse sees them.
type microscope struct {
	*app
	base, contentType string
	client            *fetch.Client // made when first needed
}

// documents shows those that are named, or those that stdin names.
func (m *microscope) documents(ctx context.Context, names []string) error {
	if base, err := url.Parse(m.base); m.base != "" && (err != nil || !base.IsAbs()) {
		return wrongUse(fmt.Errorf("--base %q is not an absolute address", m.base))
	}
	shown, failed := 0, 0
	show := func(name string) error {
		ok, err := m.show(ctx, name)
		if shown++; !ok {
			failed++
		}
		return cmp.Or(err, ctx.Err())
	}
	for _, name := range names {
		if err := show(name); err != nil {
			return err
		}
	}
	if len(names) == 0 {
		lines := bufio.NewScanner(m.input("the names of files and addresses, one a line,"))
		for lines.Scan() {
			if name := lines.Text(); name != "" {
				if err := show(name); err != nil {
					return err
				}
			}
		}
		if err := lines.Err(); err != nil {
			return fmt.Errorf("parse: read names from stdin: %w", err)
		}
	}
	if failed > 0 {
		return fmt.Errorf("parse: %d of %s could not be read", failed, counted(shown, "document", "documents"))
	}
	return nil
}

// show writes one document's line. Its error is that of writing.
func (m *microscope) show(ctx context.Context, name string) (ok bool, err error) {
	view := documentView{File: name}
	reading, whole, failure := m.read(ctx, name)
	if address := parse.Elsewhere(failure); address != "" && isWebAddress(name) {
		reading, whole, failure = m.read(ctx, address)
	}
	if failure != nil {
		view.Error = failure.Error()
	} else {
		view.fill(reading)
		if !whole {
			view.Oddities = append(view.Oddities, "the answer ends in the middle")
		}
	}
	encoder := json.NewEncoder(m.stdout)
	encoder.SetEscapeHTML(false)
	return view.OK, encoder.Encode(view)
}

// read fetches a document and reads it.
func (m *microscope) read(ctx context.Context, name string) (reading parse.Reading, whole bool, err error) {
	doc, whole, err := m.get(ctx, name)
	if err == nil {
		reading, err = parse.Feed(digest.Source{ID: "parse", URL: doc.URL}, doc, m.now())
	}
	return reading, whole, err
}

// get fetches a document from wherever its name says, and says whether it came whole.
func (m *microscope) get(ctx context.Context, name string) (doc parse.Document, whole bool, err error) {
	doc = parse.Document{ContentType: m.contentType, URL: m.base}
	if name == "-" {
		doc.Body, err = io.ReadAll(m.input("a document"))
		return doc, true, err
	}
	if !isAddress(name) {
		doc.Body, err = os.ReadFile(name)
		return doc, true, err
	}
	if m.client == nil {
		if m.client, err = m.newClient(); err != nil {
			return doc, false, err
		}
	}
	response, err := m.client.Get(ctx, fetch.Request{URL: name})
	if err != nil {
		return doc, false, err
	}
	doc.Body = response.Body
	if doc.ContentType == "" {
		doc.ContentType = response.ContentType
	}
	if doc.URL == "" {
		doc.URL = response.URL
	}
	return doc, !response.Truncated, nil
}

// isAddress tells an address from the name of a file.
func isAddress(name string) bool {
	scheme, rest, found := strings.Cut(name, ":")
	return found && (strings.HasPrefix(rest, "//") || slices.Contains([]string{"http", "https", "file", "sample"}, strings.ToLower(scheme)))
}

// newClient obeys config.yaml where there is one.
func (m *microscope) newClient() (*fetch.Client, error) {
	s, err := m.load()
	switch {
	case errors.Is(err, errNoConfig):
		return fetch.New(fetch.Options{
			Openers: map[string]fetch.Opener{"sample": samplePress(m.now)}, Now: m.now,
			Proxy: proxyOf(m.env).ProxyFunc(),
		}), nil
	case err != nil:
		return nil, err
	}
	return fetch.New(s.fetchOptions(m.now)), nil
}
