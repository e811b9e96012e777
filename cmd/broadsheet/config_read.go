package main

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// reader fills the config structs from YAML nodes. The library's own strict
// mode knows neither key paths nor hints and stops at the first fault of each
// mapping; the reader goes on, so that every fault is told at once.
type reader struct {
	file, folder string
	env          func(name string) (value string, set bool)
	// places is the node of each key path that stands in the file.
	places map[string]*yaml.Node
	faults []fault
	// secrets are the files in which secrets stand.
	secrets []string
}

// value is what a scalar of the file is read into.
type value interface {
	// read takes the text of the scalar. When it cannot, it answers false, and
	// a hint if it knows one.
	read(text string) (hint string, ok bool)
	// wants says what can be read.
	wants() string
}

// read fills into from node and whatever hangs below it.
func (r *reader) read(node *yaml.Node, into reflect.Value, path string) {
	r.places[path] = node
	target := node
	if node.Kind == yaml.AliasNode {
		target = node.Alias
	}
	v, isValue := into.Addr().Interface().(value)
	switch {
	case isValue:
		r.readScalar(node, target, v, path)
	case into.Kind() == reflect.Slice:
		r.readList(node, target, into, path)
	case into.Kind() == reflect.Map:
		r.readNames(node, target, into, path)
	default:
		r.readMapping(node, target, into, path)
	}
}

func (r *reader) readScalar(node, target *yaml.Node, into value, path string) {
	if target.Kind != yaml.ScalarNode || target.Tag == "!!null" {
		r.add(node, path, fault{Found: "found " + describe(target), Want: into.wants()})
		return
	}
	text, ok := r.expand(node, target.Value, path)
	if !ok {
		return
	}
	if _, isSecret := into.(*secret); isSecret {
		if text, ok = r.fetchSecret(node, text, path); !ok {
			return
		}
	}
	if hint, ok := into.read(text); !ok {
		r.add(node, path, fault{Found: quoteFound(target.Value), Want: into.wants(), Hint: hint})
	}
}

func (r *reader) readList(node, target *yaml.Node, into reflect.Value, path string) {
	if target.Kind != yaml.SequenceNode {
		hint := ""
		switch {
		case target.Kind == yaml.ScalarNode && target.Tag != "!!null":
			hint = "put it in brackets: [" + target.Value + "]"
		case target.Kind == yaml.MappingNode:
			hint = "put a hyphen before its first key"
		}
		r.add(node, path, fault{Found: "found " + describe(target), Want: "a list", Hint: hint})
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(target.Content), len(target.Content)))
	for n, element := range target.Content {
		r.read(element, into.Index(n), fmt.Sprintf("%s[%d]", path, n))
	}
}

