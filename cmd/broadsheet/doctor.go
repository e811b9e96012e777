package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"broadsheet/internal/store"
)

func newDoctor(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:   "doctor",
		Short: "Look whether this machine can bring the paper out",
		Long: "doctor looks at what the paper stands on: the database and its copies, the room on the disk, the folder of\n" +
			"`files`, the clock, who may read the secrets, the way out of the mails and what the DNS says of their\n" +
			"sender, the public address, and the hour of the next edition. It sends no mail and changes nothing. Sources are for check to try. It\n" +
			"fails if it finds anything that would keep the paper or its mails from coming out.",
		Example: "  broadsheet doctor\n  broadsheet doctor --json",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.doctor(command.Context())
		},
	})
}

// grade is what doctor thinks of a thing.
type grade string

const (
	fine  grade = "ok"
	warns grade = "warn"
	fails grade = "fail" // the paper or its mails would not come out
)

// diagnosis is what doctor has to say of one thing: what it is, and what to do next.
type diagnosis struct {
	Check   string `json:"check"`
	Verdict grade  `json:"verdict"`
	Found   string `json:"found"`
	Next    string `json:"next,omitempty"`
}

// patient is what is looked at.
type patient struct {
	*app
	*settings
	// database is what was found in it, and fault why nothing was.
	database store.Examination
	fault    error
}

// looks are all that doctor looks at, in the order in which it tells. A look
// that has nothing to say answers one without a verdict.
var looks = []struct {
	name string
	look func(*patient, context.Context) diagnosis
}{
	{"database", (*patient).lookAtDatabase},
	{"backup", (*patient).lookForBackup},
	{"disk", (*patient).lookAtDisk},
	{"files", (*patient).lookAtFiles},
	{"clock", (*patient).lookAtClock},
	{"secrets", (*patient).lookAtSecrets},
	{"mail", (*patient).lookAtMail},
	{"SPF", (*patient).lookForSPF},
	{"DKIM", (*patient).lookForDKIM},
	{"DMARC", (*patient).lookForDMARC},
	{"address", (*patient).lookAtAddress},
	{"editions", (*patient).lookAtEditions},
}

// lookTime is how long a look at the net may take.
const lookTime = 10 * time.Second

// errIll ends a doctor who has said already what is wrong.
var errIll = errors.New("something here would keep the paper or its mails from coming out")

func (a *app) doctor(ctx context.Context) error {
	s, err := a.load()
	if err != nil {
		return err
	}
	p := &patient{app: a, settings: s, fault: errNoDatabase}
	if s.hasDatabase() {
		p.database, p.fault = store.Examine(ctx, s.database())
	}
	found := p.lookAtAll(ctx)
	if err := a.showFindings(found); err != nil {
		return err
	}
	if slices.ContainsFunc(found, func(f diagnosis) bool { return f.Verdict == fails }) {
		return errIll
	}
	return ctx.Err()
}

// lookAtAll looks at everything at once, since most of it is waiting.
func (p *patient) lookAtAll(ctx context.Context) []diagnosis {
	found := make([]diagnosis, len(looks))
	var all sync.WaitGroup
	for n, each := range looks {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, lookTime)
			defer cancel()
			found[n] = each.look(p, ctx)
			found[n].Check = each.name
		})
	}
	all.Wait()
	return slices.DeleteFunc(found, func(f diagnosis) bool { return f.Verdict == "" })
}

func (a *app) showFindings(found []diagnosis) error {
	if a.asJSON {
		return a.writeJSON(found)
	}
	lines := make([]row, len(found))
	for n, f := range found {
		word := string(f.Verdict)
		if f.Verdict == fails {
			word = "FAIL"
		}
		lines[n].cells = []string{f.Check, word, f.Found}
		if f.Next != "" {
			lines[n].below = []note{{"next", f.Next}}
		}
	}
	return a.rows([]string{"CHECK", "VERDICT", "FOUND"}, lines)
}
