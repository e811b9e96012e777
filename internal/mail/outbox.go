package mail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Outbox writes messages into a folder instead of sending them, one `.eml`
// file each. The folder is made when it is missing.
type Outbox struct {
	Folder string
}

// Send writes the message under a name taken from its Message-ID. The file is
// there whole or not at all; the same message again replaces it with the same bytes.
func (o Outbox) Send(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	body, err := m.Bytes()
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	return putInto(ctx, "outbox", o.Folder, o.Folder, fileName(m.MessageID)+".eml", body)
}

// putInto writes a file whole into a folder, by way of another on the same disk.
// What keeps it from doing so keeps it from writing any.
func putInto(ctx context.Context, way, folder, by, name string, body []byte) error {
	err := os.MkdirAll(folder, 0o755)
	if err == nil {
		err = os.MkdirAll(by, 0o755)
	}
	if err == nil {
		err = writeWhole(by, filepath.Join(folder, name), body)
	}
	return outage(ctx, wrap(way, err))
}

// writeWhole writes elsewhere and renames, so that nobody ever reads half a file.
func writeWhole(by, path string, body []byte) (err error) {
	file, err := os.CreateTemp(by, ".*.part")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	if _, err = file.Write(body); err != nil {
		return err
	}
	if err = file.Sync(); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// device is the names that Windows keeps for itself, whatever their ending.
var device = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)

// fileName makes a name of the left side of a Message-ID: lower case ASCII,
// so that no file system folds two into one. Where that loses anything, a hash
// of the whole Message-ID keeps the name apart from others.
func fileName(messageID string) string {
	left, _, _ := strings.Cut(messageID, "@")
	name := strings.Map(safeRune, left)
	if len(name) > 150 {
		name = name[:150]
	}
	if name != left || strings.HasPrefix(name, ".") || device.MatchString(name) {
		sum := sha256.Sum256([]byte(messageID))
		name = "mail-" + strings.TrimLeft(name, ".") + "-" + hex.EncodeToString(sum[:8])
	}
	return name
}

func safeRune(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r == '-', r == '.', r == '_':
		return r
	case 'A' <= r && r <= 'Z':
		return r - 'A' + 'a'
	}
	return '_'
}
