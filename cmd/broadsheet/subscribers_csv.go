package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"os"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
)

func (a *app) importSubscribers(ctx context.Context, p *press, id string, args []string) error {
	content, err := os.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	subs, err := readSubscribers(string(content))
	if err != nil {
		return fmt.Errorf("import %s: %w", args[0], err)
	}
	for n := range subs {
		subs[n].Digest, subs[n].Since = id, a.now()
	}
	return a.enlist(ctx, p, id, subs)
}

// readSubscribers reads CSV whose first line names its columns: address or
// email, and perhaps name and state. Every line that is wrong is told.
func readSubscribers(text string) ([]digest.Subscriber, error) {
	table := csv.NewReader(strings.NewReader(text))
	table.Comma, table.FieldsPerRecord, table.TrimLeadingSpace = separator(text), -1, true
	head, err := table.Read()
	if err != nil {
		return nil, err
	}
	column := func(names ...string) int {
		return slices.IndexFunc(head, func(h string) bool {
			return slices.Contains(names, strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))))
		})
	}
	at, named, state := column("address", "email", "e-mail", "email address"), column("name"), column("state", "status")
	if at < 0 {
		return nil, hinted(errors.New("line 1 names no column address or email"), "write address,name,state in the first line")
	}
	var subs []digest.Subscriber
	var faults []error
	for {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			return subs, errors.Join(faults...)
		}
		if err != nil {
			return nil, err
		}
		cell := func(n int) string {
			if n < 0 || n >= len(record) {
				return ""
			}
			return strings.TrimSpace(record[n])
		}
		address, err := mail.ParseAddress(cell(at))
		if err != nil {
			line, _ := table.FieldPos(0)
			faults = append(faults, fmt.Errorf("line %d: %q is no e-mail address", line, cell(at)))
			continue
		}
		sub := digest.Subscriber{Address: address.Address, Name: cmp.Or(cell(named), address.Name), State: digest.Confirmed}
		if word := cell(state); word != "" && word != string(digest.Confirmed) && word != "enabled" {
			sub.State = digest.Unsubscribed
		}
		subs = append(subs, sub)
	}
}

// separator is what stands between columns: a semicolon where a comma is that of
// numbers, or a tab.
func separator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	for _, other := range ";\t" {
		if strings.ContainsRune(first, other) && !strings.Contains(first, ",") {
			return other
		}
	}
	return ','
}

func (a *app) exportSubscribers(ctx context.Context, p *press, id string, args []string) error {
	subs, err := p.store.Subscribers(ctx, id)
	if err != nil {
		return err
	}
	var text strings.Builder
	table := csv.NewWriter(&text)
	_ = table.Write([]string{"address", "name", "state", "since"})
	for _, s := range subs {
		_ = table.Write([]string{s.Address, s.Name, string(s.State), s.Since.UTC().Format(time.RFC3339)})
	}
	table.Flush()
	if len(args) == 0 {
		_, err = io.WriteString(a.stdout, text.String())
		return err
	}
	if err := a.writeExport(p.settings, args[0], []byte(text.String()), 0o600); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	a.say("%s in %s", counted(len(subs), "reader", "readers"), args[0])
	return nil
}
