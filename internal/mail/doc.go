// Package mail puts messages out: RFC 5322 bytes, DKIM, SMTP and LMTP, folders,
// a sendmail command, a webhook; and reads what is reported of them.
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
// the caller's, and the boundary is derived from the Message-ID.
//
// # Set once, sent to many
//
// Most of a message is the same for all readers of an edition. A Body is set in
// quoted-printable once, with blanks; what a reader has of their own (a name,
// the address that ends the subscription) stands in the place of a blank, on
// lines of its own that end in soft breaks. So a message costs its header and a
// copy. This, and that go-mail's client hides what pipelining needs, is why the
// header is written here and not by a library; go-mail greets, encrypts and
// logs in.
//
// # Never, later, or nobody for now
//
// Send returns nil when the server has taken the message over, a [*Refusal]
// when it never will, an [*Outage] when nothing is wrong with the message but
// the way out is closed, and any other error when another attempt may succeed.
//
// # On the wire
//
// A connection is kept for the next message, ten seconds at most, and given up
// after a hundred. MAIL, RCPT and DATA go in one write if the server offers
// PIPELINING (RFC 2920), else one by one; the message goes in one write. If the
// server has left a kept connection without a word, nothing was said that
// counts, and the message goes by a new one.
//
// # Signed
//
// A DKIM signature covers all fields that we write, From, To and Subject once more
// than they are there, and the body as it stands (relaxed/simple): lines of seven
// bits without blanks at their ends are changed by nobody. It costs the hash of
// the body and the signature itself. go-msgauth verifies it in the tests.
//
// # What comes back
//
// A return path (Bounces) is box+READER-DATE-CODE: the code is of a key that no
// message shows, and without it ReadReport's words are about nobody.
//
// # Figures
//
//	go test -run '^$' -bench . ./internal/mail
//
// for a message of 45 KB on the wire, on one of two cores of an EPYC, Go 1.26:
//
//	BenchmarkMessage        0.04 ms   header written, body copied
//	BenchmarkDKIM/ed25519   0.12 ms
//	BenchmarkDKIM/rsa       1.3 ms    a key of 2048 bits
package mail
