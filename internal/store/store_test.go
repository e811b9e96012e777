package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
)

// suite is what every database must do. Each test gets the name of a database
// of its own, which has no tables yet.
var suite = []struct {
	name string
	run  func(t *testing.T, dsn string)
}{
	{"open again", testOpenAgain},
	{"open all at once", testOpenAllAtOnce},
	{"open a newer one", testOpenNewer},
	{"examine", testExamine},
	{"a newer program comes while this one runs", testNewerComes},
	{"processes", testProcesses},
	{"move", testMove},
	{"move refuses", testMoveRefuses},
	{"states", testStates},
	{"a quiet visit", testQuietVisit},
	{"what is met", testMet},
	{"last new visit", testLastNew},
	{"items new, changed, unchanged", testSaveVisit},
	{"first sight is kept", testFirstSeen},
	{"an item told twice in a visit", testToldTwice},
	{"ten thousand items", testTenThousand},
	{"hostile text", testHostileText},
	{"a visit that fails leaves nothing", testVisitFails},
	{"visits together", testVisitsTogether},
	{"a visit of very many", testVisitOfVeryMany},
	{"visits in parallel", testVisitsInParallel},
	{"candidates", testCandidates},
	{"candidates are light", testCandidatesAreLight},
	{"candidates in bytewise order", testCandidatesOrder},
	{"candidates of many sources", testCandidatesOfMany},
	{"titles", testTitles},
	{"find", testFind},
	{"publish", testPublish},
	{"last slot", testLastSlot},
	{"mailing", testMailing},
	{"an edition reads back byte for byte", testEditionBytes},
	{"publish refuses what cannot be kept", testPublishRefuses},
	{"an item is printed once", testPrintedOnce},
	{"then fails", testThenFails},
	{"then shares the transaction", testThenShares},
	{"two publishers", testTwoPublishers},
	{"two editions want one item", testTwoEditions},
	{"editions and summaries", testEditions},
	{"neighbours", testNeighbours},
	{"a day is skipped", testSkipped},
	{"left out", testLeftOut},
	{"editions before", testEditionsBefore},
	{"changed", testChanged},
	{"missing", testMissing},
	{"pages", testPages},
	{"versions", testVersions},
	{"versions of many", testVersionsOfMany},
	{"corrections", testCorrections},
	{"roster", testRoster},
	{"a roster changes", testRosterChanges},
	{"unsubscribe", testUnsubscribe},
	{"requests", testRequests},
	{"too many requests", testTooManyRequests},
	{"who may come back by a request", testComeBack},
	{"blocks", testBlocks},
	{"claim, later, sent, refused", testClaim},
	{"a lease ends", testLease},
	{"how mails stand", testStanding},
	{"hours", testReserve},
	{"hours of the future", testReserveAhead},
	{"leases", testLeased},
	{"marks together", testMarksTogether},
	{"outages", testOutage},
	{"bounces", testBounce},
	{"what is sent stays sent", testSentStays},
	{"the unsubscribed get nothing", testClaimUnsubscribed},
	{"claimers of one block", testClaimers},
	{"rehearse", testRehearse},
	{"rehearse undoes a step alone", testRehearseStep},
	{"rehearse in parallel", testRehearseInParallel},
}

func TestSQLite(t *testing.T) {
	for _, test := range suite {
		t.Run(test.name, func(t *testing.T) {
			test.run(t, filepath.Join(t.TempDir(), "broadsheet 100% #1?.db"))
		})
	}
}

func TestPostgres(t *testing.T) {
	server := postgresServer(t)
	for _, test := range suite {
		t.Run(test.name, func(t *testing.T) { test.run(t, freshSchema(t, server)) })
	}
}

// postgresServer is the server to test on. Without one the test is skipped,
// unless whoever runs it insists.
func postgresServer(t testing.TB) string {
	t.Helper()
	server := os.Getenv("BROADSHEET_TEST_POSTGRES")
	if server != "" {
		return server
	}
	const missing = "set BROADSHEET_TEST_POSTGRES to the postgres:// address of a server to test on"
	if os.Getenv("BROADSHEET_REQUIRE_POSTGRES") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// freshSchema makes a schema for one test and names it in the address.
func freshSchema(t testing.TB, server string) string {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}

func open(t testing.TB, dsn string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

var seven = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)

// story is the nth item of a source, as a paper would tell it.
func story(source string, n int) digest.Item {
	return digest.Item{
		ID:      fmt.Sprintf("%s-%06d", source, n),
		Source:  source,
		GUID:    fmt.Sprintf("https://%s.example/?p=%d", source, n),
		Link:    fmt.Sprintf("https://%s.example/2026/11/23/council-%d", source, n),
		Title:   fmt.Sprintf("Council votes %d to 4 to keep the ferry", n),
		Summary: "<p>The night boat, which no timetable has named since spring, will sail again.</p>",
		Content: digest.HTML(strings.Repeat("<p>The harbour master read the figures aloud, twice, "+
			"and asked whether anybody on the benches had crossed after dark.</p>", 8)),
		Authors:    []digest.Author{{Name: "A Correspondent"}},
		Categories: []string{"City", "Transport"},
		Published:  seven.Add(-time.Duration(n) * time.Minute),
		FirstSeen:  seven,
		Language:   "en",
		Image:      &digest.Image{URL: fmt.Sprintf("https://%s.example/%d.jpg", source, n), Alt: "The ferry", Width: 1200, Height: 800},
	}
}

func stories(source string, n int) []digest.Item {
	items := make([]digest.Item, n)
	for i := range items {
		items[i] = story(source, i)
	}
	return items
}

// visit saves a visit at seven that brought the items.
func visit(t testing.TB, s *Store, source string, items ...digest.Item) Saved {
	t.Helper()
	saved, err := s.SaveVisit(t.Context(), Visit{State: State{Source: source, LastVisit: seven}, Items: items})
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// edition is an edition of one section in which each item is a cluster.
func edition(id, date string, items ...digest.Item) digest.Edition {
	section := digest.PrintedSection{Title: "Top stories"}
	for _, item := range items {
		section.Clusters = append(section.Clusters,
			digest.Cluster{Lead: digest.Entry{Item: item, Kind: digest.Story, Paper: "The Paper"}})
	}
	return digest.Edition{
		Digest: id, Date: date, Title: "The Morning Digest", Language: "en", Zone: "Asia/Karachi",
		At: seven, Sections: []digest.PrintedSection{section},
	}
}

// readers puts n confirmed subscribers on the roster.
func readers(t testing.TB, s *Store, id string, n int) {
	t.Helper()
	subs := make([]digest.Subscriber, n)
	for i := range subs {
		subs[i] = digest.Subscriber{Address: fmt.Sprintf("reader.%d@example.org", i), Since: seven}
	}
	if err := s.Roster(t.Context(), id, subs); err != nil {
		t.Fatal(err)
	}
}

func publish(t testing.TB, s *Store, e digest.Edition, blockSize int) {
	t.Helper()
	published, err := s.Publish(t.Context(), e, Mailing{}, blockSize, nothingMore)
	if err != nil || !published {
		t.Fatalf("publish %s: %v, %v; want true", e.ID(), published, err)
	}
}

func nothingMore(context.Context, *sql.Tx, int) error { return nil }

// count is how many rows a table has.
func count(t testing.TB, s *Store, table string) int {
	t.Helper()
	var n int
	if err := s.readers.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func ids(items []digest.Item) []string {
	var list []string
	for _, item := range items {
		list = append(list, item.ID)
	}
	return list
}
