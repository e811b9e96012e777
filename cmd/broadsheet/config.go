package main

import "embed"

// The comments of these files are also the descriptions in the JSON Schema
// (see schema.go), so they speak to the person who writes config.yaml.
//
//go:embed config.go config_keys.go
var configSource embed.FS

// config is the whole of config.yaml.
type config struct {
	// The name of the paper: in the head of the page, of the feeds and of the mails.
	Title text `yaml:"title" jsonschema:"required"`
	// The public address of the paper, without a path: links, ids of feeds and
	// unsubscribe addresses begin with it. Change it and feed readers see new items.
	URL siteAddress `yaml:"url" jsonschema:"required"`
	// Where the program listens, as HOST:PORT or :PORT. By default on this
	// machine only, at the port of `url`, when `url` is local; else at :8080.
	Listen listenAddress `yaml:"listen"`
	// The networks (CIDR) from which /status and /metrics may be seen, by those
	// who ask us themselves and not through a proxy. Default: this machine.
	Operators []network `yaml:"operators"`
	// Who publishes the paper, and where: it stands at the foot of pages and
	// mails. The law of many countries asks for it, with a postal address.
	Imprint text `yaml:"imprint"`
	// The language of the paper's furniture (section rules, dates), as BCP 47; there
	// are words in English and Urdu. Default: en.
	Language language `yaml:"language"`
	// The IANA time zone in which the paper's day begins and its hours are told. Default: UTC.
	Timezone zone `yaml:"timezone"`
	// Where everything is kept: a SQLite file, or postgres://… for a server that
	// several machines share. `file:PATH` takes it from the first line of a file.
	// Default: broadsheet.db.
	Database secret `yaml:"database"`
	// A mailto: or web address where a publisher finds you; it goes into the
	// User-Agent of every visit. Default: `url`.
	Contact contact `yaml:"contact"`
	// How sources are visited.
	Fetch fetchConfig `yaml:"fetch"`
	// How mails leave.
	Mail mailConfig `yaml:"mail"`
	// Where what is published is written as files, for another web server to serve.
	Files filesConfig `yaml:"files"`
	// Of what whoever runs the program is told, once each time.
	Alerts alertConfig `yaml:"alerts"`
	// The feeds and pages that are read. Their order is the order of trust: of
	// two papers with the same story the first leads.
	Sources []sourceConfig `yaml:"sources" jsonschema:"required,minItems=1"`
	// Your own word on certain items, in order; it prevails over what they say of
	// themselves. Of several kinds or sections the first counts.
	Rules []ruleConfig `yaml:"rules"`
	// The series of editions.
	Digests []digestConfig `yaml:"digests" jsonschema:"required,minItems=1"`
}

// fetchConfig is how sources are visited.
type fetchConfig struct {
	// How long a source is left alone between two visits. Default: 15m.
	Every duration `yaml:"every"`
	// The limit of a whole visit, at most 60s. Default: 30s.
	Timeout duration `yaml:"timeout"`
	// The limit of one document, unpacked. Default: 16MiB.
	MaxBody size `yaml:"max_body"`
	// How many sources are visited at once. Default: 16.
	Connections count `yaml:"connections"`
	// What one host is asked to bear.
	PerHost hostConfig `yaml:"per_host"`
	// What certain hosts are asked to bear, by their names: a farm of many feeds
	// behind one address bears more.
	Hosts map[hostName]hostConfig `yaml:"hosts"`
	// How long after it was printed the page of a story is looked at once a day:
	// one that is gone twice (404, 410) was taken back, and the next edition says
	// so. At most 7d, or never. Default: 3d.
	WatchPrinted watch `yaml:"watch_printed"`
	// The proxy (http, https or socks5) that leads to everything but this
	// machine and what NO_PROXY of the environment lists. Default: that which
	// HTTPS_PROXY and HTTP_PROXY of the environment name.
	Proxy proxyAddress `yaml:"proxy"`
	// Private networks (CIDR) in which sources may live. All others are refused,
	// so that no feed can make the program look around at home.
	AllowPrivate []network `yaml:"allow_private"`
}

// hostConfig is what a host is asked to bear.
type hostConfig struct {
	// How many requests may be under way at once. Default: 1.
	Connections count `yaml:"connections"`
	// How long the host is left alone after each request. Default: 250ms, and
	// none where `connections` is more than 1.
	Gap gap `yaml:"gap"`
}

// filesConfig is a folder in which pages and feeds are kept as files.
type filesConfig struct {
	// The folder. Pages are index.html in a folder of their own, as in
	// morning/2026-11-23/index.html; feeds are in feeds/.
	Folder text `yaml:"folder" jsonschema:"required"`
}

