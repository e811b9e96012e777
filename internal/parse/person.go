package parse

import (
	"regexp"
	"strings"

	"broadsheet/digest"
)

var (
	mailThenName = regexp.MustCompile(`^(?:mailto:)?([^\s()<>@]+@[^\s()<>@]+)\s*\(([^()]*)\)$`)
	nameThenMail = regexp.MustCompile(`^(.*?)\s*[<(]\s*(?:mailto:)?([^\s()<>@]+@[^\s()<>@]+)\s*[>)]$`)
	mailOnly     = regexp.MustCompile(`^(?:mailto:)?([^\s()<>@]+@[^\s()<>@]+\.[^\s()<>@]+)$`)
	bracketFirst = regexp.MustCompile(`^<(?:mailto:)?([^\s()<>@]+@[^\s()<>@]+)>\s*([^<>@]+)$`)
	mailWithin   = regexp.MustCompile(`^([^@]*?)[\s,;:<(]*\b([\w.+-]+@[\w-]+(?:\.[\w-]+)+)[\s,;>)]*([^@]*)$`)
	parted       = regexp.MustCompile(`(?is)<(?:\w+:)?(name|email|uri|url)\b[^>]*>(.*?)</`)
	byWord       = regexp.MustCompile(`^(?i:by)\s+`)
)

// person reads an author as people write one: "mail (name)", "name <mail>",
// "name (mail)", a mail or a name alone, with or without "By".
// Where the elements of Atom stand in an author of RSS they are read, too.
func person(markup string) digest.Author {
	if found := parted.FindAllStringSubmatch(markup, 4); found != nil {
		return assemble(found)
	}
	text := headline(markup, false)
	if text == "" && strings.Contains(markup, "@") {
		text = fold(markup)
	}
	if !strings.Contains(text, "@") {
		return digest.Author{Name: byWord.ReplaceAllString(text, "")}
	}
	if m := mailThenName.FindStringSubmatch(text); m != nil {
		return digest.Author{Name: fold(m[2]), Email: m[1]}
	}
	if m := nameThenMail.FindStringSubmatch(text); m != nil {
		return digest.Author{Name: unquote(m[1]), Email: m[2]}
	}
	if m := bracketFirst.FindStringSubmatch(text); m != nil {
		return digest.Author{Name: unquote(m[2]), Email: m[1]}
	}
	if m := mailOnly.FindStringSubmatch(text); m != nil {
		return digest.Author{Email: m[1]}
	}
	if m := mailWithin.FindStringSubmatch(text); m != nil {
		return digest.Author{Name: strings.Trim(fold(m[1]+" "+m[3]), ` "<>()`), Email: m[2]}
	}
	return digest.Author{Name: byWord.ReplaceAllString(text, "")}
}

// assemble puts a person together from elements, given as name and text.
func assemble(found [][]string) digest.Author {
	var p digest.Author
	for _, m := range found {
		switch strings.ToLower(m[1]) {
		case "name":
			p.Name = headline(m[2], false)
		case "email":
			p.Email = headline(m[2], false)
		default:
			p.URL = headline(m[2], false)
		}
	}
	return p
}

func unquote(name string) string {
	return fold(strings.Trim(name, `"`))
}

// signers is how many authors an item may have; more are a mistake or an attack.
const signers = 100

// merge adds a person to a list unless it is empty or there already; what one
// mention knows and another does not is put together.
func merge(list []digest.Author, p digest.Author) []digest.Author {
	if p.Name == "" && p.Email == "" || len(list) == signers {
		return list
	}
	for i, known := range list {
		sameName := p.Name != "" && strings.EqualFold(known.Name, p.Name)
		sameMail := p.Email != "" && strings.EqualFold(known.Email, p.Email)
		if !sameName && !sameMail || sameMail && p.Name != "" && known.Name != "" && !sameName {
			continue
		}
		list[i] = digest.Author{
			Name:  either(known.Name, p.Name),
			Email: either(known.Email, p.Email),
			URL:   either(known.URL, p.URL),
		}
		return list
	}
	return append(list, p)
}

// either is the first text that is not empty.
func either(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
