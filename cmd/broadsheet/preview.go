package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/digest"
	"broadsheet/feedgen"
	"broadsheet/internal/store"
	"broadsheet/internal/worker"
	"broadsheet/templates"
)

func newPreview(a *app) *cobra.Command {
	folder := ""
	command := &cobra.Command{
		Use:   "preview [DIGEST]",
		Short: "Show what would come out now, and change nothing",
		Long: "preview visits the sources and writes the next edition of a digest (by default the first) into a\n" +
			"folder: as a page, as a mail and as feeds. It keeps nothing, sends nothing and opens nothing. When there\n" +
			"is nothing new since the last edition, it says so and writes nothing.",
		Example: "  broadsheet preview\n  broadsheet preview morning --out tomorrow",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.preview(command.Context(), args, folder)
		},
	}
	command.Flags().StringVar(&folder, "out", "", "the `FOLDER` to write into (default a new temporary one)")
	return command
}

func (a *app) preview(ctx context.Context, args []string, folder string) (err error) {
	s, err := a.load()
	if err != nil {
		return err
	}
	database := ":memory:" // unless there is one that knows what came out before
	if s.hasDatabase() {
		database = s.database()
	}
	p, err := a.open(ctx, s, database, a.quietLog())
	if err != nil {
		return err
	}
	defer p.closeInto(&err)
	digests, err := p.chosen(args)
	if err != nil {
		return err
	}
	d := digests[0]
	edition, failed, err := a.rehearse(ctx, p, d)
	if errors.Is(err, worker.ErrNothingToPrint) {
		return a.nothingNew(ctx, p, d, failed, err)
	}
	if err != nil {
		return err
	}
	files, err := p.print(d, edition)
	if err != nil {
		return err
	}
	if folder, err = layOut(folder, files); err != nil {
		return err
	}
	return a.showPreview(edition, folder, failed)
}

// rehearse composes what would come out now.
func (a *app) rehearse(ctx context.Context, p *press, d digest.Digest) (digest.Edition, []sourceFailure, error) {
	failures := &failureList{}
	progress := a.newProgress("visiting", len(p.sourcesOf([]digest.Digest{d})))
	edition, _, err := p.worker.Rehearse(ctx, d, failures.watch(progress))
	progress.end()
	if err == nil && len(edition.Sections) == 0 {
		err = emptyEdition(job{digest: d}, failures.list, worker.ErrNothingToPrint)
	}
	return edition, failures.list, err
}

// nothingNew says since when nothing came; where nothing ever came, that is the
// failure that err says it is.
func (a *app) nothingNew(ctx context.Context, p *press, d digest.Digest, failed []sourceFailure, err error) error {
	last, missing := p.store.Latest(ctx, d.ID)
	switch {
	case errors.Is(missing, store.ErrNotFound):
		return err
	case missing != nil:
		return missing
	}
	a.say("nothing new to print since %s of %s came out (%s)", last.Title, last.Date, moment(last.At, d.Zone))
	if next, ok := digest.NextSlot(d, last.Slot()); ok {
		a.say("next   %s", moment(next.At, d.Zone))
	}
	if len(failed) > 0 {
		return errPartial
	}
	return nil
}

// printed is a file of a preview.
type printed struct {
	name    string
	content []byte
}

// print makes an edition in every form in which it goes out.
func (p *press) print(d digest.Digest, e digest.Edition) ([]printed, error) {
	page, err := templates.EditionPage(e, templates.Frame{Site: p.site()})
	if err != nil {
		return nil, err
	}
	letter, err := p.worker.Letter(e, digest.Subscriber{ID: "preview", Digest: d.ID, Address: "reader@example.org", Name: "Reader"})
	if err != nil {
		return nil, err
	}
	message, err := letter.Bytes()
	if err != nil {
		return nil, err
	}
	files := []printed{
		{"index.html", page},
		{"edition.eml", message},
		{"edition.html", []byte(letter.HTML())},
		{"edition.txt", []byte(letter.Text())},
	}
	feed, err := feedgen.Series(p.site(), d, []digest.Edition{e})
	if err != nil {
		return nil, err
	}
	for _, form := range []struct {
		name  string
		write func(io.Writer, feedgen.Feed) error
	}{
		{"feed.rss", feedgen.WriteRSS},
		{"feed.atom", feedgen.WriteAtom},
		{"feed.json", feedgen.WriteJSON},
	} {
		var content strings.Builder
		if err := form.write(&content, feed); err != nil {
			return nil, err
		}
		files = append(files, printed{form.name, []byte(content.String())})
	}
	return files, nil
}

// layOut writes into the folder, by default a new one, and answers it. A new one
// that cannot be filled is taken away again.
func layOut(folder string, files []printed) (_ string, err error) {
	if folder != "" {
		err = os.MkdirAll(folder, 0o755)
	} else if folder, err = os.MkdirTemp("", "broadsheet-preview-"); err == nil {
		defer func() {
			if err != nil {
				err = errors.Join(err, os.RemoveAll(folder))
			}
		}()
	}
	for _, file := range files {
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, file.name), file.content, 0o644)
		}
	}
	if err != nil {
		return "", fmt.Errorf("preview: %w", err)
	}
	return filepath.Abs(folder)
}

func (a *app) showPreview(e digest.Edition, folder string, failed []sourceFailure) error {
	a.say("%s of %s, as it would come out now:", e.Title, e.Date)
	if err := a.showSections(sectionsOf(e)); err != nil {
		return err
	}
	a.say("folder %s", folder)
	a.say("page   file://%s", filepath.ToSlash(filepath.Join(folder, "index.html")))
	a.say("mail   edition.eml, edition.html, edition.txt")
	a.say("feeds  feed.rss, feed.atom, feed.json")
	if len(failed) > 0 {
		return errPartial
	}
	return nil
}
