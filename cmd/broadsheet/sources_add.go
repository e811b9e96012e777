package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"broadsheet/internal/fetch"
)

func newSourcesAdd(a *app) *cobra.Command {
	o := &addOptions{}
	command := &cobra.Command{
		Use:   "add URL",
		Short: "Find the feed behind an address, and add it to config.yaml",
		Long: "add looks at the address: a feed is added; of a page it tries the feeds that the page names, then what\n" +
			"its links call so, then the usual places on its site, and adds the one that has most items; else the\n" +
			"site's news sitemap. A site may be given without a scheme. Where there is neither it says what the page\n" +
			"itself could be read as; --page adds that. All else in config.yaml stays as it is, comments included.",
		Example: "  broadsheet sources add dawn.example\n" +
			"  broadsheet sources add https://dawn.example/opinion --kind opinion\n" +
			"  broadsheet sources add --page https://paper.example/leaders",
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.addSource(command.Context(), args[0], *o)
		},
	}
	flags := command.Flags()
	flags.StringVar(&o.id, "id", "", "the `ID` of the source (default made of its title)")
	flags.StringArrayVar(&o.labels, "label", nil, "a `LABEL` by which sections choose it; may be repeated")
	flags.StringVar(&o.kind, "kind", "", "the `KIND` of all its items: "+new(kind).wants())
	flags.BoolVar(&o.page, "page", false, "read the page itself, by what repeats in it")
	flags.BoolVar(&o.dryRun, "dry-run", false, "show what would change in config.yaml, and change nothing")
	return a.withJSON(command)
}

// addOptions are what the person says of the source.
type addOptions struct {
	id, kind     string
	labels       []string
	page, dryRun bool
}

func (o addOptions) check(s *settings) error {
	if _, ok := new(kind).read(o.kind); o.kind != "" && !ok {
		return wrongUse(fmt.Errorf("--kind %q: want %s", o.kind, new(kind).wants()))
	}
	if _, ok := new(id).read(o.id); o.id != "" && !ok {
		return wrongUse(fmt.Errorf("--id %q: want %s", o.id, new(id).wants()))
	}
	if newcomersTo(s).ids[o.id] {
		return wrongUse(fmt.Errorf("--id %q: there is such a source already", o.id))
	}
	return nil
}

func (a *app) addSource(ctx context.Context, address string, o addOptions) error {
	s, err := a.load()
	if err != nil {
		return err
	}
	if err := o.check(s); err != nil {
		return err
	}
	client := fetch.New(s.fetchOptions(a.now))
	defer client.Close()
	search := &search{app: a, client: client}
	found, others, err := search.find(ctx, address, o.page)
	if err != nil {
		return err
	}
	d := addition{ID: o.id, Kind: o.kind, Labels: o.labels}
	switch address := found.address(); {
	case o.page:
		d.Page = address
	case found.source.Sitemap != "":
		d.Sitemap = address
	default:
		d.URL = address
	}
	n := newcomersTo(s)
	wish := d
	wish.ID, wish.Title = cmp.Or(d.ID, slug(found.title())), ""
	id, why := n.admit(wish)
	result := foundSource{ID: id, Added: why == "", Why: why, offer: found.offer()}
	for _, other := range others {
		result.Others = append(result.Others, other.offer())
	}
	after, err := a.amend(s, n.admitted, o.dryRun)
	if err != nil {
		return err
	}
	return a.showFound(result, s, after, o.dryRun)
}

// offer is a source that could be added.
type offer struct {
	Address string `json:"address"`
	Title   string `json:"title,omitempty"`
	Format  string `json:"format"`
	Items   int    `json:"items"`
	Found   string `json:"found,omitempty"`
}

func (o offer) String() string {
	return plain(fmt.Sprintf("%s (%s, %s) %s", cmp.Or(o.Title, "without a title"), o.Format, counted(o.Items, "item", "items"), o.Address))
}

// foundSource is what became of the search.
type foundSource struct {
	ID    string `json:"id,omitempty"`
	Added bool   `json:"added"`
	Why   string `json:"why,omitempty"`
	offer
	Others []offer `json:"others,omitempty"`
}

func (a *app) showFound(f foundSource, before, after *settings, dryRun bool) error {
	if a.asJSON {
		return a.writeJSON(f)
	}
	out, verb := a.stdout, "added"
	if dryRun { // stdout has the diff
		out, verb = a.stderr, "would add"
	}
	if f.Added {
		fmt.Fprintf(out, "%s  %s: %s\n", verb, f.ID, f.offer)
	} else {
		fmt.Fprintf(out, "%s %s\n", f.offer, f.Why)
	}
	if f.Found != "" {
		fmt.Fprintf(out, "       %s\n", plain(f.Found))
	}
	for _, other := range f.Others {
		fmt.Fprintf(out, "other  %s\n", other)
	}
	if !dryRun {
		a.adviseAdded(before, after)
	}
	return nil
}

// errNoFeed says that an address leads to no feed.
var errNoFeed = errors.New("no feed was found there, nor at the usual places of the site, nor a news sitemap")
