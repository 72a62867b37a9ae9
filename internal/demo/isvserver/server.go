package isvserver

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/souk-market/souk/isv"
)

//go:embed assets
var assets embed.FS

// Config says how the demo seller's server runs.
type Config struct {
	Keys       func() []string  // the seller's interface keys; asked at every call. Required.
	Now        func() time.Time // the clock of instances; the marketplace's sandbox clock in the demo. Required.
	Wall       func() time.Time // the clock that signatures are checked against, the caller's wall clock; nil means Now
	StatePath  string           // the journal file; "" keeps everything in memory
	Logger     *slog.Logger     // nil logs nothing
	BaseURL    string           // scheme and host of the links to workspaces; "" takes them from each call
	AsyncEvery int              // every n-th new instance is opened asynchronously; 0 means none
	AsyncDelay time.Duration    // how long asynchronous opening takes; 0 means 15 s
}

// Server is the demo seller's server: POST / and POST /async are production addresses (the second opens asynchronously),
// GET / lists the calls received, GET /app/{id} is the workspace of an instance, GET /healthz says that it runs.
type Server struct {
	cfg   Config
	store *store
	pages pages
	mux   http.Handler

	mu     sync.Mutex
	calls  []received            // the newest at the end
	failed map[string]loginTries // by instance
}

// New reads the state and returns the server. Close it to free the journal.
func New(cfg Config) (*Server, error) {
	if cfg.Keys == nil || cfg.Now == nil {
		return nil, errors.New("isvserver: Keys and Now are required")
	}
	if cfg.Wall == nil {
		cfg.Wall = cfg.Now
	}
	if cfg.AsyncDelay <= 0 {
		cfg.AsyncDelay = 15 * time.Second
	}
	st, err := openStore(cfg.StatePath)
	if err != nil {
		return nil, err
	}
	pages, err := loadPages()
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, store: st, pages: pages, failed: map[string]loginTries{}}
	s.mux = s.routes()
	return s, nil
}

// Close writes what is pending and closes the journal.
func (s *Server) Close() error { return s.store.journal.close() }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Server) routes() http.Handler {
	production := &isv.Handler{
		Verifier: &isv.Verifier{
			Keys:   func(context.Context) ([]string, error) { return s.cfg.Keys(), nil },
			Now:    s.cfg.Wall,
			Nonces: isv.NewMemoryNonces(isv.DefaultNonceLimit),
		},
		Callbacks: s.callbacks(), Logger: s.cfg.Logger, Observe: s.observe,
	}
	mux := http.NewServeMux()
	mux.Handle("POST /{$}", s.at(production, false))
	mux.Handle("POST /async", s.at(production, true))
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /app/{id}", s.workspace)
	mux.HandleFunc("GET /app/{id}/admin", s.workspace)
	// A page of another site must not be able to act in an open workspace.
	own := http.NewCrossOriginProtection()
	mux.Handle("POST /app/{id}/login", own.Handler(http.HandlerFunc(s.login)))
	mux.Handle("POST /app/{id}/logout", own.Handler(http.HandlerFunc(s.logout)))
	mux.Handle("POST /app/{id}/notes", own.Handler(http.HandlerFunc(s.addNote)))
	mux.Handle("POST /app/{id}/notes/{note}/delete", own.Handler(http.HandlerFunc(s.deleteNote)))
	mux.Handle("GET /assets/", http.FileServerFS(assets))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ok\n"))
	})
	return secure(mux)
}

// at tells the callbacks where the links must lead.
func (s *Server) at(next http.Handler, async bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		base := s.cfg.BaseURL
		if base == "" {
			base = "http://" + r.Host
			if r.TLS != nil {
				base = "https://" + r.Host
			}
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), siteKey{}, site{base, async})))
	})
}

func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // no-referrer would make browsers send "Origin: null" with our own forms
		next.ServeHTTP(w, r)
	})
}
