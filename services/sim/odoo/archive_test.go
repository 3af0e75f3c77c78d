package odoosim

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The recordings in testdata come from real servers; every expectation of the replays is theirs. A replay sends the
// recorded requests in order, with the ids that this server gave to the same records, and compares the answers.

// recordings unpacks testdata/recorded.tar.gz: wire bodies of real Odoo servers by path,
// "18/create-once/011-post.response.xml".
var recordings = sync.OnceValues(func() (map[string][]byte, error) {
	f, err := os.Open("testdata/recorded.tar.gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if files[h.Name], err = io.ReadAll(t); err != nil {
			return nil, err
		}
	}
})

func recorded(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := recordings()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// slugs are the exchanges of one folder in their order.
func slugs(t *testing.T, folder string) []string {
	t.Helper()
	var out []string
	for name := range recorded(t) {
		if slug, ok := strings.CutSuffix(path.Base(name), ".request.xml"); ok && path.Dir(name) == folder {
			out = append(out, slug)
		}
	}
	slices.Sort(out)
	if len(out) == 0 {
		t.Fatalf("no recordings of %s", folder)
	}
	return out
}
