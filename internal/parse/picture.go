package parse

import (
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// photo is what an img says. Of the sizes, "" is none.
type photo struct {
	src, alt, width, height, style string
	// late are where pages keep the address that a script is to fill in.
	late [4]string
}

// readPicture reads the tag in hand.
func (r *reducer) readPicture() photo {
	var p photo
	fields := map[string]*string{
		"src": &p.src, "alt": &p.alt, "width": &p.width, "height": &p.height, "style": &p.style,
		"data-src": &p.late[0], "data-lazy-src": &p.late[1], "data-original": &p.late[2], "srcset": &p.late[3],
	}
	for more := true; more; {
		var key, value []byte
		key, value, more = r.z.TagAttr()
		if field := fields[string(key)]; field != nil && *field == "" {
			*field = string(value)
		}
	}
	p.late[3] = widest(p.late[3])
	return p
}

// widest is the address of the widest picture of a srcset that is not too wide.
func widest(set string) string {
	const enough = 2000 // pixels
	address, most := "", -1.0
	for candidate := range strings.SplitSeq(set, ", ") {
		parts := append(strings.Fields(candidate), "", "")
		width, _ := strconv.ParseFloat(strings.TrimRight(parts[1], "wx"), 64)
		if parts[0] != "" && most < width && width <= enough {
			address, most = parts[0], width
		}
	}
	return address
}

// image adds a picture that can be seen. One that comes twice in a row, for
// browsers with and without scripts, is added once.
func (r *reducer) image(p photo) {
	src := r.absolute(p.src)
	for _, late := range p.late {
		if src != "" && !isStandIn(src) {
			break
		}
		if found := r.absolute(late); found != "" {
			src = found
		}
	}
	if src == "" || src == r.picture || isDot(p) || isBeacon(src) {
		return
	}
	attrs := append(make([]html.Attribute, 0, 4), html.Attribute{Key: "src", Val: src})
	for _, a := range []html.Attribute{{Key: "alt", Val: fold(p.alt)}, {Key: "width", Val: size(p.width)}, {Key: "height", Val: size(p.height)}} {
		if a.Val != "" {
			attrs = append(attrs, a)
		}
	}
	r.cell()
	r.add(atom.Img, attrs)
	r.top().full, r.picture = true, src
}

// size is a length in CSS pixels; "" if it is none.
func size(length string) string {
	return count([]byte(strings.TrimSuffix(strings.TrimSpace(length), "px")), 5)
}

// pixels is a size as a number, 0 if it is none.
func pixels(length string) int {
	n, err := strconv.Atoi(length)
	if err != nil {
		return 0
	}
	return n
}

// isPixel says that a picture of this size, 0 being unknown, is there to
// count readers.
func isPixel(width, height int) bool { return width == 1 || height == 1 }

// isDot says the same of one that has not been measured yet.
func isDot(p photo) bool {
	tiny := func(length string) bool {
		length = size(length)
		return length != "" && pixels(length) <= 1
	}
	if tiny(p.width) || tiny(p.height) {
		return true
	}
	for declaration := range strings.SplitSeq(strings.ToLower(p.style), ";") {
		name, value, _ := strings.Cut(declaration, ":")
		value = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important"))
		switch strings.TrimSpace(name) {
		case "width", "height", "max-width", "max-height":
			if tiny(value) {
				return true
			}
		case "display", "visibility", "opacity":
			if value == "none" || value == "hidden" || value == "0" {
				return true
			}
		}
	}
	return false
}

// isStandIn says that an address is of a picture that stands where a script is
// to put another.
func isStandIn(src string) bool {
	path, _, _ := strings.Cut(strings.ToLower(src), "?")
	name := path[strings.LastIndexByte(path, '/')+1:]
	for _, word := range []string{"placeholder", "blank", "spacer", "transparent", "lazy", "loading", "loader", "1x1", "pixel"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// beacons are hosts, and hosts with a path, that only count readers.
var beacons = []string{
	"pixel.wp.com", "stats.wordpress.com", "b.scorecardresearch.com", "sb.scorecardresearch.com", "pixel.quantserve.com",
	"www.google-analytics.com", "ad.doubleclick.net", "pubads.g.doubleclick.net", "googleads.g.doubleclick.net",
	"feeds.feedburner.com/~", "pi.feedsportal.com", "da.feedsportal.com", "rss.feedsportal.com", "www.facebook.com/tr",
	"px.ads.linkedin.com", "pixel.parsely.com", "a.rfihub.com", "secure-us.imrworldwide.com", "counter.theconversation.com",
	"counter.theconversation.edu.au", "analytics.twitter.com",
}

// isBeacon says that a picture is asked for to count readers, whatever its size.
func isBeacon(src string) bool {
	_, place, _ := strings.Cut(strings.ToLower(src), "://")
	for _, beacon := range beacons {
		if rest, found := strings.CutPrefix(place, beacon); found && (strings.Contains(beacon, "/") || rest == "" || rest[0] == '/' || rest[0] == '?') {
			return true
		}
	}
	return false
}

// film is a video or a sound that is being read. A mail cannot play it, so a
// link to it takes its place.
type film struct {
	src, poster string
	open        bool // a source may still come
}

// meet reads the start tag of an element that is left out.
func (f *film) meet(r *reducer, tag atom.Atom) {
	*f = film{open: tag == atom.Video || tag == atom.Audio}
	if !f.open && tag != atom.Iframe {
		return
	}
	for more := true; more; {
		var key, value []byte
		switch key, value, more = r.z.TagAttr(); string(key) {
		case "src":
			f.src = r.absolute(string(value))
		case "poster":
			f.poster = r.absolute(string(value))
		}
	}
	if tag == atom.Iframe {
		f.src = player(f.src)
	}
}

// offer reads a tag within it.
func (f *film) offer(r *reducer, tag atom.Atom) {
	if !f.open || f.src != "" || tag != atom.Source {
		return
	}
	for more := true; more; {
		var key, value []byte
		if key, value, more = r.z.TagAttr(); string(key) == "src" {
			f.src = r.absolute(string(value))
		}
	}
}

// show puts the link in its place.
func (f *film) show(r *reducer) {
	src, poster := f.src, f.poster
	*f = film{}
	if src == "" || r.top().in.link {
		return
	}
	r.cell()
	r.push(atom.A, []html.Attribute{{Key: "href", Val: src}})
	if r.image(photo{src: poster}); !r.top().full {
		_, name, _ := strings.Cut(src, "://")
		r.text([]byte(strings.TrimPrefix(name, "www.")))
	}
	r.closeTo(len(r.open) - 1)
}

// player is the page of a film whose player is set in a frame; "" if the
// frame is none that we know.
func player(src string) string {
	u, err := url.Parse(src)
	if err != nil || src == "" {
		return ""
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	id := url.PathEscape(parts[len(parts)-1])
	switch host := strings.TrimPrefix(strings.ToLower(u.Host), "www."); {
	case id == "":
	case (host == "youtube.com" || host == "youtube-nocookie.com") && parts[0] == "embed" && id != "videoseries":
		return "https://www.youtube.com/watch?v=" + id
	case host == "player.vimeo.com" && parts[0] == "video":
		return "https://vimeo.com/" + id
	case host == "dailymotion.com" && parts[0] == "embed":
		return "https://www.dailymotion.com/video/" + id
	}
	return ""
}
