package mail

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Maildir puts messages into a mailbox in a folder, as qmail made it and as
// IMAP servers read it. The folder is made when it is missing.
type Maildir struct {
	Folder string
}

// Send puts a message among the new ones, under a name taken from its
// Message-ID: the same message again replaces it as long as nobody has seen it.
func (d Maildir) Send(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	body, err := m.Bytes()
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(d.Folder, "cur"), 0o755); err != nil {
		return outage(ctx, wrap("maildir", err))
	}
	return putInto(ctx, "maildir", filepath.Join(d.Folder, "new"), filepath.Join(d.Folder, "tmp"), fileName(m.MessageID), body)
}
