package parse

import (
	"slices"
	"strings"

	"broadsheet/digest"
)

// trackers are the parameters that only say by which way a reader came.
var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true, "yclid": true,
	"ttclid": true, "twclid": true, "li_fat_id": true, "igshid": true, "igsh": true, "mc_cid": true, "mc_eid": true,
	"mkt_tok": true, "_hsenc": true, "_hsmi": true, "__hssc": true, "__hstc": true, "__hsfp": true, "hsctatracking": true,
	"vero_id": true, "vero_conv": true, "oly_enc_id": true, "oly_anon_id": true, "_openstat": true, "wickedid": true,
	"rb_clickid": true, "s_cid": true, "ml_subscriber": true, "ml_subscriber_hash": true, "_ke": true, "epik": true,
	"xtor": true, "at_medium": true, "at_campaign": true, "at_campaign_type": true, "ns_source": true, "ns_mchannel": true,
	"ns_campaign": true, "ns_linkname": true, "ns_fee": true, "__twitter_impression": true,
	"srsltid": true, "gad_source": true, "gad_campaignid": true, "ysclid": true, "_branch_match_id": true, "_bhlid": true, "__s": true,
	"fb_comment_id": true, "fb_ref": true, "fb_source": true, "sc_cid": true, "s_kwcid": true, "ef_id": true, "_ga": true, "_gl": true,
	"dicbo": true, "guccounter": true, "guce_referrer": true, "guce_referrer_sig": true,
}

// families are how the names of trackers begin that come in many kinds.
var families = []string{"utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "itm_", "fb_action_"}

func isTracker(pair string) bool {
	name, _, _ := strings.Cut(strings.ToLower(pair), "=")
	return trackers[name] || slices.ContainsFunc(families, func(start string) bool { return strings.HasPrefix(name, start) })
}

// untracked is an address without the parameters that track its readers, be they
// in the query or in the fragment. All else in it stays as it was.
func untracked(address string) string {
	if !strings.ContainsAny(address, "?#") {
		return address
	}
	whole, fragment, marked := strings.Cut(address, "#")
	before, query, asked := strings.Cut(whole, "?")
	if query, all := withoutTrackers(query); asked && !all {
		whole = before
		if query != "" {
			whole += "?" + query
		}
	}
	if rest, all := withoutTrackers(fragment); marked && (all || rest != "") {
		whole += "#" + fragment
	}
	return whole
}

// withoutTrackers is what of some parameters is none, and whether that is all.
func withoutTrackers(pairs string) (kept string, all bool) {
	list := strings.Split(pairs, "&")
	left := slices.DeleteFunc(slices.Clone(list), isTracker)
	return strings.Join(left, "&"), len(left) == len(list)
}

// untrackLinks does so with the items' links, once they have their IDs: the
// vow knows only of utm_*.
func untrackLinks(items []digest.Item) {
	for i := range items {
		items[i].Link = untracked(items[i].Link)
	}
}
