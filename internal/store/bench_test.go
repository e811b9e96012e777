package store

import (
	"fmt"
	"path/filepath"
	"testing"
)

// onEach runs a benchmark on SQLite, and on PostgreSQL if there is one.
func onEach(b *testing.B, run func(b *testing.B, s *Store)) {
	b.Run("sqlite", func(b *testing.B) { run(b, open(b, filepath.Join(b.TempDir(), "bench.db"))) })
	b.Run("postgres", func(b *testing.B) { run(b, open(b, freshSchema(b, postgresServer(b)))) })
}

func BenchmarkSaveVisitNew(b *testing.B) {
	onEach(b, func(b *testing.B, s *Store) {
		for n := 0; b.Loop(); n++ {
			source := fmt.Sprint("source-", n)
			visit(b, s, source, stories(source, 25)...)
		}
	})
}

func BenchmarkSaveVisitUnchanged(b *testing.B) {
	onEach(b, func(b *testing.B, s *Store) {
		items := stories("dawn", 25)
		visit(b, s, "dawn", items...)
		for b.Loop() {
			visit(b, s, "dawn", items...)
		}
	})
}

func BenchmarkSaveVisit10000(b *testing.B) {
	onEach(b, func(b *testing.B, s *Store) {
		for n := 0; b.Loop(); n++ {
			source := fmt.Sprint("source-", n)
			visit(b, s, source, stories(source, 10_000)...)
		}
	})
}

func BenchmarkCandidates10000(b *testing.B) {
	onEach(b, func(b *testing.B, s *Store) {
		visit(b, s, "dawn", stories("dawn", 10_000)...)
		for b.Loop() {
			items, err := s.Candidates(b.Context(), "morning", []string{"dawn"}, seven, seven)
			if err != nil || len(items) != 10_000 {
				b.Fatalf("%d candidates, %v", len(items), err)
			}
		}
	})
}

func BenchmarkPublish1000Subscribers(b *testing.B) {
	onEach(b, func(b *testing.B, s *Store) {
		readers(b, s, "morning", 1000)
		for n := 0; b.Loop(); n++ {
			date := seven.AddDate(0, 0, n).Format("2006-01-02")
			publish(b, s, edition("morning", date, stories(date, 60)...), 50)
		}
	})
}
