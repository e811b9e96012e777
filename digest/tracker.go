package digest

import (
	"slices"
	"strings"
)

// trackers are the parameters that only say by which way a reader came.
var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true, "yclid": true,
	"ttclid": true, "twclid": true, "li_fat_id": true, "igshid": true, "igsh": true, "mc_cid": true, "mc_eid": true,
	"mkt_tok": true, "_hsenc": true, "_hsmi": true, "__hssc": true, "__hstc": true, "__hsfp": true, "hsctatracking": true,
	"vero_id": true, "vero_conv": true, "oly_enc_id": true, "oly_anon_id": true, "_openstat": true, "wickedid": true,
	"rb_clickid": true, "s_cid": true, "ml_subscriber": true, "ml_subscriber_hash": true, "_ke": true, "epik": true,
	"xtor": true, "ns_source": true, "ns_mchannel": true,
	"ns_campaign": true, "ns_linkname": true, "ns_fee": true, "__twitter_impression": true,
	"srsltid": true, "gad_source": true, "gad_campaignid": true, "ysclid": true, "_branch_match_id": true, "_bhlid": true, "__s": true,
	"fb_comment_id": true, "fb_ref": true, "fb_source": true, "sc_cid": true, "s_kwcid": true, "ef_id": true, "_ga": true, "_gl": true,
	"dicbo": true, "cmpid": true, "ocid": true, "guccounter": true, "guce_referrer": true, "guce_referrer_sig": true,
}

// families are how the names of trackers begin that come in many kinds.
var families = []string{"utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "itm_", "fb_action_", "at_"}

// IsTracker says that a parameter of an address only says by which way a reader
// came, by its name in whatever case: without it the address leads to the same.
func IsTracker(name string) bool {
	name = strings.ToLower(name)
	return trackers[name] || slices.ContainsFunc(families, func(start string) bool { return strings.HasPrefix(name, start) })
}
