// Package mail puts messages out: RFC 5322 bytes, an outbox folder, SMTP.
//
// At home here are the shape of a message (MIME, RFC 2045 to 2047), the header
// fields that a list owes its readers (RFC 2919, 2369, 8058, 3834), and the
// ways out. Not at home: what the message says, to whom it goes, whether it
// went before, when it is tried again. The package imports nothing of ours.
//
// # The same message is the same bytes
//
// A delivery may be tried again after a doubt (a crash between the server's
// 250 and our commit). What is sent then must be the same message, so that a
// server or a reader can drop the second copy: the Message-ID and the Date are
// the caller's, the boundary is derived from the Message-ID, and every field
// but From, To and Content-Type is handed to go-mail as a generic one, which
// it sorts; its "preformatted" fields come out in the order of a map.
//
// # Never, or later
//
// Send returns nil when the server has taken the message over, a [*Refusal]
// when it never will, and any other error when another attempt may succeed.
//
// # Figures
//
//	go test -run '^$' -bench . ./internal/mail
//
//	BenchmarkMessage   378 µs   187 MB/s   467 kB   228 allocations
//
// for a message of 62 KB of HTML and 10 KB of text, on one of two cores of an
// Intel Xeon, Go 1.26.
package mail
