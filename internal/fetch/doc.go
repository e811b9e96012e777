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
//   - A host, by its name on any port, is asked one thing at a time, and only
//     so many requests are under way in all. Who waits for a busy host keeps no
//     place from others. Waiting lasts until the caller's context ends and
//     does not count as time of the visit.
//   - ETag and Last-Modified are sent back verbatim; a 304 renews those that it
//     names. A body with the hash of the last one is "not modified" too, for
//     the many servers that never answer 304. To forget the validators now and
//     then, for the servers that answer 304 for ever, is the caller's: it asks
//     without them. Whoever remembers them does so after the items are stored.
//   - Retry-After, max-age and Expires are handed on as durations, told by the
//     server's clock alone. They are claims, and not bounded here.
//   - The User-Agent says who asks and how to reach us. Connections are kept
//     alive, HTTP/2 is spoken where it is offered, gzip is asked for.
//
// # Limits
//
// A visit has Timeout in all. Within it a connection has 10 seconds, TLS as
// many, and the answer's header 20. A slow drip ends with the visit. A header
// has at most 256 KiB; a body MaxBody, on the wire and again after
// decompression: what is longer is an error and never a part passed off as the
// whole. What was cut on the way is an error as well.
//
// A visit follows five redirects, to http and https only and never in a
// circle: no server can make us read a file. Credentials in an address are
// sent to its own origin only and appear in no error and no Response.
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
// own.
//
// Proxies named in the environment are not used. A proxy resolves names
// itself, out of the guard's sight: the guard would look on while the proxy
// fetched from anywhere. A proxy has to be configured knowingly.
//
// # Cost
//
// go test -run '^$' -bench . -benchtime 2s ./internal/fetch, on two cores, the
// server's work on loopback included, a feed of 25 items and 21 kB:
//
//	cold, gzipped body        88 µs   61 kB   107 allocations
//	warm, 304                 24 µs    7 kB    79 allocations
//	warm, bare net/http       19 µs    6 kB    65 allocations
package fetch
