package web

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The edition's page opens in a real browser under our own security policy:
// its title is seen, nothing is complained of, and Urdu runs from right to left.
func TestPageInChromium(t *testing.T) {
	s := serve(t, 2)
	b := openBrowser(t)
	if err := chromedp.Do(b.ctx, chromedp.Navigate(s.URL+"/morning/2026-11-23"), chromedp.WaitVisible(chromedp.CSS("h1"))); err != nil {
		t.Fatal(err)
	}
	for expression, want := range map[string]string{
		`document.title`: "The Morning Digest · Monday, 23 November 2026",
		`document.querySelector("h1").innerText.length > 0 ? "seen" : ""`:                                                "seen",
		`getComputedStyle(document.querySelector('[lang="ur"]')).direction`:                                              "rtl",
		`getComputedStyle(document.documentElement).direction`:                                                           "ltr",
		`[...document.styleSheets].map(s => s.cssRules.length > 0).join()`:                                               "true",
		`document.documentElement.scrollWidth > document.documentElement.clientWidth ? "wider than the window" : "fits"`: "fits",
	} {
		got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression))
		if err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", expression, got, want, err)
		}
	}
	if complaints := b.said(); len(complaints) > 0 {
		t.Errorf("the browser complains:\n%s", strings.Join(complaints, "\n"))
	}
}

// browserTab is a page in Chromium and what it complained of.
type browserTab struct {
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

// hear keeps what the page writes to its console, and what the browser does.
func (b *browserTab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		b.complaints = append(b.complaints, string(e.Type))
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		b.complaints = append(b.complaints, e.Entry.Text+" "+e.Entry.URL)
	}
}

func (b *browserTab) said() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.complaints
}

// openBrowser starts Chromium. Where there is none the test is skipped, unless
// BROADSHEET_REQUIRE_CHROMIUM=1 says that there must be one.
func openBrowser(t *testing.T) *browserTab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.DisableGPU, chromedp.NoSandbox,
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.WSURLReadTimeout(time.Minute))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	b := new(browserTab)
	b.ctx, cancel = chromedp.NewContext(ctx, chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	return b
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("BROADSHEET_REQUIRE_CHROMIUM") == "1" {
		t.Fatal("no chromium in PATH, and BROADSHEET_REQUIRE_CHROMIUM=1")
	}
	t.Skip("no chromium in PATH; with BROADSHEET_REQUIRE_CHROMIUM=1 this fails instead")
	return ""
}
