package wire

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FaultCode names a broken rule. The values are stable: they are stored, filtered and documented.
type FaultCode string

// The faults, in the order in which the layers of a reply are checked (saas-production-interface C.3, F.3).
const (
	FaultHTTPStatus  FaultCode = "http_status"    // status is not 200
	FaultRedirect    FaultCode = "redirect"       // status is 3xx; redirects are not followed
	FaultNoBody      FaultCode = "no_body"        // empty, or blanks only
	FaultTooLarge    FaultCode = "body_too_large" // longer than MaxBody
	FaultContentType FaultCode = "content_type"   // media type is not application/json
	FaultCharset     FaultCode = "charset"        // a charset other than UTF-8 is declared
	FaultBOM         FaultCode = "byte_order_mark"
	FaultNotUTF8     FaultCode = "not_utf8"
	FaultHTML        FaultCode = "html" // a page instead of JSON, declared as JSON
	FaultNotJSON     FaultCode = "not_json"
	FaultTrailing    FaultCode = "trailing_data" // something behind the JSON value
	FaultDuplicate   FaultCode = "duplicate_key"
	FaultTooDeep     FaultCode = "too_deep"
	FaultNotObject   FaultCode = "not_object"

	FaultBodySignMissing   FaultCode = "body_sign_missing"
	FaultBodySignMalformed FaultCode = "body_sign_malformed"
	FaultBodySignWrong     FaultCode = "body_sign_wrong" // the signature is of another key or other bytes

	FaultCodeMissing   FaultCode = "result_code_missing"
	FaultCodeMalformed FaultCode = "result_code_malformed" // not six digits
	FaultCodeRefused   FaultCode = "result_code_refused"   // in the table, and not success
	FaultCodeUnknown   FaultCode = "result_code_unknown"   // six digits, not in the table

	FaultInstanceIDMissing   FaultCode = "instance_id_missing"   // newInstance without one, or an asked instance not in the answer
	FaultInstanceIDMismatch  FaultCode = "instance_id_mismatch"  // an instance nobody asked for
	FaultInstanceIDDuplicate FaultCode = "instance_id_duplicate" // the same instance twice in one answer
	FaultInstanceIDChanged   FaultCode = "instance_id_changed"   // another id than at an earlier attempt
	FaultNotReady            FaultCode = "instance_not_ready"    // no access information yet

	FaultFieldMissing      FaultCode = "field_missing"
	FaultFieldTooLong      FaultCode = "field_too_long"
	FaultFieldNotString    FaultCode = "field_not_string"
	FaultFieldNotNumber    FaultCode = "field_not_number"
	FaultFieldNotObject    FaultCode = "field_not_object"
	FaultFieldNotList      FaultCode = "field_not_list"
	FaultFieldMalformed    FaultCode = "field_malformed"
	FaultFieldNotURL       FaultCode = "field_not_url"       // not an absolute http or https address
	FaultFieldBadCharacter FaultCode = "field_bad_character" // holds U+0000, which no database stores
	FaultFieldNotEncrypted FaultCode = "field_not_encrypted" // the key does not open it
	FaultTooMany           FaultCode = "too_many"
)

// Fault is one broken rule.
type Fault struct {
	Code  FaultCode
	Field string // the Member, such as "resultCode" or "info[0].appInfo.frontEndUrl"; empty when it is about the whole reply
	Want  string // what the rule expects, such as "200" or "64"; empty when the code says it
	Got   string // what was found, shortened; never a password or a user name
	// Message is the seller's own resultMsg, with FaultCodeRefused and FaultCodeUnknown.
	Message string
}

// Faults is a list of broken rules; nil means that all is well.
type Faults []Fault

// maxFaults bounds a list: a reply with ten thousand wrong entries is as wrong as one with twenty.
const maxFaults = 20

// Add appends a fault; a list is bounded.
func (fs *Faults) Add(f Fault) {
	if len(*fs) < maxFaults {
		*fs = append(*fs, f)
	}
}

// Has tells whether a fault of this code is in the list.
func (fs Faults) Has(code FaultCode) bool {
	for _, f := range fs {
		if f.Code == code {
			return true
		}
	}
	return false
}

// Codes returns the codes in order, repeats included.
func (fs Faults) Codes() []FaultCode {
	out := make([]FaultCode, len(fs))
	for i, f := range fs {
		out[i] = f.Code
	}
	return out
}

// Text returns the faults as one phrase in lang ("zh" or "en"), "" for none.
func (fs Faults) Text(lang string) string {
	parts := make([]string, len(fs))
	for i, f := range fs {
		parts[i] = f.Text(lang)
	}
	if strings.HasPrefix(lang, "zh") {
		return strings.Join(parts, "；")
	}
	return strings.Join(parts, "; ")
}

// Clip shortens foreign text to something a person can read in a table: 80 characters, no control characters.
func Clip(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > 80 {
			b.WriteRune('…')
			break
		}
		if unicode.IsControl(r) || r == utf8.RuneError {
			r = '·'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// CheckText applies the rules of every string member: a length in characters and no U+0000. It reports whether all is well.
func (fs *Faults) CheckText(field, value string, max int) bool {
	if n := utf8.RuneCountInString(value); n > max {
		fs.Add(Fault{Code: FaultFieldTooLong, Field: field, Want: itoa(max), Got: itoa(n)})
		return false
	}
	if strings.ContainsRune(value, 0) {
		fs.Add(Fault{Code: FaultFieldBadCharacter, Field: field, Got: "U+0000"})
		return false
	}
	return true
}

// CheckInstanceID also refuses what cannot travel in a list of ids: a comma, a blank or a control character.
func (fs *Faults) CheckInstanceID(field, id string) {
	if !fs.CheckText(field, id, 64) {
		return
	}
	for _, r := range id {
		if r == ',' || unicode.IsControl(r) || unicode.IsSpace(r) {
			fs.Add(Fault{Code: FaultFieldMalformed, Field: field, Want: "no comma, blank or control character", Got: Clip(id)})
			return
		}
	}
}

// CheckQueryIDs applies the rules of a list of instance ids: at most MaxQueryIDs, each one well formed.
func (fs *Faults) CheckQueryIDs(ids []string) {
	if n := len(ids); n > MaxQueryIDs {
		fs.Add(Fault{Code: FaultTooMany, Field: "instanceId", Want: itoa(MaxQueryIDs), Got: itoa(n)})
	}
	for _, id := range ids {
		fs.CheckInstanceID("instanceId", id)
	}
}

// CheckURL accepts only what is safe behind a link: an absolute http or https address with a host.
func (fs *Faults) CheckURL(field, value string) {
	if !fs.CheckText(field, value, 512) {
		return
	}
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || strings.ContainsAny(value, "\\ \t\r\n") {
		fs.Add(Fault{Code: FaultFieldNotURL, Field: field, Want: "http:// or https://", Got: Clip(value)})
	}
}