// alertConfig is of what whoever runs the program is told, and how.
type alertConfig struct {
	// The mailbox that is written to, by the transport of `mail`.
	Mail mailbox `yaml:"mail"`
	// The address to which the same is posted as JSON.
	Webhook webhookConfig `yaml:"webhook"`
	// After how long an edition that is not there is called late; while it may be
	// held for its sources it is not. Default: 15m.
	Late duration `yaml:"late"`
	// How long a source must have failed to be called dead. Default: 3d.
	Dead duration `yaml:"dead"`
	// How long no mail must have left, while an edition's wait, for them to be
	// called stuck. Default: 1h.
	Stuck duration `yaml:"stuck"`
	// The share of an edition's mails that were refused, or are stuck, as in 5%,
	// from which on it is told. Default: 5%.
	Refused percent `yaml:"refused"`
}

// mailConfig is how mails leave.
type mailConfig struct {
	// outbox writes each mail as a file into `folder`; smtp sends it; lmtp puts it
	// into mailboxes; maildir puts it into the mailbox in `folder`; sendmail gives it
	// to a command; webhook posts it as JSON. Default: outbox.
	Transport transport `yaml:"transport"`
	// The folder of the outbox or the maildir. Default: outbox.
	Folder text `yaml:"folder"`
	// The sender, as in "The Daily Broadsheet <digest@example.org>". Needed when
	// a digest has subscribers.
	From mailbox `yaml:"from"`
	// The server that takes the mails, for the transport smtp.
	SMTP smtpConfig `yaml:"smtp"`
	// The server that takes the mails, for the transport lmtp.
	LMTP lmtpConfig `yaml:"lmtp"`
	// The command that takes the mails, for the transport sendmail: the program
	// and its first arguments. Default: [/usr/sbin/sendmail, -i].
	Sendmail []text `yaml:"sendmail"`
	// The address that takes the mails, for the transport webhook.
	Webhook webhookConfig `yaml:"webhook"`
	// How many mails are on their way at once. Default: 8.
	MaxConnections count `yaml:"max_connections"`
	// After how many mails a connection to the server is given up. Default: 100.
	MessagesPerConnection count `yaml:"messages_per_connection"`
	// How many mails each process begins to send in a second. Default: no limit.
	PerSecond count `yaml:"per_second"`
	// How many mails go to a host of readers in an hour, by its name: what is
	// after the @ of their addresses.
	PerHour map[hostName]count `yaml:"per_hour"`
	// How long a mail is tried again that the server puts off. Default: 2d.
	GiveUpAfter duration `yaml:"give_up_after"`
	// The address to which reports of failure go: each mail leaves with a mark
	// behind its left side, as in bounces+MARK@example.org, and broadsheet bounce
	// reads the reports. At most 12 letters before the @. Default: that of `from`, unread.
	Bounces mailbox `yaml:"bounces"`
	// The signature of the mails (DKIM).
	DKIM dkimConfig `yaml:"dkim"`
}

// lmtpConfig is a server that puts mails into mailboxes (RFC 2033), on this machine.
type lmtpConfig struct {
	// The socket of the server. This, or `host` and `port`.
	Socket text `yaml:"socket"`
	// The name of the server.
	Host text `yaml:"host"`
	// Its port. Default: 24.
	Port port `yaml:"port"`
}

// webhookConfig is an address to which mails are posted.
type webhookConfig struct {
	// The address: https:, or http: on this machine.
	URL hookAddress `yaml:"url" jsonschema:"required"`
	// The key of the signature, as text or as whsec_ and base64. Write "${NAME}"
	// to take it from the environment, or "file:PATH" to take the first line of a file.
	Secret secret `yaml:"secret" jsonschema:"required"`
}

// dkimConfig is a key that signs the mails (RFC 6376).
type dkimConfig struct {
	// The domain that answers for the mails: that of `from`, or one above it.
	Domain hostName `yaml:"domain" jsonschema:"required"`
	// The name of the key: the public one stands in the DNS under SELECTOR._domainkey.DOMAIN.
	Selector hostName `yaml:"selector" jsonschema:"required"`
	// The file (PEM) of the private key, RSA or Ed25519.
	Key text `yaml:"key" jsonschema:"required"`
}

// smtpConfig is a submission server (RFC 6409).
type smtpConfig struct {
	// The name of the server.
	Host text `yaml:"host" jsonschema:"required"`
	// Its port. Default: 587, or 465 when `security` is tls.
	Port port `yaml:"port"`
	// starttls, tls (from the first byte), or none (only for a server on this machine).
	Security security `yaml:"security"`
	// The name to log in with; without it nobody logs in.
	Username text `yaml:"username"`
	// Its password. Write "${NAME}" to take it from the environment, or
	// "file:PATH" to take the first line of a file.
	Password secret `yaml:"password"`
}
