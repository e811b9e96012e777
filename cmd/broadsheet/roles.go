package main

import (
	"fmt"
	"slices"
	"strings"

	"broadsheet/internal/worker"
)

// serving is the role that is not the worker's: to answer HTTP.
const serving = "web"

// roles is what a process does of the whole: some of the worker's roles, and
// whether it serves.
type roles struct {
	work   []worker.Role
	serves bool
}

func roleNames() []string {
	var names []string
	for _, role := range worker.Roles {
		names = append(names, string(role))
	}
	return append(names, serving)
}

// readRoles reads the words of --roles.
func readRoles(words []string) (roles, error) {
	var r roles
	for _, word := range words {
		word = strings.TrimSpace(word)
		role := worker.Role(word)
		switch {
		case word == serving:
			r.serves = true
		case !slices.Contains(worker.Roles, role):
			hint := didYouMean(nearest(word, roleNames()))
			if hint != "" {
				hint = " (" + hint + ")"
			}
			return r, wrongUse(fmt.Errorf("--roles: found %q, want some of %s%s", word, strings.Join(roleNames(), ","), hint))
		case !slices.Contains(r.work, role):
			r.work = append(r.work, role)
		}
	}
	if len(r.work) == 0 && !r.serves {
		return r, wrongUse(fmt.Errorf("--roles: want some of %s", strings.Join(roleNames(), ",")))
	}
	return r, nil
}
