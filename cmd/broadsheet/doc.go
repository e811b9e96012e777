// Command broadsheet prints feeds as a daily paper.
//
// At home here are the command line, config.yaml and the wiring: which hands
// (fetch, store, mail, web) serve which ideas (digest, parse, templates,
// feedgen). Not at home: any decision about news, any SQL, any markup.
//
// # The program is a value
//
// An app is the program together with the world it was started in: its three
// streams, its environment, its clock. Tests run it as main does. Each command
// has a file of its own name; press.go puts the rooms together for them.
//
// # config.yaml
//
// The structs of config.go and config_keys.go are the only description of the
// file: the reader fills them, the JSON Schema is made of them, and their comments are what an
// editor shows. A scalar has a type that reads its own text (config_values.go,
// config_choices.go, config_addresses.go), so a fault is told where it stands.
// What is wrong between values is found afterwards (config_check.go,
// config_reach.go), by key path. Neither stops at the first fault. A default
// is not in the structs but where the value is handed to a room (settings.go):
// the zero value means that the key is absent.
//
// Secrets are a type that does not print itself, and a fault shows what stands
// in the file, never what ${NAME} or file: put in its place.
//
// # A file that people write
//
// import and sources add write into config.yaml, and what they write is text:
// they find where the list of sources ends by the positions of the YAML nodes
// and put lines there in the form of the last source (config_edit.go). No tree
// is written back, so comments, order and quotes stay. The result is read by
// the same strict reader and compared with what was there; unless it says the
// same and the new sources, the file is not touched (config_write.go).
//
// What a stranger wrote, an OPML file or the title of a feed, becomes part of
// a file in which ${NAME} stands for a secret. newcomers.go lets no such text
// through, makes ids, and tells what is there already.
//
// # From one config to the next
//
// While run runs, the folder of config.yaml is watched. A file that reads
// otherwise is read, checked and opened whole (shift.go) before anything that
// works is stopped; then the web answers by the new one, the worker ends what it
// has begun, and the next begins. So a file with faults changes nothing but the
// log and the status page. Where the program listens is settled at its start.
//
// # The way out
//
// Only this room looks at the environment. Which proxy leads out is decided in
// settings_fetch.go, fetch.proxy before HTTPS_PROXY and HTTP_PROXY, and check
// and run say it. Files of certificates are read with the config, so that a
// wrong one is a fault with a line, and one *tls.Config a source lasts as long
// as the program.
//
// # Tables
//
// They fit 80 columns (table.go): what is long stands below its row, and the
// last column is broken.
//
// # The doctor
//
// doctor.go lists what is looked at; each look answers a verdict, and a failure
// is only what keeps the paper or its mails from coming out. Looks change
// nothing, go at the same time and end after ten seconds, and a DNS or a net that
// does not answer is a warning, since a machine may well work without.
//
// # Exit codes
//
// 0 done; 1 failed; 2 wrong use, or a config.yaml with faults; 3 done, but
// some source failed. Results go to stdout, progress, logs and errors to
// stderr; an error ends with a hint where there is something a person can do.
package main
