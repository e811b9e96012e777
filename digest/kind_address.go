package digest

import (
	"net/url"
	"strings"
	"unicode"
)

// addressClue looks at the folders of an item's address, at the ends of its own
// name in it, and at the host. The last folder that says anything counts.
func addressClue(i Item, _ Source) clue {
	folders, name := pathOf(i.Link)
	var found clue
	for n := len(folders) - 1; n >= 0; n-- {
		if kind := folderWord(folders[n]); kind != "" && !broadcast(folders[:n]) {
			found = found.or(clue{kind, "address has /" + folders[n] + "/"})
		}
	}
	return found.or(slugClue(name)).or(hostClue(i.Link))
}

// hostClue reads a name in front of the paper's own: "opinion.paper.example".
func hostClue(link string) clue {
	host := hostOf(link)
	if name, paper, _ := strings.Cut(host, "."); strings.Contains(paper, ".") {
		return clue{filingWord(name), "address is at " + host}
	}
	return clue{}
}

// slugClue reads the marks that desks set at an end of an item's name in its
// address. In its middle a word is only one of the headline.
func slugClue(name string) clue {
	switch {
	case strings.HasPrefix(name, "explainer-"), strings.HasPrefix(name, "analysis-"):
		return clue{Analysis, "address begins with " + name[:strings.IndexByte(name, '-')]}
	case strings.HasSuffix(name, "-analysis"):
		return clue{Analysis, "address ends with analysis"}
	}
	return clue{}
}

// broadcast says that an address is that of a programme, whose name ("The
// Review", "Perspective") says nothing of the kind.
func broadcast(folders []string) bool {
	for _, folder := range folders {
		switch wordKey(folder) {
		case "tv-shows", "shows", "programmes", "podcasts", "podcast", "video", "videos":
			return true
		}
	}
	return false
}

// deskClue takes an item for a story when its address or a category files it
// under a desk: a paper that sorts by desk has one for views too, and this is
// none. The folders that hold everything say nothing, nor do dates and numbers.
func deskClue(i Item, _ Source) clue {
	folders, _ := pathOf(i.Link)
	for n, folder := range folders {
		if !isWord(folder) || !files(wordKey(folder)) {
			continue
		}
		if wordKey(folder) == "news" && n+1 < len(folders) && isSerial(folders[n+1]) {
			continue // "/news/1234567/a-leader": everything is news
		}
		return clue{Story, "address files it under /" + folder + "/"}
	}
	for _, category := range i.Categories {
		if desks[wordKey(category)] {
			return clue{Story, "category " + quote(category) + " is a desk of news"}
		}
	}
	return clue{}
}

// desks are the categories under which papers file news and hardly views.
var desks = setOf(`world world-news national nation national-news local local-news city metro international business economy markets
	finance sport sports cricket football science technology tech health environment entertainment crime weather`)

// everything is the folders that a site may put whatever it has into.
var everything = setOf(`article articles articleshow story stories post posts entry entries content archive archives index page pages
	item items node web www site blog print online epaper paper feed feeds rss amp tag tags author authors latest today
	feature features magazine original originals details detail view read html default main home wp-content category categories
	january february march april june july august september october november december sept jan feb mar apr may jun jul aug sep oct nov dec`)

func files(folder string) bool { return len(folder) > 2 && !everything[folder] && !isLocale(folder) }

// isLocale knows "en-gb".
func isLocale(folder string) bool { return len(folder) == 5 && folder[2] == '-' }

// isWord tells a word or several from an identifier.
func isWord(folder string) bool {
	letters := 0
	for _, r := range folder {
		switch {
		case unicode.IsDigit(r):
			return false
		case unicode.IsLetter(r):
			letters++
		}
	}
	return letters > 2
}

func isSerial(folder string) bool {
	return len(folder) >= 5 && strings.Trim(folder, "0123456789") == ""
}

// pathOf is the folders of an address, and the item's own name in it, which
// is the last segment.
func pathOf(link string) (folders []string, name string) {
	address, err := url.Parse(link)
	if err != nil {
		return nil, ""
	}
	segments := strings.Split(strings.Trim(address.Path, "/"), "/")
	last := len(segments) - 1
	return segments[:last], segments[last]
}

// lastPart is the end of a category that is a path.
func lastPart(category string) string {
	return category[strings.LastIndexAny(category, "/>|")+1:]
}
