package worker

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"sync"
	"testing"

	"github.com/mmcdole/gofeed"
	"golang.org/x/sync/errgroup"
)

// plain is the client that anybody would write: it takes what comes, has gofeed
// read it, and inserts it into one table of one index, a feed a transaction.
type plain struct {
	client *http.Client
	mu     sync.Mutex
	db     *sql.DB
}

func newPlain(b *testing.B) *plain {
	b.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = farmAtOnce
	b.Cleanup(transport.CloseIdleConnections)
	db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "plain.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_txlock=immediate")
	if err == nil {
		db.SetMaxOpenConns(1)
		_, err = db.Exec(`CREATE TABLE items (id TEXT PRIMARY KEY, feed TEXT, title TEXT, link TEXT, summary TEXT, content TEXT, published BIGINT, author TEXT)`)
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return &plain{client: &http.Client{Transport: transport}, db: db}
}

// each calls visit for every source of the farm, as many at once as ours has.
func (p *plain) each(b *testing.B, farm string, visit func(ctx context.Context, url string) error) {
	b.Helper()
	group, ctx := errgroup.WithContext(b.Context())
	group.SetLimit(farmAtOnce)
	for n := range farmSize {
		group.Go(func() error { return visit(ctx, fmt.Sprintf("%s/%d", farm, n)) })
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
}

// read downloads, reads and inserts.
func (p *plain) read(ctx context.Context, url string) error {
	body, err := p.get(ctx, url, "", http.StatusOK)
	if err != nil {
		return err
	}
	defer body.Close()
	feed, err := gofeed.NewParser().Parse(body)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.insert(ctx, url, feed)
}

func (p *plain) insert(ctx context.Context, url string, feed *gofeed.Feed) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	put, err := tx.PrepareContext(ctx, `INSERT INTO items VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`)
	if err != nil {
		return err
	}
	for _, item := range feed.Items {
		_, err := put.ExecContext(ctx, url+" "+item.GUID, url, item.Title, item.Link, item.Description, item.Content, item.PublishedParsed.UnixMilli(), item.Authors[0].Name)
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

// ask only asks whether there is anything new, and expects that there is not.
func (p *plain) ask(ctx context.Context, url string) error {
	body, err := p.get(ctx, url, `"0"`, http.StatusNotModified)
	if err == nil {
		err = body.Close()
	}
	return err
}

func (p *plain) get(ctx context.Context, url, etag string, want int) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	if etag != "" {
		request.Header.Set("If-None-Match", etag)
	}
	response, err := p.client.Do(request)
	if err == nil && response.StatusCode != want {
		err = fmt.Errorf("%s: %s", url, response.Status)
	}
	if err != nil {
		return nil, err
	}
	return response.Body, nil
}
