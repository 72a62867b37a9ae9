package isv

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// NewInstanceAnswer is the answer to NewInstance; make it with Opened or Accepted.
type NewInstanceAnswer struct {
	InstanceID string // yours: unique, at most 64 characters, without commas and blanks; the same at every repeat
	Pending    bool   // true: opening goes on (000004) and QueryInstance will tell the result
}

// Opened says that the instance is ready: code 000000.
func Opened(instanceID string) NewInstanceAnswer { return NewInstanceAnswer{InstanceID: instanceID} }

// Accepted says that the instance is being opened: code 000004. Until it is ready let QueryInstance return InProgress.
func Accepted(instanceID string) NewInstanceAnswer {
	return NewInstanceAnswer{InstanceID: instanceID, Pending: true}
}

// QueryInstanceAnswer holds one Instance for each id that was asked.
type QueryInstanceAnswer struct{ Instances []Instance }

// Instance is what the buyer and the marketplace see of an instance.
type Instance struct {
	InstanceID string
	AppInfo    *AppInfo // nil while there is nothing to log in to
	Usage      []Usage  // on-demand instances and packages only
}

// AppInfo is how the buyer gets in.
type AppInfo struct {
	FrontEndURL string // absolute http or https address, at most 512 characters
	AdminURL    string // optional, the same rules
	UserName    string // optional, at most 128 characters
	Password    string // optional: the initial password, at most 128 characters
	Memo        string // optional, at most 1024 characters
}

// Usage is the usage of one billing item.
type Usage struct {
	RelatedInstanceID string    // for packages: the on-demand instance that it belongs to
	Value             string    // decimal text, at most 8 digits before and 4 behind the point
	At                time.Time // when it was counted
	DashboardURL      string    // optional
}

type reply struct {
	ResultCode string          `json:"resultCode"`
	ResultMsg  string          `json:"resultMsg,omitempty"`
	InstanceID string          `json:"instanceId,omitempty"`
	Info       []replyInstance `json:"info,omitempty"`
}

type replyInstance struct {
	InstanceID string        `json:"instanceId"`
	AppInfo    *replyAppInfo `json:"appInfo,omitempty"`
	UsageInfo  []replyUsage  `json:"usageInfo,omitempty"`
}

type replyAppInfo struct {
	FrontEndURL string `json:"frontEndUrl"`
	AdminURL    string `json:"adminUrl,omitempty"`
	UserName    string `json:"userName,omitempty"`
	Password    string `json:"password,omitempty"`
	Memo        string `json:"memo,omitempty"`
}

type replyUsage struct {
	RelatedInstanceID string      `json:"relatedInstanceId,omitempty"`
	UsageValue        json.Number `json:"usageValue"`
	StatisticalTime   string      `json:"statisticalTime"`
	DashboardURL      string      `json:"dashboardUrl,omitempty"`
}

func (a NewInstanceAnswer) reply() (reply, error) {
	r := reply{ResultCode: CodeSuccess, ResultMsg: "success.", InstanceID: a.InstanceID}
	if a.Pending {
		r.ResultCode, r.ResultMsg = CodeInProgress, "in progress."
	}
	return r, checkID(a.InstanceID)
}

func (a QueryInstanceAnswer) reply(asked []string) (reply, error) {
	r := reply{ResultCode: CodeSuccess, ResultMsg: "success."}
	missing := map[string]bool{}
	for _, id := range asked {
		missing[id] = true
	}
	for _, in := range a.Instances {
		if !missing[in.InstanceID] {
			return reply{}, badAnswer("instance %q was not asked for or is there twice", in.InstanceID)
		}
		missing[in.InstanceID] = false
		out, err := in.reply()
		if err != nil {
			return reply{}, err
		}
		r.Info = append(r.Info, out)
	}
	for id, still := range missing {
		if still {
			return reply{}, badAnswer("instance %q was asked for and is not there", id)
		}
	}
	return r, nil
}

func (in Instance) reply() (replyInstance, error) {
	out := replyInstance{InstanceID: in.InstanceID}
	if app := in.AppInfo; app != nil {
		out.AppInfo = &replyAppInfo{app.FrontEndURL, app.AdminURL, app.UserName, app.Password, app.Memo}
		if err := firstError(checkURL("frontEndUrl", app.FrontEndURL, true), checkURL("adminUrl", app.AdminURL, false),
			checkLength("userName", app.UserName, 128), checkLength("password", app.Password, 128),
			checkLength("memo", app.Memo, 1024)); err != nil {
			return replyInstance{}, err
		}
	}
	for _, u := range in.Usage {
		if !decimal.MatchString(u.Value) {
			return replyInstance{}, badAnswer("usage value %q is not a decimal with 8 digits and 4 decimals at most", u.Value)
		}
		if err := checkURL("dashboardUrl", u.DashboardURL, false); err != nil {
			return replyInstance{}, err
		}
		out.UsageInfo = append(out.UsageInfo, replyUsage{u.RelatedInstanceID, json.Number(u.Value),
			strings.ReplaceAll(u.At.UTC().Format("20060102150405.000"), ".", ""), u.DashboardURL})
	}
	return out, nil
}

var decimal = regexp.MustCompile(`^(0|[1-9][0-9]{0,7})(\.[0-9]{1,4})?$`)

func badAnswer(format string, args ...any) error {
	return refuse(CodeInternal, "internal error", fmt.Errorf("%w: "+format, append([]any{ErrAnswer}, args...)...))
}

func checkID(id string) error {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return r == ',' || unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return badAnswer("instance id %q is empty or has a comma, blank or control character", id)
	}
	return checkLength("instanceId", id, 64)
}

func checkLength(name, value string, limit int) error {
	if n := utf8.RuneCountInString(value); n > limit {
		return badAnswer("%s has %d characters, at most %d are allowed", name, n, limit)
	}
	if strings.ContainsRune(value, 0) {
		return badAnswer("%s holds U+0000", name)
	}
	return nil
}

func checkURL(name, value string, required bool) error {
	if value == "" && !required {
		return nil
	}
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || strings.ContainsAny(value, "\\ \t\r\n") {
		return badAnswer("%s is not an absolute http or https address", name)
	}
	return checkLength(name, value, 512)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// encode writes pure ASCII: everything else becomes \uXXXX, as the interface wants it for memo.
func (r reply) encode() ([]byte, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encode answer: %w", err)
	}
	out := make([]byte, 0, len(text))
	for _, c := range string(text) {
		if c < utf8.RuneSelf {
			out = append(out, byte(c))
			continue
		}
		if hi, lo := utf16Pair(c); lo != 0 {
			out = fmt.Appendf(out, `\u%04x\u%04x`, hi, lo)
		} else {
			out = fmt.Appendf(out, `\u%04x`, c)
		}
	}
	return out, nil
}
