package saasv1

import (
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/wire"
)

// AuthToken signs parameters by their decoded values; of a name that comes twice the first value counts, and an authToken
// among them is left out (saas-production-interface A.1.1):
//
//	authToken = Base64(HMAC-SHA256(key + timeStamp, "name=value&…" sorted by name))
func AuthToken(key string, params url.Values) string {
	return base64.StdEncoding.EncodeToString(tokenMAC(key, params))
}

// VerifyAuthToken tells whether the authToken among params is theirs. It takes the same time wherever the difference is.
func VerifyAuthToken(key string, params url.Values) bool {
	got, err := base64.StdEncoding.DecodeString(params.Get("authToken"))
	return err == nil && hmac.Equal(got, tokenMAC(key, params))
}

func tokenMAC(key string, params url.Values) []byte {
	names := make([]string, 0, len(params))
	for name := range params {
		if name != "authToken" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var data strings.Builder
	for i, name := range names {
		if i > 0 {
			data.WriteByte('&')
		}
		data.WriteString(name + "=" + params.Get(name))
	}
	return wire.HMAC(key+params.Get("timeStamp"), []byte(data.String()))
}

// Errors of SignedURL: the address cannot be used as a production address.
var (
	ErrAddress         = errors.New("saasv1: production address must be an absolute http or https URL with a host and without user information")
	ErrAddressReserved = errors.New("saasv1: production address already has a parameter of the protocol")
)

// SignedURL returns the address of a call: base, its own query kept byte by byte, the request's parameters sorted by name,
// and the authToken. now becomes the timeStamp, in UTC. Errors: ErrAddress, ErrAddressReserved.
func SignedURL(base, key string, now time.Time, r Request) (string, error) {
	u, ok := wire.ProductionURL(base)
	if !ok {
		return "", ErrAddress
	}
	params, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return "", fmt.Errorf("%w: bad query", ErrAddress)
	}
	query := strings.TrimRight(u.RawQuery, "&")
	for _, m := range append(table(r), wire.Must("authToken", "", 50)) {
		if params.Has(m.Name) {
			return "", fmt.Errorf("%w: %s", ErrAddressReserved, m.Name)
		}
	}
	for _, m := range sent(r, now) {
		params.Set(m.Name, m.Text)
		query = joinQuery(query, m.Name, m.Text)
	}
	u.ForceQuery = false
	u.RawQuery = joinQuery(query, "authToken", AuthToken(key, params))
	return u.String(), nil
}

// sent are the parameters with a value, sorted by name.
func sent(r Request, now time.Time) []wire.Member {
	var out []wire.Member
	for _, m := range table(r) {
		if m.Name == "timeStamp" {
			m.Text = wire.FormatMillis(now.UTC())
		}
		if !m.Absent() {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b wire.Member) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func joinQuery(query, name, value string) string {
	if query != "" {
		query += "&"
	}
	// A blank is %20: unlike a plus sign, every way to decode a query reads it alike.
	return query + name + "=" + strings.ReplaceAll(url.QueryEscape(value), "+", "%20")
}
