package ui

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// compressFrom is the size in bytes under which a page fits one packet and compression gains nothing.
const compressFrom = 1400

var (
	pageBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	zipWriters  = sync.Pool{New: func() any { z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return z }}
)

// Render draws c completely, then answers with status; so a component that fails never leaves half a page. Pages are
// private to the visitor and never cached. Notes shown by this page are forgotten.
func Render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	buf := pageBuffers.Get().(*bytes.Buffer)
	defer pageBuffers.Put(buf)
	buf.Reset()
	if err := c.Render(r.Context(), buf); err != nil {
		if r.Context().Err() != nil {
			return // nobody waits for this page any more
		}
		buf.Reset()
		status = http.StatusInternalServerError
		if ErrorPage(problemOf(r, err)).Render(r.Context(), buf) != nil {
			http.Error(w, http.StatusText(status), status)
			return
		}
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	h.Add("Vary", "Accept-Encoding, Accept-Language, Cookie, HX-Request")
	if len(ViewOf(r.Context()).Flash) > 0 {
		clearFlash(w)
	}
	out := buf
	if buf.Len() >= compressFrom && acceptsGzip(r) && h.Get("Content-Encoding") == "" {
		h.Set("Content-Encoding", "gzip")
		out = pageBuffers.Get().(*bytes.Buffer)
		defer pageBuffers.Put(out)
		compress(out, buf.Bytes())
	}
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // an error means that the client went away
}

func compress(to *bytes.Buffer, page []byte) {
	to.Reset()
	z := zipWriters.Get().(*gzip.Writer)
	defer zipWriters.Put(z)
	z.Reset(to)
	_, _ = z.Write(page) // a buffer takes everything
	_ = z.Close()
}

// Redirect answers a form that succeeded: the browser fetches to with GET. For an htmx request the whole page moves.
func Redirect(w http.ResponseWriter, r *http.Request, to string) {
	if r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Boosted") != "true" {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// Fail answers with the error page of err: its declared status, text and code. An undeclared error shows no text of its
// own; logging it is the caller's (style: logged once, at the edge).
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(r, err)
	Render(w, r, p.Status, ErrorPage(p))
}

func problemOf(r *http.Request, err error) Problem {
	v, e := ViewOf(r.Context()), apperr.Of(err)
	return Problem{Status: apperr.HTTPStatus(e.Kind), Code: e.Code, Text: e.Text(v.Lang), RequestID: v.RequestID}
}

// StatusOf returns the HTTP status with which a form is drawn again after err, 200 for nil.
func StatusOf(err error) int {
	if err == nil {
		return http.StatusOK
	}
	return apperr.HTTPStatus(apperr.Of(err).Kind)
}
