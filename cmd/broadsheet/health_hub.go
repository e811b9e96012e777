package main

import (
	"context"
	"fmt"
	"time"

	"broadsheet/internal/store"
)

// hubs is what stands between us and the hubs of the sources (WebSub), in
// words, by source.
func (p *press) hubs(ctx context.Context, now time.Time) (map[string][]string, error) {
	all, err := p.store.Hubs(ctx)
	if err != nil {
		return nil, err
	}
	words := map[string][]string{}
	for _, hub := range all {
		words[hub.Source] = append(words[hub.Source], redact(hub.Hub)+" "+hubInWords(hub, now, p.zone()))
	}
	return words, nil
}

// hubInWords says what a hub does for us, or why it does not.
func hubInWords(h store.Hub, now time.Time, zone *time.Location) string {
	reason := ""
	if h.Error != "" {
		reason = ": " + h.Error
	}
	switch announces := h.LeaseEnd.After(now); {
	case h.State == store.HubLeaving:
		return "has been asked to tell us no more" + reason
	case announces && h.Missed > 1:
		return fmt.Sprintf("has said nothing of news %d times in a row: it is not relied on", h.Missed)
	case announces:
		return "tells us of news until " + day(h.LeaseEnd, now, zone)
	case h.State == store.HubDenied:
		return "will not tell us of news" + reason
	case h.Failures > 1 || h.Error != "":
		return fmt.Sprintf("has been asked %s in vain%s", counted(h.Failures, "time", "times"), reason)
	}
	return "has been asked to tell us of news"
}
