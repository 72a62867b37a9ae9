package store

import (
	"container/list"
	"sync"
)

// pageKey is everything that an anonymous visitor's product page depends on.
type pageKey struct {
	product  string
	revision int64
	said     int64 // the revision of what people say of the product
	lang     string
	theme    string
	spec     string // chosen by the address; "" for the page without a choice
	left     int64  // see area.left
	coupons  string // what it shows of them
	rules    string // and of who may buy
	beside   string // and of the products beside it
}

// finished is a page as it is sent.
type finished struct {
	zipped []byte
	etag   string
}

// pageOverhead is about what a page costs beside its bytes.
const pageOverhead = 400

// pageCache keeps finished pages up to a number of bytes; when it is full, the one that was not asked for the longest
// goes. A page of an older revision is never asked for again and goes the same way.
type pageCache struct {
	most int64

	mu    sync.Mutex
	size  int64
	pages map[pageKey]*list.Element
	used  *list.List // the most recently used first
}

type kept struct {
	key  pageKey
	page *finished
}

func (k kept) size() int64 { return int64(len(k.page.zipped)) + pageOverhead }

func newPageCache(most int64) *pageCache {
	return &pageCache{most: most, pages: map[pageKey]*list.Element{}, used: list.New()}
}

func (c *pageCache) get(key pageKey) *finished {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.pages[key]
	if e == nil {
		return nil
	}
	c.used.MoveToFront(e)
	return e.Value.(kept).page
}

func (c *pageCache) put(key pageKey, p *finished) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pages[key] != nil {
		return // another request was quicker with the same page
	}
	k := kept{key, p}
	c.pages[key] = c.used.PushFront(k)
	c.size += k.size()
	for c.size > c.most && c.used.Len() > 1 {
		oldest := c.used.Back()
		gone := c.used.Remove(oldest).(kept)
		delete(c.pages, gone.key)
		c.size -= gone.size()
	}
}
