package digest

import "time"

// Schedule answers when a digest comes out: the first time strictly after t
// that its cron line names, read as a wall clock (the result carries the same
// Location as t). It is put questions; it rings no alarm.
type Schedule interface {
	Next(t time.Time) time.Time
}
