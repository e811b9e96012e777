package templates

import "broadsheet/digest"

// dateOf is the edition's day in words of its language, "Monday, 23 November
// 2026", and the hour of one that comes several times a day.
func dateOf(e digest.Edition) string {
	w := wordsIn(e.Language)
	if date, ok := w.key(e.Date); ok {
		return date
	}
	if e.At.IsZero() {
		return clean(e.Date)
	}
	return w.date(e.At.In(e.Location()))
}

// key is an edition's key in words.
func (w *words) key(key string) (string, bool) {
	wall, hourly, err := digest.ParseKey(key)
	if err != nil {
		return "", false
	}
	if hourly {
		return w.date(wall) + w.comma + w.hour(wall), true
	}
	return w.date(wall), true
}

// stamp is an edition's key as HTML's time element has it.
func stamp(key string) string {
	if _, hourly, err := digest.ParseKey(key); err == nil && hourly {
		return key + ":00"
	}
	return clean(key)
}
