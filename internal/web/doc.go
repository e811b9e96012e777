// Package web is HTTP out: editions as pages, their feeds in three formats,
// the archive, the end of a subscription, and whether the program lives.
//
// At home here are routes, validators (ETag, Last-Modified, 304), compression
// and the headers that keep browsers safe. Not at home: what pages look like
// (templates), what feeds say (feedgen), what an edition is (digest), and
// listening and stopping, which are cmd's.
//
//	/                                    the latest edition of the first digest
//	/{digest}                            the latest edition
//	/{digest}/{date}                     an edition
//	/{digest}/archive                    the digest's editions
//	/feeds/{digest}.rss|.atom|.json      the newest editions as a feed
//	/feeds/{digest}/items.rss|…          their items as a feed
//	/icon.svg                            the picture beside the name of a page
//	/subscribe/{digest}                  GET asks for an address, POST writes it down
//	/confirm/{token}                     GET asks, POST subscribes who has read the mail
//	/unsubscribe/{id}                    GET asks, POST does (RFC 8058)
//	/websub/{token}                      hubs ask back (GET) and ping (POST)
//	/healthz                             "ok", or 503 when the store does not answer
//	/readyz                              "ready", or 503 when an edition is overdue, too
//	/status                              how it goes, for a person
//	/metrics                             the same for Prometheus
//
// So no digest may be called feeds, subscribe, confirm, unsubscribe, websub,
// healthz, readyz, status or metrics.
//
// The last two are for operators: who asks from another network, or through a
// proxy, is told that there is no such page. What they say comes from the store,
// so that any of several processes tells it for all.
//
// # Validators
//
// An entity tag is the hash of the body before compression, and weak
// (RFC 9110 §8.8.1), because the same tag stands for the body with and without
// gzip. It changes when the bytes do, whatever the reason: a new edition, one
// back-filled, another title in config.yaml. Last-Modified is when the newest
// edition shown, or that corrects it, was composed; it serves readers that know no entity tags.
//
// # What is kept
//
// A page is made anew for each request, also for one that ends in a 304. A feed
// costs ten times a page, so the last one written for each address is kept, with
// the dates of its editions: an edition never changes, so the same dates mean the
// same bytes. BenchmarkServe (go test -run - -bench Serve ./internal/web) on a
// 2-core Xeon, editions of 60 long items, gzip included:
//
//	edition page                         9 ms
//	archive of 30 editions               0.7 ms
//	feed of 14 editions, kept            12 ms
//	the same, written anew               120 ms
//
// # Subscribing
//
// Where a digest has signup: true, its pages lead to a form. Anybody may write any
// address into it, so that nothing is sent there but one mail a day, which the
// worker sends, with a link that is asked once more before it counts; and no more
// than a hundred such mails in an hour. Who asks is never told whether an address
// has the digest already.
//
// # Unsubscribing
//
// Mail programs open addresses to look at what is behind them, so GET changes
// nothing. POST does, from anywhere and without a cookie: the one-click body of
// RFC 8058 is sent by a mail provider's server, and the unguessable id is the
// only proof that there is. It is the one exception to http.CrossOriginProtection,
// which stands before everything else.
//
// # Hubs
//
// A hub (WebSub) talks to a callback whose last part nobody else knows, and what
// it says is written down for the worker, which is elsewhere. It is believed to
// have a right to ping by its signature, and believed nothing further: what it
// pushes is thrown away, and the source itself is asked.
package web
