package templates

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"math"
	"strings"
	texttemplate "text/template"
)

//go:embed *.html page.css email.txt icon.svg
var files embed.FS

// The templates themselves. They are part of the program, so that one which
// does not parse is found by the first test.
var (
	markup = template.Must(template.New("").Funcs(template.FuncMap{"face": face, "small": small}).ParseFS(files, "*.html"))
	plain  = texttemplate.Must(texttemplate.New("").Funcs(typewriter).ParseFS(files, "email.txt"))
	style  = template.CSS(strings.TrimSpace(mustRead("page.css")))
)

func mustRead(name string) string {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// Icon is the picture of the paper that a browser shows beside the name of a page,
// an SVG. Pages look for it at /icon.svg.
func Icon() []byte { return []byte(mustRead("icon.svg")) }

// StyleSource is the source expression ('sha256-…') by which a
// Content-Security-Policy allows the one style sheet that stands in every page.
// The pages have no style attributes and no scripts.
func StyleSource() string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// errNoRoom is that a document has more bytes than it may have.
var errNoRoom = errors.New("no room")

// sized is a buffer that takes no more than its room.
type sized struct {
	text bytes.Buffer
	room int
}

func (s *sized) Write(text []byte) (int, error) {
	if s.text.Len()+len(text) > s.room {
		return 0, errNoRoom
	}
	return s.text.Write(text)
}

// render runs one of the HTML templates. What it gives is valid UTF-8: texts
// from outside are clean, but the site's own title need not be.
func render(name string, data any) ([]byte, error) {
	return renderInto(math.MaxInt, name, data)
}

// renderInto is render for a document of at most room bytes; it fails with
// errNoRoom as soon as there are more.
func renderInto(room int, name string, data any) ([]byte, error) {
	out := sized{room: room}
	if err := markup.ExecuteTemplate(&out, name, data); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return bytes.ToValidUTF8(out.text.Bytes(), []byte("?")), nil
}
