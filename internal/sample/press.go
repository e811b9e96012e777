package sample

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"
)

//go:embed press
var files embed.FS

// story is one story as it was written, before it has a date.
type story struct {
	title   string
	at      time.Duration // after midnight in Karachi
	section string
	authors []string
	image   picture
	event   string
	link    string // name of the paper whose story of the event it links to
	updated bool
	text    []string // paragraphs
}

// picture is the image of a story; without a name there is none.
type picture struct {
	name          string
	width, height int // pixels
	size          int // bytes
	alt           string
}

// page is what the papers print on one day: their stories, by the paper's name.
type page map[string][]story

// pages is the pages in the order in which they take turns.
var pages = sync.OnceValues(func() ([]page, error) {
	folders, err := fs.ReadDir(files, "press")
	if err != nil {
		return nil, err
	}
	var all []page
	for _, folder := range folders {
		p, err := readPage("press/" + folder.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
})

func readPage(folder string) (page, error) {
	p := page{}
	for _, name := range Names() {
		path := folder + "/" + name + ".txt"
		text, err := files.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if p[name], err = readStories(string(text)); err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
	}
	return p, nil
}

func readStories(text string) ([]story, error) {
	var stories []story
	for _, part := range strings.Split("\n"+text, "\n# ")[1:] {
		s, err := readStory(part)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", s.title, err)
		}
		stories = append(stories, s)
	}
	if len(stories) == 0 {
		return nil, errors.New("no stories")
	}
	return stories, nil
}

func readStory(part string) (story, error) {
	blocks := strings.Split(strings.TrimSpace(part), "\n\n")
	head := strings.Split(blocks[0], "\n")
	s := story{title: head[0], at: -1}
	for _, line := range head[1:] {
		if err := s.set(line); err != nil {
			return s, err
		}
	}
	for _, block := range blocks[1:] {
		s.text = append(s.text, strings.Join(strings.Fields(block), " "))
	}
	if s.at < 0 || len(s.text) == 0 {
		return s, errors.New("a story needs a time of day and a paragraph")
	}
	return s, nil
}

func (s *story) set(line string) (err error) {
	key, value, _ := strings.Cut(line, ": ")
	switch key {
	case "at":
		s.at, err = timeOfDay(value)
	case "section":
		s.section = value
	case "by":
		s.authors = strings.Split(value, ", ")
	case "image":
		_, err = fmt.Sscanf(value, "%s %dx%d %d", &s.image.name, &s.image.width, &s.image.height, &s.image.size)
	case "alt":
		s.image.alt = value
	case "event":
		s.event = value
	case "link":
		s.link = value
	case "updated":
		s.updated = value == "yes"
	default:
		return fmt.Errorf("unknown line %q", line)
	}
	if err != nil {
		return fmt.Errorf("line %q: %w", line, err)
	}
	return nil
}

// lastMinute leaves room before midnight for the minutes that a seed adds.
const lastMinute = 23*time.Hour + 45*time.Minute

func timeOfDay(clock string) (time.Duration, error) {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return 0, err
	}
	at := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	if at > lastMinute {
		return 0, errors.New("too close to midnight")
	}
	return at, nil
}
