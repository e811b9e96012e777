package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/net/publicsuffix"

	"broadsheet/digest"
	"broadsheet/digest/textmodel"
)

func newTrain(a *app) *cobra.Command {
	out := ""
	command := &cobra.Command{
		Use:    "train FILE...",
		Short:  "Make the text model that tells views from news",
		Hidden: true, // for developers; digest/textmodel says how
		Long: "train learns from files of labelled items, one JSON object a line with title, summary, host and label (a kind),\n" +
			"and writes the text model. It says how the model fares with each publisher when it is trained without it.\n" +
			"The same files in the same order give the same bytes.",
		Example: "  broadsheet train --out digest/textmodel/views.model news.jsonl blogs.jsonl",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(command *cobra.Command, args []string) error { return a.train(command.Context(), args, out) },
	}
	command.Flags().StringVar(&out, "out", "", "the `FILE` to write; without it the model is only measured")
	return command
}

func (a *app) train(ctx context.Context, files []string, out string) error {
	var examples []textmodel.Example
	for _, name := range files {
		some, err := readExamples(ctx, name)
		if err != nil {
			return fmt.Errorf("train: %w", err)
		}
		examples = append(examples, some...)
	}
	model, report := textmodel.Train(examples)
	if err := a.showFolds(report); err != nil {
		return err
	}
	bytes := model.Bytes()
	a.say("%s, %d bytes", counted(len(examples), "example", "examples"), len(bytes))
	if out == "" {
		return nil
	}
	if err := os.WriteFile(out, bytes, 0o644); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	return nil
}

func readExamples(ctx context.Context, name string) ([]textmodel.Example, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var examples []textmodel.Example
	err = eachLine(ctx, file, func(line int, content []byte) error {
		var e struct {
			Title, Summary, Host string
			Label                digest.Kind
		}
		if err := json.Unmarshal(content, &e); err != nil {
			return fmt.Errorf("%s: line %d: %w", name, line, err)
		}
		publisher, err := publicsuffix.EffectiveTLDPlusOne(e.Host)
		if err != nil {
			return fmt.Errorf("%s: line %d: host: %w", name, line, err)
		}
		examples = append(examples, textmodel.Example{
			Text:      textmodel.Text{Title: e.Title, Teaser: e.Summary},
			Publisher: publisher,
			View:      e.Label == digest.Editorial || e.Label == digest.Opinion || e.Label == digest.Letter,
			Invented:  strings.HasSuffix(e.Host, ".example"), // RFC 2606: no paper is there
		})
		return nil
	})
	return examples, err
}

// showFolds prints what became of each publisher that was left out.
func (a *app) showFolds(r textmodel.Report) error {
	var lines []row
	for _, f := range r.Publishers {
		lines = append(lines, row{cells: []string{
			f.Publisher, fmt.Sprint(f.Views), fmt.Sprint(f.Found), fmt.Sprint(f.News), fmt.Sprint(f.Mistaken),
		}})
	}
	if err := a.rows([]string{"PUBLISHER", "VIEWS", "FOUND", "NEWS", "MISTAKEN"}, lines); err != nil {
		return err
	}
	a.say("publishers left out: F1 %.3f, precision %.3f, recall %.3f", r.F1, r.Precision, r.Recall)
	return nil
}
