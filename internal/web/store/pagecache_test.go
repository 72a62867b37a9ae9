package store

import (
	"strconv"
	"testing"
)

func TestThePageCacheKeepsToItsBytesAndForgetsWhatWasNotAskedFor(t *testing.T) {
	t.Parallel()
	const pages = 10
	c := newPageCache(pages * (1000 + pageOverhead))
	for i := range 100 {
		c.put(pageKey{product: strconv.Itoa(i)}, &finished{zipped: make([]byte, 1000)})
		if c.get(pageKey{product: "0"}) == nil {
			t.Fatal("the page asked for most is gone")
		}
	}
	if len(c.pages) != pages || c.used.Len() != pages || c.size != pages*(1000+pageOverhead) {
		t.Errorf("%d pages, %d in the list, %d bytes", len(c.pages), c.used.Len(), c.size)
	}
	if c.get(pageKey{product: "50"}) != nil || c.get(pageKey{product: "99"}) == nil {
		t.Error("the wrong pages are gone")
	}
}

func TestAPageLargerThanTheCacheIsStillServed(t *testing.T) {
	t.Parallel()
	c := newPageCache(1)
	c.put(pageKey{}, &finished{zipped: make([]byte, 100)})
	c.put(pageKey{}, &finished{zipped: make([]byte, 100)})
	if c.get(pageKey{}) == nil || len(c.pages) != 1 {
		t.Error("not served, or there twice")
	}
}
