package fetch_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"broadsheet/internal/fetch"
)

func TestFilesAreReadFromTheFolderOrTheRoot(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "a feed.xml", feed)
	client := newClient(t, fetch.Options{Folder: folder})
	for _, address := range []string{
		"file:a%20feed.xml", "file:./a feed.xml",
		"file://" + folder + "/a%20feed.xml", "file:" + folder + "/a feed.xml", "file://localhost" + folder + "/a%20feed.xml",
	} {
		first := get(t, client, fetch.Request{URL: address})
		if string(first.Body) != feed || first.ContentType != "" {
			t.Errorf("%s: got %+v", address, first)
		}
		second := get(t, client, fetch.Request{URL: address, BodyHash: first.BodyHash})
		if !second.NotModified || second.Body != nil {
			t.Errorf("%s: unchanged, and yet %+v", address, second)
		}
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "long.xml", strings.Repeat("x", 101))
	client := newClient(t, fetch.Options{Folder: folder, MaxBody: 100})
	err := fails(t, client, "file:missing.xml", "get file:missing.xml", "no such file")
	if !strings.Contains(fetch.Hint(err), "config.yaml") {
		t.Errorf("hint %q", fetch.Hint(err))
	}
	fails(t, client, "file:.", "not a regular file")
	fails(t, client, "file://relative/path.xml", `"relative"`)
	if err := fails(t, client, "file:long.xml"); !errors.Is(err, fetch.ErrTooLarge) {
		t.Errorf("%v is not ErrTooLarge", err)
	}
}

// never is an Opener that must not be called.
func never(t testing.TB) fetch.Opener {
	return func(context.Context, *url.URL) ([]byte, string, error) {
		t.Error("the opener was called")
		return nil, "", nil
	}
}

func TestAnOpenerAnswersForItsScheme(t *testing.T) {
	unknown := errors.New("no such paper")
	client := newClient(t, fetch.Options{MaxBody: 1000, Openers: map[string]fetch.Opener{
		"sample": func(_ context.Context, u *url.URL) ([]byte, string, error) {
			switch u.Opaque {
			case "metropolitan":
				return []byte(feed), "application/rss+xml", nil
			case "long":
				return make([]byte, 1001), "", nil
			}
			return nil, "", unknown
		},
	}})
	first := get(t, client, fetch.Request{URL: "sample:metropolitan"})
	if string(first.Body) != feed || first.ContentType != "application/rss+xml" || first.URL != "sample:metropolitan" {
		t.Errorf("got %+v", first)
	}
	if second := get(t, client, fetch.Request{URL: "sample:metropolitan", BodyHash: first.BodyHash}); !second.NotModified {
		t.Error("the same body came as news")
	}
	if err := fails(t, client, "sample:nobody", "get sample:nobody: no such paper"); !errors.Is(err, unknown) {
		t.Errorf("%v does not wrap the opener's error", err)
	}
	if err := fails(t, client, "sample:long"); !errors.Is(err, fetch.ErrTooLarge) {
		t.Errorf("%v is not ErrTooLarge", err)
	}
}

func TestAnOpenerThatHangsIsGivenUp(t *testing.T) {
	client := newClient(t, fetch.Options{Timeout: soon, Openers: map[string]fetch.Opener{
		"sample": func(ctx context.Context, _ *url.URL) ([]byte, string, error) {
			<-ctx.Done()
			return nil, "", ctx.Err()
		},
	}})
	fails(t, client, "sample:x", "no answer within 50ms")
}

func TestAddressesThatMeanNothing(t *testing.T) {
	client := newClient(t, fetch.Options{Openers: map[string]fetch.Opener{"sample": never(t)}})
	fails(t, client, "ftp://paper.example/feed", `"ftp" is none of http, https, file, sample`)
	fails(t, client, "paper.example/feed", "none of http")
	fails(t, client, "", "none of http")
	fails(t, client, "http:///feed", "names no host")
	err := fails(t, client, "http://reader:s3cret@[::1/", "get: address")
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("%q tells the password", err)
	}
}
