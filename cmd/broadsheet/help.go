package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// commands is every command, by what it is for, in the order in which help lists
// them.
var commands = []struct {
	title string
	make  []func(*app) *cobra.Command
}{
	{"The paper:", []func(*app) *cobra.Command{newRun, newBuild, newPreview, newEditions, newExplain}},
	{"What it reads:", []func(*app) *cobra.Command{newCheck, newSources, newImport, newExport}},
	{"Who reads it:", []func(*app) *cobra.Command{newSubscribers, newSend, newBounce}},
	{"What it stands on:", []func(*app) *cobra.Command{newInit, newDoctor, newBackup, newMove, newSystemd}},
	{"For developers and scripts:", []func(*app) *cobra.Command{newParse, newGroup, newClassify, newTrain, newSchema, newVersion, newCompletion}},
}

// explainWell gives the root its commands, and all of them help that fits the
// width of a terminal and words for wrong use.
func explainWell(root *cobra.Command, a *app) {
	for _, group := range commands {
		root.AddGroup(&cobra.Group{ID: group.title, Title: group.title})
		for _, make := range group.make {
			command := make(a)
			command.GroupID = group.title
			root.AddCommand(command)
		}
	}
	root.SetHelpCommandGroupID(commands[len(commands)-1].title)
	usage := strings.ReplaceAll(root.UsageTemplate(), "FlagUsages", fmt.Sprintf("FlagUsagesWrapped %d", lineWidth))
	root.SetUsageTemplate(strings.ReplaceAll(usage, `Use "{{.CommandPath}} [command] --help" for more information about a command.`, `{{.CommandPath}} COMMAND --help explains one.`) + "\n")
	polish(root)
	a.offer(root)
}

// explainKnown adds cobra's own command help, and has it refuse to explain a
// command that there is not.
func explainKnown(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	for _, command := range root.Commands() {
		if command.Name() == "help" {
			command.Args = func(_ *cobra.Command, args []string) error {
				_, _, err := root.Find(args)
				return err
			}
		}
	}
}

// polish folds what a command says of itself, and has it say what is wrong with
// the number of its arguments in words.
func polish(command *cobra.Command) {
	command.Long = folded(command.Long)
	if check := command.Args; check != nil {
		command.Args = func(command *cobra.Command, args []string) error {
			if err := check(command, args); err != nil {
				return fmt.Errorf("%s: found %s", command.Name(), arguments(args))
			}
			return nil
		}
	}
	for _, sub := range command.Commands() {
		polish(sub)
	}
}

func arguments(args []string) string {
	if len(args) == 0 {
		return "no argument"
	}
	return counted(len(args), "argument", "arguments") + ", " + strings.Join(args, " ")
}

// wayToUse is what to tell who has used a command wrongly.
func wayToUse(command *cobra.Command) string {
	if !command.HasParent() {
		return "hint: broadsheet --help lists the commands\n"
	}
	return fmt.Sprintf("usage: %s\nhint: %s --help explains it\n", command.UseLine(), command.CommandPath())
}

// folded is a text whose paragraphs have lines of a terminal's width; one that
// is set in stays as it is.
func folded(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for n, p := range paragraphs {
		if !strings.HasPrefix(p, " ") {
			paragraphs[n] = hanging(p, 0, 0)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}
