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
// The structs of config.go are the only description of the file: the reader
// fills them, the JSON Schema is made of them, and their comments are what an
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
// # Exit codes
//
// 0 done; 1 failed; 2 wrong use, or a config.yaml with faults; 3 done, but
// some source failed. Results go to stdout, progress, logs and errors to
// stderr; an error ends with a hint where there is something a person can do.
package main
