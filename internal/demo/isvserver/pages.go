package isvserver

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
)

//go:embed templates/*.html
var templateFiles embed.FS

// pages holds the templates of each language.
type pages map[string]*template.Template

func loadPages() (pages, error) {
	out := pages{}
	for _, lang := range []string{"zh", "en"} {
		words := texts()
		funcs := template.FuncMap{
			"t": func(key string) (string, error) {
				text, ok := words[key]
				if !ok {
					return "", fmt.Errorf("no text %q", key)
				}
				if lang == "zh" {
					return text.zh, nil
				}
				return text.en, nil
			},
			"lang": func() string { return map[string]string{"zh": "zh-CN", "en": "en"}[lang] },
			"when": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") },
			"iso":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		}
		parsed, err := template.New("").Funcs(funcs).ParseFS(templateFiles, "templates/*.html")
		if err != nil {
			return nil, fmt.Errorf("parse demo seller's pages: %w", err)
		}
		out[lang] = parsed
	}
	return out, nil
}

// language picks zh or en: ?lang=, then the cookie of an earlier choice, then what the browser prefers.
func language(w http.ResponseWriter, r *http.Request) string {
	if asked := r.URL.Query().Get("lang"); asked == "zh" || asked == "en" {
		http.SetCookie(w, &http.Cookie{Name: "lang", Value: asked, Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: r.TLS != nil})
		return asked
	}
	if c, err := r.Cookie("lang"); err == nil && (c.Value == "zh" || c.Value == "en") {
		return c.Value
	}
	for part := range strings.SplitSeq(strings.ToLower(r.Header.Get("Accept-Language")), ",") {
		switch tag := strings.TrimSpace(part); {
		case strings.HasPrefix(tag, "zh"):
			return "zh"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "en"
}

// view is what all pages know.
type view struct {
	Path string // for the language switch
	Data any
}

func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	path := r.URL.Path
	if r.Method != http.MethodGet && r.PathValue("id") != "" {
		path = base(r) // the page that answers a form lives at the workspace
	}
	var page bytes.Buffer // a failing template must not send half a page
	if err := s.pages[language(w, r)].ExecuteTemplate(&page, name, view{path, data}); err != nil {
		if s.cfg.Logger != nil {
			s.cfg.Logger.ErrorContext(r.Context(), "demo seller's page", "page", name, "error", err)
		}
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Vary", "Accept-Language, Cookie")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w)
}

func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	calls := slices.Clone(s.calls)
	s.mu.Unlock()
	slices.Reverse(calls)
	s.render(w, r, http.StatusOK, "home.html", calls)
}
