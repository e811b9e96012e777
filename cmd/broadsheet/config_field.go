package main

import (
	"reflect"
	"strings"
)

// field is a key that a mapping may have.
type field struct {
	key      string
	index    int
	required bool
}

// fieldsOf lists the keys of a config struct in their order.
func fieldsOf(t reflect.Type) []field {
	fields := make([]field, t.NumField())
	for n := range fields {
		tag := t.Field(n).Tag
		rules := strings.Split(tag.Get("jsonschema"), ",")
		fields[n] = field{key: tag.Get("yaml"), index: n, required: rules[0] == "required"}
	}
	return fields
}

func find(fields []field, key string) (field, bool) {
	for _, f := range fields {
		if f.key == key {
			return f, true
		}
	}
	return field{}, false
}

func keysOf(fields []field) []string {
	keys := make([]string, len(fields))
	for n, f := range fields {
		keys[n] = f.key
	}
	return keys
}
