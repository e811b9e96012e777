package templates

// Table is figures for those who run the paper.
type Table struct {
	Title string
	Head  []string
	// Rows have as many cells as the head.
	Rows [][]string
}

// TablesPage shows tables, one below the other.
func TablesPage(title string, tables []Table, f Frame) ([]byte, error) {
	p := frame(f, f.Site.Language, clean(title))
	for i := range tables {
		for _, row := range tables[i].Rows {
			for n := range row {
				row[n] = clean(row[n])
			}
		}
	}
	p.Body = tables
	return render("tables.html", p)
}
