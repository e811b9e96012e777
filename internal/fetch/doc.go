// Package fetch brings bytes in: from HTTP, from files and from whatever else
// the program opens under a scheme of its own.
//
// At home here: conditional requests, limits, manners towards servers, the
// guard against private networks, and errors that a person understands. Not at
// home: what the bytes mean (internal/parse), which source is due and what is
// remembered of it (internal/worker, internal/store). The room knows none of
// the program's words; a visit is an address with what the last good visit
// left behind, and its result is bytes or "not modified".
//
// # Manners
//
//   - A host, by its name on any port, is asked one thing at a time, or as many
//     as PerHost and Hosts allow, and is left alone for their gap after each.
//     Only so many requests are under way in all. Who waits for a busy host
//     keeps no place from others. Waiting lasts until the caller's context ends
//     and does not count as time of the visit.
//   - ETag and Last-Modified are sent back verbatim; a 304 renews those that it
//     names. A body with the hash of the last one is "not modified" too, for
//     the many servers that never answer 304. To forget the validators now and
//     then, for the servers that answer 304 for ever, is the caller's: it asks
//     without them. Whoever remembers them does so after the items are stored.
//   - Retry-After, max-age and Expires are handed on as durations, told by the
//     server's clock if it names its own time, and a move (301, 308) as MovedTo. They are claims,
//     and not bounded or believed here.
//   - The User-Agent says who asks and how to reach us. Connections are kept
//     alive, HTTP/2 is spoken where it is offered. A visit's requests to one
//     host share a connection, so its name is looked up once.
//   - Post sends a form to a hub (WebSub), under the same guard and limits.
//   - Stands asks with HEAD whether something is still there, and with GET only
//     where a server may not know that.
//   - A page is read only if the site's robots.txt lets us (RFC 9309,
//     Request.Robots). A feed is made for programs: nobody need ask.
//
// # What a body is
//
// gzip, deflate (with and without its zlib wrapper), br and zstd are asked for.
// What the body is decides before what it is called: some are compressed and do
// not say so, some say so and are not, some are compressed twice. A gzip stream
// may have something behind it.
//
// A body that breaks off or is damaged on the way is handed on as Truncated,
// with nothing to remember it by: there may be whole items in it. So is a 206,
// which nobody asked for. An announced length that is wrong makes a whole body
// Truncated as well, and costs no more than the next 304. Of what is too long
// or too slow nothing is handed on: it may never have had an end.
//
// A header that net/http refuses (control characters, lines without a colon,
// lengths that differ) and an HTTP/2 stream that the server breaks off cost a
// second question, in the plainest way: plain.go.
//
// # Limits
//
// A visit has Timeout in all. Within it a connection has 10 seconds, TLS as
// many, and the answer's header 20. A body must keep its Pace, 1 KiB over every
// 10 seconds: a slow drip does not hold a turn until the visit's end. A header
// has at most 256 KiB; a body MaxBody, on the wire and again after each of at
// most three decodings.
//
// A visit follows five redirects, to http and https only and never in a
// circle: no server can make us read a file. Cookies set on the way are sent
// back, for this visit only, since some sites redirect until they are; the same
// address with another cookie is no circle.
//
// # What a source brings
//
// Headers, cookies, a login, a token and a client certificate belong to the
// origin (scheme, host, port) of the source's address and are sent to no other,
// nor from https to http; only the step from http to https on the same host
// takes them along. They appear in no error and no Response. User-Agent, proxy
// and CAs hold for the whole visit. Each proxy and each *tls.Config has
// connections of its own; the 32 that were last used are kept.
//
// # Private networks
//
// Whoever names a feed could otherwise make us ask the printer, the database
// or the cloud's metadata. So the dialer refuses every address that is not of
// the public internet: private, shared, loopback, link-local, metadata,
// multicast, documentation, NAT64, 6to4, IPv4 in IPv6. It looks at the address
// that is about to be connected to, after the name was resolved and anew for
// every redirect, so that a name that resolves differently the second time
// gains nothing. AllowPrivate makes exceptions: a feed on a network of one's
// own. Hosts in the old notations of IPv4 (0177.1, 0x7f000001) are no hosts.
//
// The environment is not looked at. A proxy resolves names itself, out of the
// guard's sight, so it has to be configured knowingly (Options.Proxy,
// Request.Proxy) and is trusted with that: it may be on a private address, and
// what it can reach is its owner's affair. Private addresses written out, and
// localhost, are refused even so. Refuse the rest at the proxy.
//
// # Cost
//
// go test -run '^$' -bench . -benchtime 2s ./internal/fetch, on two cores, the
// server's work on loopback included, a feed of 25 items and 21 kB:
//
//	cold, gzipped body        73 µs   39 kB   112 allocations
//	cold, zstd / br           81 µs / 99 µs
//	warm, 304                 24 µs    7 kB    82 allocations
//	warm, bare net/http       19 µs    6 kB    65 allocations
//
// A conditional visit costs 1.25 times what a client does that only asks.
package fetch
