package saasv2

import (
	"encoding/json"
	"strings"
)

// reader takes typed members out of a parsed object and collects what is wrong with them.
type reader struct{ faults Faults }

// text reads a string member of at most max characters; absent, null and blank are the same.
func (r *reader) text(obj map[string]any, path, name string, max int, required bool) string {
	field := join(path, name)
	v, ok := obj[name].(string)
	switch {
	case obj[name] == nil || ok && strings.TrimSpace(v) == "":
		if required {
			r.faults.add(Fault{Code: FaultFieldMissing, Field: field})
		}
		return ""
	case !ok:
		r.faults.add(Fault{Code: FaultFieldNotString, Field: field, Want: "string", Got: safeKind(name, obj[name])})
		return ""
	case !r.faults.checkText(field, v, max):
		return ""
	}
	return v
}

// safeKind keeps a number that is meant to be a password or user name out of the fault.
func safeKind(name string, v any) string {
	if _, isNumber := v.(json.Number); isNumber && isSecretName(name) {
		return "number"
	}
	return kindOf(v)
}

// link reads a member that people will click.
func (r *reader) link(obj map[string]any, path, name string, required bool) string {
	v := r.text(obj, path, name, 512, required)
	if v == "" {
		return ""
	}
	before := len(r.faults)
	if r.faults.checkURL(join(path, name), v); len(r.faults) > before {
		return ""
	}
	return v
}

func (r *reader) object(obj map[string]any, path, name string) map[string]any {
	if obj[name] == nil {
		return nil
	}
	v, ok := obj[name].(map[string]any)
	if !ok {
		r.faults.add(Fault{Code: FaultFieldNotObject, Field: join(path, name), Want: "object", Got: kindOf(obj[name])})
	}
	return v
}

func (r *reader) list(obj map[string]any, path, name string) []any {
	if obj[name] == nil {
		return nil
	}
	v, ok := obj[name].([]any)
	if !ok {
		r.faults.add(Fault{Code: FaultFieldNotList, Field: join(path, name), Want: "array", Got: kindOf(obj[name])})
	}
	return v
}

// result judges resultCode and resultMsg and reports whether the code is 000004 where that is an answer (acceptPending).
// Any other code than 000000 is a failure (saas-production-interface B.10).
func (r *reader) result(obj map[string]any, acceptPending bool) (pending bool) {
	message := r.text(obj, "", "resultMsg", 255, false)
	code, ok := obj["resultCode"].(string)
	switch {
	case obj["resultCode"] == nil || ok && code == "":
		r.faults.add(Fault{Code: FaultCodeMissing, Field: "resultCode"})
	case !ok:
		r.faults.add(Fault{Code: FaultFieldNotString, Field: "resultCode", Want: "string", Got: kindOf(obj["resultCode"])})
	case !sixDigits(code):
		r.faults.add(Fault{Code: FaultCodeMalformed, Field: "resultCode", Want: "000000", Got: clip(code), Message: message})
	case code == CodeSuccess:
	case code == CodeInProgress && acceptPending:
		return true
	default:
		fault := Fault{Code: FaultCodeUnknown, Field: "resultCode", Want: CodeSuccess, Got: code, Message: message}
		if _, known := LookupResultCode(code); known {
			fault.Code = FaultCodeRefused
		}
		r.faults.add(fault)
	}
	return false
}

func sixDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) == 6
}