// readNames reads a mapping whose keys are names that the person chose.
func (r *reader) readNames(node, target *yaml.Node, into reflect.Value, path string) {
	key := reflect.New(into.Type().Key())
	name := key.Interface().(value)
	if target.Kind != yaml.MappingNode {
		r.add(node, path, fault{Found: "found " + describe(target), Want: "a mapping, of which each key is " + name.wants()})
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for _, pair := range r.pairs(target, path) {
		hint, ok := name.read(pair.key.Value)
		switch {
		case !ok:
			r.add(pair.key, path, fault{Found: quoteFound(pair.key.Value), Want: name.wants(), Hint: hint})
			continue
		case into.MapIndex(key.Elem()).IsValid():
			r.add(pair.key, path, fault{Found: fmt.Sprintf("%q a second time", pair.key.Value)})
			continue
		}
		element := reflect.New(into.Type().Elem()).Elem()
		r.read(pair.value, element, join(path, pair.key.Value))
		into.SetMapIndex(key.Elem(), element)
	}
}

func (r *reader) readMapping(node, target *yaml.Node, into reflect.Value, path string) {
	fields := fieldsOf(into.Type())
	if target.Kind != yaml.MappingNode {
		r.add(node, path, fault{Found: "found " + describe(target), Want: "a mapping with keys such as " + fields[0].key})
		return
	}
	seen := map[string]*yaml.Node{}
	var slips []string
	for _, pair := range r.pairs(target, path) {
		name := pair.key.Value
		if first, again := seen[name]; again {
			r.add(pair.key, join(path, name), fault{Found: "the same key twice", Hint: fmt.Sprintf("the first is on line %d", first.Line)})
			continue
		}
		seen[name] = pair.key
		field, known := find(fields, name)
		if !known {
			meant := nearest(name, keysOf(fields))
			slips = append(slips, meant)
			r.add(pair.key, join(path, name), fault{Found: "unknown key", Hint: didYouMean(meant)})
			continue
		}
		r.read(pair.value, into.Field(field.index), join(path, name))
	}
	for _, field := range fields {
		switch _, present := seen[field.key]; {
		case !field.required:
		case present:
			r.demandElement(into.Field(field.index), join(path, field.key))
		case !slices.Contains(slips, field.key): // which has been said of the slip
			r.add(node, path, fault{Found: fmt.Sprintf("missing key %q", field.key)})
		}
	}
}

// demandElement complains of an empty list.
func (r *reader) demandElement(list reflect.Value, path string) {
	node := r.places[path]
	if list.Kind() == reflect.Slice && list.Len() == 0 && node.Kind == yaml.SequenceNode {
		r.add(node, path, fault{Found: "found an empty list", Want: "at least one"})
	}
}

type pair struct{ key, value *yaml.Node }

// pairs are the keys and values of a mapping, and those that it merges from
// elsewhere (<<) and does not set itself.
func (r *reader) pairs(mapping *yaml.Node, path string) []pair {
	var own, merged []pair
	set := map[string]bool{}
	for n := 0; n+1 < len(mapping.Content); n += 2 {
		p := pair{mapping.Content[n], mapping.Content[n+1]}
		if p.key.Value == "<<" && p.key.Kind == yaml.ScalarNode {
			merged = append(merged, r.mergedPairs(p.value, path)...)
			continue
		}
		own = append(own, p)
		set[p.key.Value] = true
	}
	for _, p := range merged {
		if !set[p.key.Value] {
			own = append(own, p)
			set[p.key.Value] = true
		}
	}
	return own
}

// mergedPairs are those of the mapping, or of each of the mappings, that stands after <<.
func (r *reader) mergedPairs(node *yaml.Node, path string) []pair {
	from := node
	if node.Kind == yaml.AliasNode {
		from = node.Alias
	}
	switch {
	case from.Kind == yaml.MappingNode && !holds(from, "<<"):
		return r.pairs(from, path)
	case from.Kind == yaml.SequenceNode && node.Kind == yaml.SequenceNode:
		var all []pair
		for _, element := range from.Content {
			all = append(all, r.mergedPairs(element, path)...)
		}
		return all
	}
	r.add(node, join(path, "<<"), fault{Found: "found " + describe(from), Want: "an alias of a mapping that merges nothing itself"})
	return nil
}

// holds says whether a mapping has a key.
func holds(mapping *yaml.Node, key string) bool {
	for n := 0; n < len(mapping.Content); n += 2 {
		if mapping.Content[n].Value == key {
			return true
		}
	}
	return false
}

// reference is a variable of the environment in a text; the second form is one badly written.
var reference = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{`)

// expand puts the environment's values in the place of each ${NAME}.
func (r *reader) expand(node *yaml.Node, text, path string) (string, bool) {
	ok := true
	expanded := reference.ReplaceAllStringFunc(text, func(found string) string {
		name := strings.Trim(found, "${}")
		value, set := r.env(name)
		switch {
		case name == "":
			r.add(node, path, fault{Found: "found ${ without a name and }", Want: "${NAME}"})
		case !set:
			r.add(node, path, fault{Found: found + " is not set", Hint: "set the environment variable " + name + " before you start the program"})
		default:
			return value
		}
		ok = false
		return ""
	})
	return expanded, ok
}

// add notes a fault at a node.
func (r *reader) add(node *yaml.Node, path string, f fault) {
	f.File, f.Path = r.file, path
	f.Line, f.Column = max(1, node.Line), max(1, node.Column)
	r.faults = append(r.faults, f)
}

// at is the node of a key path, or of the nearest key above it that is in the file.
func (r *reader) at(path string) *yaml.Node {
	for {
		if node, here := r.places[path]; here {
			return node
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
}

// join is the path of a key within a mapping.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// describe names what a node is, for a person.
func describe(node *yaml.Node) string {
	switch {
	case node.Kind == yaml.MappingNode:
		return "a mapping"
	case node.Kind == yaml.SequenceNode:
		return "a list"
	case node.Tag == "!!null":
		return "nothing"
	}
	return strings.TrimPrefix(quoteFound(node.Value), "found ")
}
