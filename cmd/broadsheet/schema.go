package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
	"github.com/spf13/cobra"
)

func newSchema(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of config.yaml, for editors",
		Long:    "schema prints the JSON Schema (draft 2020-12) of config.yaml. An editor that knows YAML\nfinds it by the first line of the file:\n\n  # yaml-language-server: $schema=broadsheet.schema.json",
		Example: "  broadsheet schema > broadsheet.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			schema, err := configSchema()
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(schema)
			return err
		},
	}
}

// configSchema is the JSON Schema of config.yaml, made of the structs that read it.
func configSchema() ([]byte, error) {
	comments, err := fieldComments()
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	reflector := &jsonschema.Reflector{
		Anonymous:                  true,
		DoNotReference:             true,
		FieldNameTag:               "yaml",
		RequiredFromJSONSchemaTags: true,
		LookupComment:              func(t reflect.Type, field string) string { return comments[t.Name()+"."+field] },
	}
	schema := reflector.Reflect(&config{})
	schema.Title = "config.yaml of Broadsheet"
	// Exactly one of the three makes a source; a tag cannot say so.
	source, _ := schema.Properties.Get("sources")
	source.Items.OneOf = []*jsonschema.Schema{{Required: []string{"url"}}, {Required: []string{"page"}}, {Required: []string{"sitemap"}}}
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	return append(text, '\n'), nil
}

// fieldComments reads the comments of the config structs, by "struct.Field",
// from their source: what an editor shows and what the code says are one text.
func fieldComments() (map[string]string, error) {
	files, err := configSource.ReadDir(".")
	if err != nil {
		return nil, err
	}
	comments := map[string]string{}
	for _, file := range files {
		source, err := configSource.ReadFile(file.Name())
		if err != nil {
			return nil, err
		}
		if err := addComments(comments, file.Name(), source); err != nil {
			return nil, err
		}
	}
	return comments, nil
}

func addComments(comments map[string]string, name string, source []byte) error {
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, isType := n.(*ast.TypeSpec)
		if !isType {
			return true
		}
		if body, isStruct := spec.Type.(*ast.StructType); isStruct {
			for _, field := range body.Fields.List {
				comments[spec.Name.Name+"."+field.Names[0].Name] = strings.Join(strings.Fields(field.Doc.Text()), " ")
			}
		}
		return false
	})
	return nil
}

// textSchema is a text of a form, or one that the environment completes.
func textSchema(pattern string, examples ...any) *jsonschema.Schema {
	if pattern != "" {
		pattern = `^(` + pattern + `)$|\$\{`
	}
	return &jsonschema.Schema{Type: "string", Pattern: pattern, Examples: examples}
}

// wordSchema is one of a few words.
func wordSchema(words []string) *jsonschema.Schema {
	schema := &jsonschema.Schema{Type: "string"}
	for _, word := range words {
		schema.Enum = append(schema.Enum, word)
	}
	return schema
}

// numberSchema is a whole number, or a text that the environment completes.
func numberSchema(least, most string) *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
		{Type: "integer", Minimum: json.Number(least), Maximum: json.Number(most)},
		{Type: "string", Pattern: `^[0-9]+$|\$\{`},
	}}
}

// The schemas of the scalars.

func (text) JSONSchema() *jsonschema.Schema     { return textSchema(`[\s\S]*\S[\s\S]*`) }
func (id) JSONSchema() *jsonschema.Schema       { return textSchema(`[a-z0-9]+(-[a-z0-9]+)*`) }
func (secret) JSONSchema() *jsonschema.Schema   { return textSchema("", "${NAME}", "file:secret.txt") }
func (language) JSONSchema() *jsonschema.Schema { return textSchema(`[A-Za-z0-9-]+`, "en", "ur") }
func (selector) JSONSchema() *jsonschema.Schema { return textSchema("", "article", "h2 a", ".byline") }
func (count) JSONSchema() *jsonschema.Schema    { return numberSchema("1", "") }
func (port) JSONSchema() *jsonschema.Schema     { return numberSchema("1", "65535") }
func (kind) JSONSchema() *jsonschema.Schema     { return wordSchema(new(kind).choices()) }
func (catchUp) JSONSchema() *jsonschema.Schema  { return wordSchema(new(catchUp).choices()) }

func (weight) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
		{Type: "number", Minimum: "0.1", Maximum: "10"},
		{Type: "string", Pattern: `^[0-9.]+$|\$\{`},
	}}
}

func (percent) JSONSchema() *jsonschema.Schema {
	return textSchema(`[0-9]{1,3} ?%`, "50%")
}

func (transport) JSONSchema() *jsonschema.Schema { return wordSchema(new(transport).choices()) }
func (security) JSONSchema() *jsonschema.Schema  { return wordSchema(new(security).choices()) }

func (listenAddress) JSONSchema() *jsonschema.Schema {
	return textSchema(`.*:[0-9]+`, "localhost:8080", ":8080")
}

func (duration) JSONSchema() *jsonschema.Schema {
	return textSchema(`([0-9]+d)?([0-9.]+(h|m|s|ms))*`, "30s", "15m", "2h", "3d")
}

func (gap) JSONSchema() *jsonschema.Schema {
	return textSchema(`([0-9.]+(m|s|ms))+|0`, "250ms", "2s", "0s")
}

func (watch) JSONSchema() *jsonschema.Schema {
	return textSchema(`never|([0-9]+d)?([0-9.]+(h|m|s|ms))*`, "3d", never)
}

func (pattern) JSONSchema() *jsonschema.Schema { return textSchema("", "Live updates", "/^Watch:/") }

func (addressPattern) JSONSchema() *jsonschema.Schema {
	return textSchema("", "/blogs/", "/\\d{4}/opinion/")
}

func (expression) JSONSchema() *jsonschema.Schema { return textSchema("", "^BREAKING: *") }

func (toggle) JSONSchema() *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "boolean"}, {Type: "string", Pattern: `^(true|false)$|\$\{`}}}
}

func (proxyAddress) JSONSchema() *jsonschema.Schema {
	return textSchema(`(https?|socks5)://.+`, "http://proxy.example:3128")
}

func (size) JSONSchema() *jsonschema.Schema {
	return textSchema(`[0-9]+ ?([kKMG]i?)?B?`, "16MiB")
}

func (network) JSONSchema() *jsonschema.Schema {
	return textSchema(`[0-9a-fA-F.:]+/[0-9]+`, "192.168.1.0/24")
}

func (mailbox) JSONSchema() *jsonschema.Schema {
	return textSchema(`.*@.*`, "The Daily Broadsheet <digest@example.org>")
}

func (zone) JSONSchema() *jsonschema.Schema {
	return textSchema(`[A-Za-z0-9_+/-]+`, "Asia/Karachi", "UTC")
}

func (schedule) JSONSchema() *jsonschema.Schema {
	return textSchema(`@[a-z]+|\S+(\s+\S+){4}`, "0 7 * * *", "30 6 * * 1-5")
}

func (siteAddress) JSONSchema() *jsonschema.Schema {
	return textSchema(`https?://[^/?#]+/?`, "https://paper.example")
}

func (contact) JSONSchema() *jsonschema.Schema {
	return textSchema(`(mailto:|https?://).+`, "mailto:desk@paper.example")
}

func (feedAddress) JSONSchema() *jsonschema.Schema {
	return textSchema(`(https?|file|sample):.+`, "https://paper.example/feed", "sample:wire")
}
