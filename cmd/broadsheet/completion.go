package main

import (
	"strings"

	"github.com/spf13/cobra"
)

func newCompletion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "completion {bash|zsh|fish|powershell}",
		Short: "Print the completion script of a shell",
		Example: "  source <(broadsheet completion bash)\n  broadsheet completion zsh > \"${fpath[1]}/_broadsheet\"\n" +
			"  broadsheet completion fish > ~/.config/fish/completions/broadsheet.fish",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		RunE: func(command *cobra.Command, args []string) error {
			root := command.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.stdout, true)
			case "zsh":
				return root.GenZshCompletion(a.stdout)
			case "fish":
				return root.GenFishCompletion(a.stdout, true)
			}
			return root.GenPowerShellCompletionWithDesc(a.stdout)
		},
	}
}

// offer has the shell offer at each place of a command line what can stand
// there: the ids of config.yaml, the words of a choice, and files where one is
// asked for.
func (a *app) offer(command *cobra.Command) {
	if command.ValidArgs == nil {
		command.ValidArgsFunction = a.offerArgument
	}
	for name, words := range map[string]func() []string{
		"digest": a.digestIDs, "kind": new(kind).choices, "roles": roleNames,
		"log-format": func() []string { return []string{"text", "json"} },
		"date":       noWords, "left-out": noWords, "id": noWords, "label": noWords, "test": noWords,
		"to": noWords, "user": noWords, "base": noWords, "content-type": noWords,
	} {
		if command.LocalFlags().Lookup(name) != nil {
			command.RegisterFlagCompletionFunc(name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return words(), cobra.ShellCompDirectiveNoFileComp
			})
		}
	}
	for _, sub := range command.Commands() {
		a.offer(sub)
	}
}

func (a *app) offerArgument(command *cobra.Command, args []string, _ string) (words []string, then cobra.ShellCompDirective) {
	switch {
	case strings.Contains(command.Use, "FILE"):
		return nil, cobra.ShellCompDirectiveDefault
	case strings.Contains(command.Use, "[DIGEST]") && len(args) == 0:
		words = a.digestIDs()
	case strings.Contains(command.Use, "[SOURCE]") && len(args) == 0:
		words = a.sourceIDs()
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

// digestIDs are none where config.yaml cannot be read.
func (a *app) digestIDs() (ids []string) {
	if s, err := a.load(); err == nil {
		for _, d := range s.digests() {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

func (a *app) sourceIDs() (ids []string) {
	if s, err := a.load(); err == nil {
		for _, source := range s.sources() {
			ids = append(ids, source.ID)
		}
	}
	return ids
}

func noWords() []string { return nil }
