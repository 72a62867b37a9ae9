package wire

import (
	"encoding/json"
	"strings"
)

// Reader takes typed members out of a parsed object and collects what is wrong with them.
type Reader struct{ Faults Faults }

// Text reads the string member that line describes; absent, null and blank are the same.
func (r *Reader) Text(obj map[string]any, path string, line Member) string {
	field, value := join(path, line.Name), obj[line.Name]
	v, ok := value.(string)
	switch {
	case value == nil || ok && strings.TrimSpace(v) == "":
		if line.Required {
			r.Faults.Add(Fault{Code: FaultFieldMissing, Field: field})
		}
		return ""
	case !ok:
		r.Faults.Add(Fault{Code: FaultFieldNotString, Field: field, Want: "string", Got: safeKind(line.Name, value)})
		return ""
	case !r.Faults.CheckText(field, v, line.Max):
		return ""
	}
	return v
}

// safeKind keeps a number that is meant to be a password or user name out of the fault.
func safeKind(name string, v any) string {
	if _, isNumber := v.(json.Number); isNumber && isSecretName(name) {
		return "number"
	}
	return KindOf(v)
}

// Link reads a member that people will click.
func (r *Reader) Link(obj map[string]any, path, name string, required bool) string {
	v := r.Text(obj, path, Member{Name: name, Type: String, Required: required, Max: 512})
	if v == "" {
		return ""
	}
	before := len(r.Faults)
	if r.Faults.CheckURL(join(path, name), v); len(r.Faults) > before {
		return ""
	}
	return v
}

// InstanceID reads the mandatory instance id of a newInstance answer.
func (r *Reader) InstanceID(obj map[string]any) string {
	id, isString := obj["instanceId"].(string)
	before := len(r.Faults)
	switch {
	case obj["instanceId"] == nil || isString && strings.TrimSpace(id) == "":
		r.Faults.Add(Fault{Code: FaultInstanceIDMissing, Field: "instanceId"})
	case !isString:
		r.Faults.Add(Fault{Code: FaultFieldNotString, Field: "instanceId", Want: "string", Got: KindOf(obj["instanceId"])})
	default:
		r.Faults.CheckInstanceID("instanceId", id)
	}
	if len(r.Faults) > before {
		return ""
	}
	return id
}

// Object reads an optional object; nil when there is none.
func (r *Reader) Object(obj map[string]any, path, name string) map[string]any {
	if obj[name] == nil {
		return nil
	}
	v, ok := obj[name].(map[string]any)
	if !ok {
		r.Faults.Add(Fault{Code: FaultFieldNotObject, Field: join(path, name), Want: "object", Got: KindOf(obj[name])})
	}
	return v
}

// List reads an optional list; nil when there is none.
func (r *Reader) List(obj map[string]any, path, name string) []any {
	if obj[name] == nil {
		return nil
	}
	v, ok := obj[name].([]any)
	if !ok {
		r.Faults.Add(Fault{Code: FaultFieldNotList, Field: join(path, name), Want: "array", Got: KindOf(obj[name])})
	}
	return v
}

// Result judges resultCode and resultMsg and reports whether the code is 000004 where that is an answer (acceptPending).
// Any other code than 000000 is a failure (saas-production-interface B.10).
func (r *Reader) Result(obj map[string]any, acceptPending bool) (pending bool) {
	message := r.Text(obj, "", May("resultMsg", "", 255))
	code, ok := obj["resultCode"].(string)
	switch {
	case obj["resultCode"] == nil || ok && code == "":
		r.Faults.Add(Fault{Code: FaultCodeMissing, Field: "resultCode"})
	case !ok:
		r.Faults.Add(Fault{Code: FaultFieldNotString, Field: "resultCode", Want: "string", Got: KindOf(obj["resultCode"])})
	case !sixDigits(code):
		r.Faults.Add(Fault{Code: FaultCodeMalformed, Field: "resultCode", Want: "000000", Got: Clip(code), Message: message})
	case code == CodeSuccess:
	case code == CodeInProgress && acceptPending:
		return true
	default:
		fault := Fault{Code: FaultCodeUnknown, Field: "resultCode", Want: CodeSuccess, Got: code, Message: message}
		if _, known := LookupResultCode(code); known {
			fault.Code = FaultCodeRefused
		}
		r.Faults.Add(fault)
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
