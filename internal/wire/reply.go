package wire

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
)

// MaxBody is how many bytes of a reply are judged; a longer one is a fault.
const MaxBody = 1 << 20

// Reply is what came back from a production address.
type Reply struct {
	Status      int    // HTTP status
	ContentType string // the header as it came
	Body        []byte // the body; a caller that stops reading must hand over more than MaxBody bytes for the fault to be seen
}

// PlainAnswer is the part that all answers share.
type PlainAnswer struct {
	ResultCode string // six digits, or whatever was there when a fault says so
	ResultMsg  string // the seller's text, at most 255 characters
}

// CheckPlain judges the reply to an activity that returns nothing but a result: refreshInstance, updateInstanceStatus,
// releaseInstance, upgradeInstance, changeInstanceCheck, orderNotify and the syncs of V2. It succeeded when there are no faults. The answer is
// filled as far as the reply can be read, faults or not.
func CheckPlain(reply Reply) (PlainAnswer, Faults) {
	obj, plain, faults := Read(reply)
	if len(faults) > 0 {
		return plain, faults
	}
	r := Reader{}
	r.Result(obj, false)
	return plain, r.Faults
}

// Read applies the layers from HTTP to JSON. The answer is also filled from a reply with the wrong status or media type,
// because the seller's resultMsg is the best hint then.
func Read(reply Reply) (map[string]any, PlainAnswer, Faults) {
	transport := checkTransport(reply)
	if len(reply.Body) > MaxBody {
		return nil, PlainAnswer{}, transport
	}
	obj, faults := parseObject(reply.Body)
	if len(transport) > 0 {
		faults = transport
	}
	return obj, plainOf(obj), faults
}

func checkTransport(reply Reply) Faults {
	var faults Faults
	empty := len(bytes.TrimSpace(reply.Body)) == 0
	if reply.Status != http.StatusOK {
		code := FaultHTTPStatus
		if reply.Status >= 300 && reply.Status < 400 {
			code = FaultRedirect
		}
		faults.Add(Fault{Code: code, Want: "200", Got: itoa(reply.Status)})
		if reply.Status >= 200 && reply.Status < 300 && empty {
			faults.Add(Fault{Code: FaultNoBody})
		}
		return faults
	}
	if empty {
		return Faults{{Code: FaultNoBody}}
	}
	if len(reply.Body) > MaxBody {
		return Faults{{Code: FaultTooLarge, Want: itoa(MaxBody)}}
	}
	// A malformed parameter does not matter as long as the media type can be read.
	media, params, _ := mime.ParseMediaType(reply.ContentType)
	if media != "application/json" {
		if looksLikeHTML(reply.Body) {
			faults.Add(Fault{Code: FaultHTML})
		}
		faults.Add(Fault{Code: FaultContentType, Want: "application/json", Got: Clip(reply.ContentType)})
		return faults
	}
	if charset, declared := params["charset"]; declared && !isUTF8(charset) {
		return Faults{{Code: FaultCharset, Want: "utf-8", Got: Clip(charset)}}
	}
	return nil
}

// looksLikeHTML tells a page (of a gateway, a login, a firewall) from JSON: no JSON value begins with "<".
func looksLikeHTML(body []byte) bool {
	body = bytes.TrimLeft(body, " \t\r\n")
	return len(body) > 0 && body[0] == '<'
}

// isUTF8 accepts both spellings that the specification itself uses (saas-production-interface B.1.3).
func isUTF8(charset string) bool {
	c := strings.ToLower(strings.TrimSpace(charset))
	return c == "utf-8" || c == "utf8"
}

func plainOf(obj map[string]any) PlainAnswer {
	code, _ := obj["resultCode"].(string)
	msg, _ := obj["resultMsg"].(string)
	return PlainAnswer{ResultCode: Clip(code), ResultMsg: clipTo(msg, 255)}
}

// clipTo cuts a text that people will read to max characters and drops U+0000, which no database stores.
func clipTo(s string, max int) string {
	s = strings.ReplaceAll(s, "\x00", "")
	n := 0
	for i := range s {
		if n == max {
			return s[:i]
		}
		n++
	}
	return s
}
