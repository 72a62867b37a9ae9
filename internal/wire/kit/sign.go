package kit

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/wire"
)

// Message is a sync as it is sent with POST.
type Message struct {
	URL    string
	Header http.Header
	Body   []byte
}

// Errors of Sign.
var (
	ErrAddress    = errors.New("kit: production address must be an absolute http or https URL with a host and without user information")
	ErrGeneration = errors.New("kit: not a generation of the kit")
)

// Sign makes the message of a sync.
// Errors: ErrAddress, ErrGeneration.
func Sign(g wire.Generation, to Endpoint, now time.Time, r Request) (Message, error) {
	address, err := addressOf(g, to.URL, r.Activity())
	if err != nil {
		return Message{}, err
	}
	members := all(g, r, now)
	body := wire.Encode(members)
	header := http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json;charset=utf-8"}}
	if g == wire.KitV1 {
		header["authToken"] = []string{authToken(to.Key, members)} // as the protocol spells it
		return Message{address, header, body}, nil
	}
	ms := now.UnixMilli()
	header["x-sign"] = []string{strings.ToUpper(hex.EncodeToString(mac(to.Key, to.Nonce, ms, body)))}
	header["x-timestamp"] = []string{strconv.FormatInt(ms, 10)}
	header["x-nonce"] = []string{to.Nonce}
	return Message{address, header, body}, nil
}

// Secret is what a message is signed with.
type Secret struct {
	Key   string // the interface key of the kit, or in V1 the seller's key
	Nonce string // of V2: different on every message
}

// Endpoint is a seller's server: its production address without the fixed sub-path, and what it shares with us.
type Endpoint struct {
	URL string
	Secret
}

// addressOf appends the fixed sub-path (saas-production-interface E.0).
func addressOf(g wire.Generation, base string, a wire.Activity) (string, error) {
	paths := map[wire.Generation]string{wire.KitV1: "/produceAPI/", wire.KitV2: "/produceAPI/v2/"}
	path, ok := paths[g]
	if !ok {
		return "", ErrGeneration
	}
	u, ok := wire.ProductionURL(base)
	if !ok {
		return "", ErrAddress
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/")+path+string(a), ""
	return u.String(), nil
}

// mac is the signature of V2: unlike that of the basic interface it covers the body itself, not its digest
// (saas-production-interface E.0.1).
func mac(key, nonce string, timestampMS int64, body []byte) []byte {
	return wire.HMAC(key, append([]byte(key+nonce+strconv.FormatInt(timestampMS, 10)), body...))
}

// Verify tells whether sign (hex, any case) is that of a V2 body. It takes the same time wherever the difference is.
func Verify(secret Secret, timestampMS int64, body []byte, sign string) bool {
	got, err := hex.DecodeString(sign)
	return err == nil && hmac.Equal(got, mac(secret.Key, secret.Nonce, timestampMS, body))
}

// authToken is the signature of V1: the members with a value, sorted, as name=value; lists are their JSON text
// (saas-production-interface E.0.2).
func authToken(key string, members []wire.Member) string {
	var pairs []string
	timeStamp := ""
	for _, m := range members {
		value := m.Value()
		if strings.TrimSpace(value) == "" {
			continue
		}
		if m.Name == "timeStamp" {
			timeStamp = value
		}
		pairs = append(pairs, m.Name+"="+value)
	}
	slices.Sort(pairs)
	return base64.StdEncoding.EncodeToString(wire.HMAC(key+timeStamp, []byte(strings.Join(pairs, "&"))))
}

// Reply is what came back, with the header Body-Sign that V1 must have.
type Reply struct {
	wire.Reply
	BodySign string
}

// Check judges the reply to a sync. It succeeded when there are no faults.
func Check(g wire.Generation, reply Reply, key string) (wire.PlainAnswer, wire.Faults) {
	obj, plain, faults := wire.Read(reply.Reply)
	if len(faults) == 0 && g == wire.KitV1 {
		faults = wire.CheckBodySign(reply.BodySign, key, reply.Body)
	}
	if len(faults) > 0 {
		return plain, faults
	}
	r := wire.Reader{}
	r.Result(obj, false)
	return plain, r.Faults
}
