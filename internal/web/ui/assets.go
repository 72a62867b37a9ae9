package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed assets
var assetFiles embed.FS

//go:embed locale
var localeFiles embed.FS

// LocaleFS returns the texts of the components, to be loaded with those of the areas: i18n.Load(ui.LocaleFS(), store.LocaleFS(), …).
func LocaleFS() fs.FS { return localeFiles }

// AssetPrefix is the path under which [Assets] must be mounted.
const AssetPrefix = "/assets/"

type asset struct {
	url, contentType string
	plain, zipped    []byte // zipped is nil where compression gains nothing
}

type assetSet struct {
	byName map[string]*asset // "app.css"
	byPath map[string]*asset // "app.1a2b3c4d5e.css"
}

// assets is computed once from the files compiled into the binary and never changes.
var assets = sync.OnceValue(loadAssets)

func loadAssets() assetSet {
	set := assetSet{byName: map[string]*asset{}, byPath: map[string]*asset{}}
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic(err) // start-up: the folder is compiled in
	}
	for _, e := range entries {
		b, err := assetFiles.ReadFile("assets/" + e.Name())
		if err != nil {
			panic(err) // start-up: the file is compiled in
		}
		sum := sha256.Sum256(b)
		ext := path.Ext(e.Name())
		hashed := strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:5]) + ext
		a := &asset{url: AssetPrefix + hashed, contentType: mime.TypeByExtension(ext), plain: b, zipped: zip(b)}
		set.byName[e.Name()], set.byPath[hashed] = a, a
	}
	return set
}

func zip(b []byte) []byte {
	var buf bytes.Buffer
	z, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	_, _ = z.Write(b) // writes to memory do not fail
	_ = z.Close()
	if buf.Len() >= len(b) {
		return nil
	}
	return buf.Bytes()
}

// Asset returns the address of an embedded file, such as "app.css", with its content hash. An unknown name is a mistake
// in our own code; the address then answers 404.
func Asset(name string) string {
	if a, ok := assets().byName[name]; ok {
		return a.url
	}
	return AssetPrefix + name
}

// Assets serves the embedded files under [AssetPrefix]: hashed addresses may be cached for ever, anything else is not found.
func Assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := assets().byPath[strings.TrimPrefix(r.URL.Path, AssetPrefix)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.contentType)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		body := a.plain
		if a.zipped != nil && acceptsGzip(r) {
			h.Set("Content-Encoding", "gzip")
			body = a.zipped
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // the client went away
		}
	})
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" {
			return strings.TrimSpace(weight) != "q=0"
		}
	}
	return false
}

// Favicon answers /favicon.ico, which browsers ask for unbidden, with the address of the drawing.
func Favicon() http.Handler {
	return http.RedirectHandler(Asset("favicon.svg"), http.StatusMovedPermanently)
}
