package digest

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// feedClue looks at what the feed calls itself, by whole segments: "Dawn -
// Opinion" is opinion, "Scores, News, Analysis, Video" is not analysis. Then
// at its address: "/feeds/opinion.xml".
func feedClue(i Item, s Source) clue {
	if kind := titledFor(s.FeedTitle); kind != "" {
		return clue{kind, "the feed is called " + quote(s.FeedTitle)}
	}
	folders, name := pathOf(s.Address())
	name = strings.TrimSuffix(name, path.Ext(name))
	for _, folder := range append(folders, name) {
		if kind := folderWord(folder); kind != "" && !vague[wordKey(folder)] {
			return clue{kind, "the feed's address has /" + folder}
		}
	}
	return clue{}
}

// segmentSigns part the title of a feed: "NYT > Opinion", "Opinion | The Herald".
var segmentSigns = regexp.MustCompile(`\s*(?:[|»>·•]|//|::)\s*|\s+[-–—/:]\s+|:\s+`)

// boilerplate is what programs add to the name of a section.
var boilerplate = regexp.MustCompile(`(?i)\s+(?:archives?|rss|feed|rss feed|section|latest)$`)

// titledFor is the kind that one whole segment of a feed's title names.
func titledFor(title string) Kind {
	for _, segment := range segmentSigns.Split(title, -1) {
		if kind := headingWord(boilerplate.ReplaceAllString(segment, "")); kind != "" {
			return kind
		}
	}
	return ""
}

// hostOf is the host of an address, without www and the like.
func hostOf(link string) string {
	address, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(address.Hostname(), "www.")
}
