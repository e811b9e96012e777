package store

// moved are the tables that move, those first that others belong to, and the
// keys by which they are walked through. Who works here, what is out of order
// now, and River's tables do not move: the first plan on the new database makes
// the jobs anew.
var moved = []struct {
	name string
	key  []string
}{
	{"sources", []string{"id"}},
	{"readings", []string{"source"}},
	{"items", []string{"id"}},
	{"versions", []string{"item", "until"}},
	{"hubs", []string{"token"}},
	{"subscribers", []string{"id"}},
	{"requests", []string{"token"}},
	{"editions", []string{"digest", "date"}},
	{"printed", []string{"digest", "item"}},
	{"pages", []string{"item"}},
	{"corrections", []string{"digest", "item", "nth"}},
	{"deliveries", []string{"digest", "date", "subscriber"}},
	{"tallies", []string{"name"}},
	{"bounces", []string{"subscriber", "date"}},
	{"keys", []string{"name"}},
}
