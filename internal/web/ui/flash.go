package ui

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
)

const (
	cookieFlash = "souk_flash"
	maxFlash    = 2048 // bytes of cookie value; a longer one was not written by us
)

// Flash is a short note that is shown once, on the page after a redirect.
type Flash struct {
	Tone Tone   `json:"t"`
	Text string `json:"m"`
}

// SetFlash leaves a note for the next page. Call it before the redirect; text is already translated.
func SetFlash(w http.ResponseWriter, r *http.Request, tone Tone, text string) {
	notes := append(readFlash(r), Flash{Tone: tone, Text: text})
	b, err := json.Marshal(notes)
	value := base64.RawURLEncoding.EncodeToString(b)
	if err != nil || len(value) > maxFlash {
		return // a note too long for a cookie is not worth failing the request it reports on
	}
	http.SetCookie(w, &http.Cookie{Name: cookieFlash, Value: value, Path: "/", MaxAge: 300, HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
}

func readFlash(r *http.Request) []Flash {
	c, err := r.Cookie(cookieFlash)
	if err != nil || len(c.Value) > maxFlash {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return nil
	}
	var notes []Flash
	if json.Unmarshal(b, &notes) != nil {
		return nil
	}
	return notes
}

func clearFlash(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: cookieFlash, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
