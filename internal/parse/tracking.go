package parse

import (
	"strings"

	"broadsheet/digest"
)

// trackers are the parameters that only say by which way a reader came. Those
// that begin with utm_ are known without a list.
var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true, "yclid": true,
	"ttclid": true, "twclid": true, "li_fat_id": true, "igshid": true, "igsh": true, "mc_cid": true, "mc_eid": true,
	"mkt_tok": true, "_hsenc": true, "_hsmi": true, "__hssc": true, "__hstc": true, "__hsfp": true, "hsctatracking": true,
	"vero_id": true, "vero_conv": true, "oly_enc_id": true, "oly_anon_id": true, "_openstat": true, "wickedid": true,
	"rb_clickid": true, "s_cid": true, "ml_subscriber": true, "ml_subscriber_hash": true, "_ke": true, "epik": true,
	"xtor": true, "at_medium": true, "at_campaign": true, "at_campaign_type": true, "ns_source": true, "ns_mchannel": true,
	"ns_campaign": true, "ns_linkname": true, "ns_fee": true, "__twitter_impression": true,
}

// untracked is an address without the parameters that track its readers. All
// else in it stays as it was.
func untracked(address string) string {
	before, query, found := strings.Cut(address, "?")
	if !found || strings.Contains(before, "#") {
		return address
	}
	query, fragment, _ := strings.Cut(query, "#")
	kept := make([]string, 0, 8)
	all := 0
	for pair := range strings.SplitSeq(query, "&") {
		all++
		name, _, _ := strings.Cut(strings.ToLower(pair), "=")
		if !trackers[name] && !strings.HasPrefix(name, "utm_") {
			kept = append(kept, pair)
		}
	}
	if len(kept) == all {
		return address
	}
	if len(kept) > 0 {
		before += "?" + strings.Join(kept, "&")
	}
	if fragment != "" {
		before += "#" + fragment
	}
	return before
}

// untrackLinks does so with the items' links, once they have their IDs: the
// vow knows only of utm_*.
func untrackLinks(items []digest.Item) {
	for i := range items {
		items[i].Link = untracked(items[i].Link)
	}
}
