package cluster

// IsBulletin says that a title is that of what reports no single event: a
// bulletin, a page of letters, a page that follows events live.
func IsBulletin(title string) bool { return isBulletin(title) }
