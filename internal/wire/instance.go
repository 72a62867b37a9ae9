package wire

import (
	"encoding/json"
	"regexp"
	"slices"
	"time"
)

// QueryInstanceAnswer is the reply to queryInstance (saas-production-interface A.5d, B.3).
type QueryInstanceAnswer struct {
	PlainAnswer
	// Pending is true for 000004 where that is an answer: the seller is still opening. There are no instances then, and no faults.
	Pending   bool
	Instances []InstanceInfo // in the seller's order
}

// InstanceInfo is what the seller tells about one instance.
type InstanceInfo struct {
	InstanceID string
	AppInfo    *AppInfo // nil while the instance is not ready
	Usage      []UsageInfo
}

// AppInfo is how the buyer gets in. UserName and Password are plain text in V2 and ciphertext in V1 until opened: they must be stored encrypted and never logged.
type AppInfo struct {
	FrontEndURL string // absolute http or https, at most 512 characters
	AdminURL    string // optional, the same rules
	UserName    string // optional, at most 128 characters
	Password    string // optional, at most 128 characters
	Memo        string // optional, at most 1024 characters
}

// UsageInfo is the usage of one billing item.
type UsageInfo struct {
	RelatedInstanceID string    // optional: the on-demand instance that a package's usage belongs to
	UsageValue        string    // decimal digits, at most eight before and four behind the point
	StatisticalTime   time.Time // UTC
	DashboardURL      string    // optional, absolute http or https
}

// Instances reads the info of an answer to a queryInstance that asked for wantIDs. Every asked instance must be there once, and
// no other; with a fault there are none. An instance without appInfo is no fault here; Ready says whether the buyer can get in.
func (r *Reader) Instances(obj map[string]any, wantIDs []string) []InstanceInfo {
	var out []InstanceInfo
	seen := make(map[string]bool, len(wantIDs))
	for i, entry := range r.List(obj, "", "info") {
		if len(r.Faults) >= maxFaults {
			break
		}
		info := r.instance(entry, "info["+itoa(i)+"]")
		switch {
		case info.InstanceID == "":
		case seen[info.InstanceID]:
			r.Faults.Add(Fault{Code: FaultInstanceIDDuplicate, Field: "info[" + itoa(i) + "].instanceId", Got: Clip(info.InstanceID)})
		case !slices.Contains(wantIDs, info.InstanceID):
			r.Faults.Add(Fault{Code: FaultInstanceIDMismatch, Field: "info[" + itoa(i) + "].instanceId", Got: Clip(info.InstanceID)})
		default:
			out = append(out, info)
		}
		seen[info.InstanceID] = true
	}
	for _, id := range wantIDs {
		if !seen[id] {
			r.Faults.Add(Fault{Code: FaultInstanceIDMissing, Field: "info[].instanceId", Want: Clip(id)})
		}
	}
	if len(r.Faults) > 0 {
		return nil
	}
	return out
}

// Ready returns the instance when the buyer can get in: it has appInfo with a frontEndUrl (saas-production-interface C.3 check 4).
// Otherwise the fault says why not.
func (a QueryInstanceAnswer) Ready(id string) (InstanceInfo, Faults) {
	for _, info := range a.Instances {
		if info.InstanceID == id && info.AppInfo != nil && info.AppInfo.FrontEndURL != "" {
			return info, nil
		}
	}
	return InstanceInfo{}, Faults{{Code: FaultNotReady, Field: "info[].appInfo", Got: Clip(id)}}
}

func (r *Reader) instance(entry any, path string) InstanceInfo {
	obj, ok := entry.(map[string]any)
	if !ok {
		r.Faults.Add(Fault{Code: FaultFieldNotObject, Field: path, Want: "object", Got: KindOf(entry)})
		return InstanceInfo{}
	}
	info := InstanceInfo{InstanceID: r.Text(obj, path, Must("instanceId", "", 64))}
	info.AppInfo = r.App(obj, path)
	for i, u := range r.List(obj, path, "usageInfo") {
		if len(r.Faults) >= maxFaults {
			break
		}
		info.Usage = append(info.Usage, r.usage(u, path+".usageInfo["+itoa(i)+"]"))
	}
	return info
}

// App reads the optional appInfo of an object.
func (r *Reader) App(obj map[string]any, path string) *AppInfo {
	app := r.Object(obj, path, "appInfo")
	if app == nil {
		return nil
	}
	in := join(path, "appInfo")
	return &AppInfo{
		FrontEndURL: r.Link(app, in, "frontEndUrl", true),
		AdminURL:    r.Link(app, in, "adminUrl", false),
		UserName:    r.Text(app, in, May("userName", "", 128)),
		Password:    r.Text(app, in, May("password", "", 128)),
		Memo:        r.Text(app, in, May("memo", "", 1024)),
	}
}

func (r *Reader) usage(entry any, path string) UsageInfo {
	obj, ok := entry.(map[string]any)
	if !ok {
		r.Faults.Add(Fault{Code: FaultFieldNotObject, Field: path, Want: "object", Got: KindOf(entry)})
		return UsageInfo{}
	}
	return UsageInfo{
		RelatedInstanceID: r.Text(obj, path, May("relatedInstanceId", "", 64)),
		UsageValue:        r.decimal(obj, path, "usageValue"),
		StatisticalTime:   r.instant(obj, path, "statisticalTime"),
		DashboardURL:      r.Link(obj, path, "dashboardUrl", false),
	}
}

var decimal12x4 = regexp.MustCompile(`^[0-9]{1,8}(\.[0-9]{1,4})?$`)

// decimal reads a mandatory Double(12,4). Both a number and its text are accepted, because servers that write every value as
// a string are common.
func (r *Reader) decimal(obj map[string]any, path, name string) string {
	field := join(path, name)
	var text string
	switch v := obj[name].(type) {
	case nil:
		r.Faults.Add(Fault{Code: FaultFieldMissing, Field: field})
		return ""
	case json.Number:
		text = v.String()
	case string:
		text = v
	default:
		r.Faults.Add(Fault{Code: FaultFieldNotNumber, Field: field, Want: "number", Got: KindOf(v)})
		return ""
	}
	if !decimal12x4.MatchString(text) {
		r.Faults.Add(Fault{Code: FaultFieldNotNumber, Field: field, Want: "Double(12,4)", Got: Clip(text)})
		return ""
	}
	return text
}

// instant reads a mandatory yyyyMMddHHmmssSSS in UTC; the milliseconds may be left out.
func (r *Reader) instant(obj map[string]any, path, name string) time.Time {
	text := r.Text(obj, path, Must(name, "", 20))
	if text == "" {
		return time.Time{}
	}
	if t, ok := ParseTime(text); ok {
		return t
	}
	r.Faults.Add(Fault{Code: FaultFieldMalformed, Field: join(path, name), Want: "yyyyMMddHHmmssSSS", Got: Clip(text)})
	return time.Time{}
}
