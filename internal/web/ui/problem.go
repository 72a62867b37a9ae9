package ui

import (
	"context"
	"net/http"
)

// problemKey is the part of a text key that stands for an HTTP status.
func problemKey(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "401"
	case http.StatusForbidden:
		return "403"
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return "404"
	case http.StatusConflict, http.StatusPreconditionFailed:
		return "409"
	case http.StatusTooManyRequests:
		return "429"
	case http.StatusServiceUnavailable:
		return "503"
	}
	if status >= 400 && status < 500 {
		return "400"
	}
	return "500"
}

func problemText(ctx context.Context, p Problem) string {
	if p.Text != "" {
		return p.Text
	}
	return T(ctx, "ui.error."+problemKey(p.Status)+".text")
}

// NotFound answers that there is nothing at this address.
func NotFound(w http.ResponseWriter, r *http.Request) {
	v := ViewOf(r.Context())
	Render(w, r, http.StatusNotFound, ErrorPage(Problem{Status: http.StatusNotFound, Code: "not_found", RequestID: v.RequestID}))
}
