package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// ask asks an address as sources are asked: by the same way out, under the same name.
func (p *patient) ask(ctx context.Context, method, address string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, err
	}
	options := p.fetchOptions(p.app.now)
	request.Header.Set("User-Agent", options.UserAgent)
	client := http.Client{Transport: &http.Transport{
		Proxy:             func(r *http.Request) (*url.URL, error) { return options.Proxy(r.URL) },
		DisableKeepAlives: true,
	}}
	response, err := client.Do(request)
	if failure := (*url.Error)(nil); errors.As(err, &failure) {
		err = failure.Err // without the address, which may hold a password
	}
	return response, err
}

// lookAtAddress asks the public address whether the paper is there.
func (p *patient) lookAtAddress(ctx context.Context) diagnosis {
	site := string(p.URL)
	response, err := p.ask(ctx, http.MethodGet, site+"/healthz")
	switch {
	case err != nil && isLocalSite(site):
		return diagnosis{Verdict: warns, Found: "nobody answers at " + site, Next: "broadsheet run answers there as long as it runs"}
	case err != nil:
		return diagnosis{
			Verdict: fails, Found: site + ": " + err.Error(),
			Next: "start broadsheet run, and let the web server of that name lead to it; readers unsubscribe there",
		}
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return diagnosis{
			Verdict: fails, Found: fmt.Sprintf("%s/healthz answers %s", site, response.Status),
			Next: "let the web server of that name lead to " + p.listen() + ", where broadsheet run listens",
		}
	}
	return p.judgeSite(ctx, site, response.TLS)
}

// judgeSite says how well the paper can be reached where it answers.
func (p *patient) judgeSite(ctx context.Context, site string, encrypted *tls.ConnectionState) diagnosis {
	found := diagnosis{Verdict: fine, Found: "the paper answers at " + site}
	if encrypted == nil {
		if p.isSent() {
			found.Verdict, found.Next = warns, "give it https: mail programs unsubscribe by one click only there (RFC 8058)"
		}
		return found
	}
	if left := encrypted.PeerCertificates[0].NotAfter.Sub(p.app.now()); left < expiring {
		found.Verdict, found.Next = warns, fmt.Sprintf("its certificate ends in %s: renew it", roughly(left))
	}
	if p.showsStatus(ctx, site) {
		found.Verdict, found.Found = warns, found.Found+", and shows /status to everybody"
		found.Next = "let the web server of that name say for whom it asks, by X-Forwarded-For"
	}
	return found
}

// showsStatus says whether the web server that speaks TLS for us passes us off as
// an operator, and with us everybody.
func (p *patient) showsStatus(ctx context.Context, site string) bool {
	response, err := p.ask(ctx, http.MethodGet, site+"/status")
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

func isLocalSite(site string) bool {
	address, err := url.Parse(site)
	return err == nil && isLocal(address.Hostname())
}

// lookAtEditions says when each digest is due.
func (p *patient) lookAtEditions(ctx context.Context) diagnosis {
	if p.fault != nil || p.database.Version != p.database.Known {
		return diagnosis{}
	}
	press, err := p.open(ctx, p.settings, p.settings.database(), p.quietLog())
	if err != nil {
		return diagnosis{Verdict: fails, Found: err.Error(), Next: hintFor(err)}
	}
	found, err := p.tellHours(ctx, press)
	if err = errors.Join(err, press.close()); err != nil {
		return diagnosis{Verdict: fails, Found: err.Error(), Next: hintFor(err)}
	}
	return found
}

func (p *patient) tellHours(ctx context.Context, press *press) (diagnosis, error) {
	found := diagnosis{Verdict: fine}
	var words []string
	for _, d := range press.digests {
		hours, err := p.hoursOf(ctx, press, d)
		if err != nil {
			return diagnosis{}, err
		}
		next := moment(hours.NextDue, hours.zone)
		switch {
		case hours.Overdue:
			found.Verdict, found.Next = warns, "broadsheet run brings it out, and build does so now"
			words = append(words, d.ID+" is overdue since "+next)
		case hours.NextDue.IsZero():
			words = append(words, d.ID+" is never due again")
		default:
			words = append(words, fmt.Sprintf("%s is due in %s, %s", d.ID, roughly(hours.NextDue.Sub(p.app.now())), next))
		}
	}
	found.Found = strings.Join(words, "; ")
	return found, nil
}
