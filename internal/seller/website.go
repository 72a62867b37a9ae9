package seller

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

const (
	websiteTimeout = 8 * time.Second
	websiteBody    = 512 << 10
	websiteHops    = 4
)

// loginWords are parts of an address that say that people sign in there.
func loginWords() []string {
	return []string{"login", "signin", "sign-in", "sign_in", "logon", "log-in", "sso", "oauth", "oauth2", "passport", "cas", "auth", "authorize"}
}

var passwordField = regexp.MustCompile(`(?i)<input[^>]{0,400}type\s*=\s*["']?password`)

// checkWebsite says why a website is not one that buyers can be sent to: it must open, and not be the login page of a
// product (business-rules 2.4). No transaction is open. What is not a declared error is our own fault.
func (s *Service) checkWebsite(ctx context.Context, address string) *apperr.Error {
	ctx, cancel := context.WithTimeout(ctx, 2*websiteTimeout)
	defer cancel()
	for range websiteHops {
		u, err := url.Parse(address)
		if err != nil || len(address) > maxWebsite {
			return errWebsite
		}
		if loginAddress(u) {
			return errWebsiteLogin
		}
		reply, err := s.http.Do(ctx, egress.Request{URL: address, Timeout: websiteTimeout, MaxBody: websiteBody,
			Header: http.Header{"Accept": {"text/html,*/*;q=0.5"}}})
		var failed *egress.Error
		if errors.As(err, &failed) {
			if failed.Kind != egress.KindBodyTooLarge {
				return s.unreachable(ctx, address, failed)
			}
			reply = egress.Reply{Status: failed.Status, Header: failed.Header, Body: failed.Partial} // a long page is a page
		}
		switch {
		case reply.Status >= 300 && reply.Status < 400 && reply.Header.Get("Location") != "":
			next, err := u.Parse(reply.Header.Get("Location"))
			if err != nil {
				return errWebsiteStatus.With("status", reply.Status)
			}
			address = next.String()
			continue
		case reply.Status < 200 || reply.Status > 299:
			return errWebsiteStatus.With("status", reply.Status)
		case passwordField.Match(bytes.ToValidUTF8(reply.Body, nil)):
			return errWebsiteLogin
		}
		return nil
	}
	return errWebsiteLoop
}

// unreachable is why nobody answered: what is wrong with the address, where that can be told.
func (s *Service) unreachable(ctx context.Context, address string, failed *egress.Error) *apperr.Error {
	if e := apperr.Of(s.http.CheckURL(ctx, address)); e != nil && e.Kind != apperr.Internal {
		return e
	}
	return errWebsiteDown.With("why", failed.Kind)
}

func loginAddress(u *url.URL) bool {
	words := loginWords()
	first, _, _ := strings.Cut(strings.ToLower(u.Hostname()), ".")
	if slices.Contains(words, first) {
		return true
	}
	for part := range strings.SplitSeq(strings.ToLower(u.Path+"/"+u.Fragment), "/") {
		name, _, _ := strings.Cut(part, ".") // login.jsp
		if slices.Contains(words, name) {
			return true
		}
	}
	return false
}
