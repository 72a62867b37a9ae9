package saasv2

import (
	"encoding/json"
	"regexp"
	"slices"
	"time"
)

// QueryInstanceAnswer is the reply to queryInstance (saas-production-interface B.3).
type QueryInstanceAnswer struct {
	PlainAnswer
	// Pending is true for 000004: the seller is still opening. There are no instances then, and no faults.
	Pending   bool
	Instances []InstanceInfo // in the seller's order
}

// InstanceInfo is what the seller tells about one instance.
type InstanceInfo struct {
	InstanceID string
	AppInfo    *AppInfo // nil while the instance is not ready
	Usage      []UsageInfo
}

// AppInfo is how the buyer gets in. UserName and Password are plain text in V2: they must be stored encrypted and never logged.
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

// CheckQueryInstance judges the reply to a queryInstance that asked for wantIDs. Every asked instance must be there once, and
// no other. An instance without appInfo is no fault here; Ready says whether the buyer can get in.
func CheckQueryInstance(reply Reply, wantIDs []string) (QueryInstanceAnswer, Faults) {
	obj, plain, faults := readReply(reply)
	answer := QueryInstanceAnswer{PlainAnswer: plain}
	if len(faults) > 0 {
		return answer, faults
	}
	r := reader{}
	answer.Pending = r.result(obj, true)
	if answer.Pending || len(r.faults) > 0 {
		return answer, r.faults
	}
	seen := make(map[string]bool, len(wantIDs))
	for i, entry := range r.list(obj, "", "info") {
		if len(r.faults) >= maxFaults {
			break
		}
		info := r.instance(entry, "info["+itoa(i)+"]")
		switch {
		case info.InstanceID == "":
		case seen[info.InstanceID]:
			r.faults.add(Fault{Code: FaultInstanceIDDuplicate, Field: "info[" + itoa(i) + "].instanceId", Got: clip(info.InstanceID)})
		case !slices.Contains(wantIDs, info.InstanceID):
			r.faults.add(Fault{Code: FaultInstanceIDMismatch, Field: "info[" + itoa(i) + "].instanceId", Got: clip(info.InstanceID)})
		default:
			answer.Instances = append(answer.Instances, info)
		}
		seen[info.InstanceID] = true
	}
	for _, id := range wantIDs {
		if !seen[id] {
			r.faults.add(Fault{Code: FaultInstanceIDMissing, Field: "info[].instanceId", Want: clip(id)})
		}
	}
	if len(r.faults) > 0 {
		answer.Instances = nil
	}
	return answer, r.faults
}

// Ready returns the instance when the buyer can get in: it has appInfo with a frontEndUrl (saas-production-interface C.3 check 4).
// Otherwise the fault says why not.
func (a QueryInstanceAnswer) Ready(id string) (InstanceInfo, Faults) {
	for _, info := range a.Instances {
		if info.InstanceID == id && info.AppInfo != nil && info.AppInfo.FrontEndURL != "" {
			return info, nil
		}
	}
	return InstanceInfo{}, Faults{{Code: FaultNotReady, Field: "info[].appInfo", Got: clip(id)}}
}

func (r *reader) instance(entry any, path string) InstanceInfo {
	obj, ok := entry.(map[string]any)
	if !ok {
		r.faults.add(Fault{Code: FaultFieldNotObject, Field: path, Want: "object", Got: kindOf(entry)})
		return InstanceInfo{}
	}
	info := InstanceInfo{InstanceID: r.text(obj, path, "instanceId", 64, true)}
	if app := r.object(obj, path, "appInfo"); app != nil {
		in := path + ".appInfo"
		info.AppInfo = &AppInfo{
			FrontEndURL: r.link(app, in, "frontEndUrl", true),
			AdminURL:    r.link(app, in, "adminUrl", false),
			UserName:    r.text(app, in, "userName", 128, false),
			Password:    r.text(app, in, "password", 128, false),
			Memo:        r.text(app, in, "memo", 1024, false),
		}
	}
	for i, u := range r.list(obj, path, "usageInfo") {
		if len(r.faults) >= maxFaults {
			break
		}
		info.Usage = append(info.Usage, r.usage(u, path+".usageInfo["+itoa(i)+"]"))
	}
	return info
}

func (r *reader) usage(entry any, path string) UsageInfo {
	obj, ok := entry.(map[string]any)
	if !ok {
		r.faults.add(Fault{Code: FaultFieldNotObject, Field: path, Want: "object", Got: kindOf(entry)})
		return UsageInfo{}
	}
	return UsageInfo{
		RelatedInstanceID: r.text(obj, path, "relatedInstanceId", 64, false),
		UsageValue:        r.decimal(obj, path, "usageValue"),
		StatisticalTime:   r.instant(obj, path, "statisticalTime"),
		DashboardURL:      r.link(obj, path, "dashboardUrl", false),
	}
}

var decimal12x4 = regexp.MustCompile(`^[0-9]{1,8}(\.[0-9]{1,4})?$`)

// decimal reads a mandatory Double(12,4). Both a number and its text are accepted, because servers that write every value as
// a string are common.
func (r *reader) decimal(obj map[string]any, path, name string) string {
	field := join(path, name)
	var text string
	switch v := obj[name].(type) {
	case nil:
		r.faults.add(Fault{Code: FaultFieldMissing, Field: field})
		return ""
	case json.Number:
		text = v.String()
	case string:
		text = v
	default:
		r.faults.add(Fault{Code: FaultFieldNotNumber, Field: field, Want: "number", Got: kindOf(v)})
		return ""
	}
	if !decimal12x4.MatchString(text) {
		r.faults.add(Fault{Code: FaultFieldNotNumber, Field: field, Want: "Double(12,4)", Got: clip(text)})
		return ""
	}
	return text
}

// instant reads a mandatory yyyyMMddHHmmssSSS in UTC; the milliseconds may be left out.
func (r *reader) instant(obj map[string]any, path, name string) time.Time {
	text := r.text(obj, path, name, 20, true)
	if text == "" {
		return time.Time{}
	}
	padded := text
	if len(padded) == len(expireLayout) {
		padded += "000"
	}
	if len(padded) == len(expireLayout)+3 {
		// Go only reads a fraction behind a point.
		if t, err := time.Parse(expireLayout+".000", padded[:14]+"."+padded[14:]); err == nil {
			return t
		}
	}
	r.faults.add(Fault{Code: FaultFieldMalformed, Field: join(path, name), Want: "yyyyMMddHHmmssSSS", Got: clip(text)})
	return time.Time{}
}
