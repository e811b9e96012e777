package main

import (
	"context"
	"fmt"

	"broadsheet/digest"
)

// replayed is how many editions are composed anew.
const replayed = 7

// comparison is what the present config would make of an edition.
type comparison struct {
	Digest string `json:"digest"`
	Date   string `json:"date"`
	// Stories is how many it would have, Were how many it has.
	Stories int                 `json:"stories"`
	Were    int                 `json:"were"`
	Changes []digest.Difference `json:"changes"`
}

// replay shows how the last editions would be with the present config.
func (a *app) replay(ctx context.Context, args []string) (err error) {
	p, err := a.openToLook(ctx)
	if err != nil {
		return err
	}
	defer p.closeInto(&err)
	digests, err := p.chosen(args)
	if err != nil {
		return err
	}
	comparisons := []comparison{}
	for _, d := range digests {
		editions, err := p.worker.Replay(ctx, d, replayed)
		if err != nil {
			return err
		}
		for _, e := range editions {
			comparisons = append(comparisons, comparison{
				e.Then.Digest, e.Then.Date, stories(e.Now), stories(e.Then), append([]digest.Difference{}, digest.Compare(e.Then, e.Now)...),
			})
		}
	}
	if a.asJSON {
		return a.writeJSON(comparisons)
	}
	if len(comparisons) == 0 {
		a.say("no edition yet; broadsheet build brings one out")
	}
	for _, c := range comparisons {
		a.showComparison(c)
	}
	return nil
}

func stories(e digest.Edition) int {
	count := 0
	for _, section := range e.Sections {
		count += len(section.Clusters)
	}
	return count
}

// signs stand before the lines of a comparison, as in a patch.
var signs = map[digest.How]string{digest.Added: "+", digest.Removed: "-", digest.Moved: ">"}

func (a *app) showComparison(c comparison) {
	if len(c.Changes) == 0 {
		a.say("%s/%s  as it came out", c.Digest, c.Date)
		return
	}
	count := map[digest.How]int{}
	for _, change := range c.Changes {
		count[change.How]++
	}
	a.say("%s/%s  %d added, %d removed, %d moved; %s instead of %d", c.Digest, c.Date,
		count[digest.Added], count[digest.Removed], count[digest.Moved], counted(c.Stories, "story", "stories"), c.Were)
	section := ""
	for n, change := range c.Changes {
		if change.Section != section || n == 0 {
			section = change.Section
			a.say("  %s", plain(section))
		}
		line := fmt.Sprintf("%s (%s)", change.Entry.Title, change.Entry.Paper)
		if change.From != "" {
			line += ", from " + change.From
		}
		a.say("    %s %s", signs[change.How], plain(line))
	}
}
