package worker

import (
	"context"
	"fmt"
	"strings"
	"time"

	"broadsheet/digest"
)

// paced is those of the claimed that may go to their hosts within the hour;
// the others are given back until it is their turn.
func (m *mailing) paced(ctx context.Context, claimed []digest.Delivery) ([]digest.Delivery, error) {
	if len(m.PerHour) == 0 {
		return claimed, nil
	}
	var now []digest.Delivery
	limited := map[string][]digest.Delivery{}
	for _, d := range claimed {
		if host := recipientHost(d); m.PerHour[host] > 0 {
			limited[host] = append(limited[host], d)
		} else {
			now = append(now, d)
		}
	}
	for host, all := range limited {
		got, err := m.reserve(ctx, host, all)
		if err != nil {
			return nil, err
		}
		now = append(now, all[:got]...)
	}
	return now, nil
}

// reserve gives back those that a host does not take within the hour.
func (m *mailing) reserve(ctx context.Context, host string, all []digest.Delivery) (int, error) {
	perHour := m.PerHour[host]
	got, first, gap, err := m.Store.Reserve(ctx, "mail to "+host, len(all), perHour, m.Now())
	if err != nil || got == len(all) {
		return got, err
	}
	for i := range all[got:] {
		all[got+i].NextTry = first.Add(time.Duration(i) * gap)
	}
	return got, m.Store.Release(context.WithoutCancel(ctx), all[got:], fmt.Sprintf("waits its turn: %s takes %d an hour", host, perHour))
}

// recipientHost is where a delivery goes, in lower case.
func recipientHost(d digest.Delivery) string {
	address := d.Subscriber.Address
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}
