package asset

import (
	"time"

	"github.com/souk-market/souk/internal/asset/vuln"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// The checks of a scan, in the order in which they run (business-rules 4.9).
const (
	CheckArchive         = "archive"         // integrity, and that it is the file that was submitted
	CheckCredentials     = "credentials"     // preset accounts, passwords and keys
	CheckVirus           = "virus"           // viruses and trojans
	CheckVulnerabilities = "vulnerabilities" // none with CVSS ≥ 7.0
	CheckPasswordPolicy  = "password_policy" // of a machine image
)

// ChecksOf are the checks of a kind of asset.
func ChecksOf(kind string) []string {
	if kind == KindImage {
		return []string{CheckVirus, CheckVulnerabilities, CheckCredentials, CheckPasswordPolicy}
	}
	return []string{CheckArchive, CheckCredentials, CheckVirus, CheckVulnerabilities}
}

// The outcomes of a check.
const (
	Passed  = "passed"
	Failed  = "failed"
	Unclear = "unclear" // its program could not tell
	Broken  = "broken"  // its program failed, several times
	Off     = "off"     // no program is turned on for it
)

// Report is what a scan found.
type Report struct {
	SHA256 string  `json:"sha256,omitempty"` // of what was scanned
	Checks []Check `json:"checks"`
}

// Check is what one check found. Findings are those that count; More of them are not listed.
type Check struct {
	Check    string    `json:"check"`
	Outcome  string    `json:"outcome"`
	Findings []Finding `json:"findings,omitempty"`
	More     int       `json:"more,omitempty"`
}

// Finding is one thing that was found: a place and a rule, or a name. Never a secret.
type Finding struct {
	Rule          string              `json:"rule"`
	Path          string              `json:"path,omitempty"`
	Name          string              `json:"name,omitempty"` // of a virus
	Vulnerability *vuln.Vulnerability `json:"vulnerability,omitempty"`
}

// maxFindings is how many of a check are listed.
const maxFindings = 100

// The verdicts of a report.
const (
	VerdictPass   = "pass"
	VerdictFail   = "fail"
	VerdictPerson = "person" // an operator decides
)

// Verdict says what follows: one failed check rejects, all passed approve, and everything else is for a person
// (business-rules 4.9; never a silent pass).
func (r Report) Verdict() string {
	verdict := VerdictPass
	if len(r.Checks) == 0 {
		verdict = VerdictPerson
	}
	for _, c := range r.Checks {
		switch c.Outcome {
		case Failed:
			return VerdictFail
		case Passed:
		default:
			verdict = VerdictPerson
		}
	}
	return verdict
}

// reason names the checks that failed, for messages.
func (r Report) reason() i18n.Text {
	var out i18n.Text
	for _, c := range r.Checks {
		if c.Outcome != Failed {
			continue
		}
		if out.ZH != "" {
			out.ZH, out.EN = out.ZH+"、", out.EN+", "
		}
		name := CheckName(c.Check)
		out.ZH, out.EN = out.ZH+name.ZH, out.EN+name.EN
	}
	return out
}

// CheckName is what messages and downloads call a check.
func CheckName(check string) i18n.Text {
	switch check {
	case CheckArchive:
		return i18n.Text{ZH: "压缩包完整性", EN: "integrity of the archive"}
	case CheckCredentials:
		return i18n.Text{ZH: "预置账号、口令与密钥", EN: "preset accounts, passwords and keys"}
	case CheckVirus:
		return i18n.Text{ZH: "病毒与木马", EN: "viruses and trojans"}
	case CheckVulnerabilities:
		return i18n.Text{ZH: "漏洞（CVSS ≥ 7.0）", EN: "vulnerabilities (CVSS ≥ 7.0)"}
	case CheckPasswordPolicy:
		return i18n.Text{ZH: "口令策略", EN: "password policy"}
	}
	return i18n.Text{}
}

// The states of a scan.
const (
	ScanQueued  = "queued"
	ScanRunning = "running"
	ScanDone    = "done"
)

// Scan is one scan of an asset.
type Scan struct {
	AssetID  string
	N        int64
	State    string
	Step     string // the check that runs
	Attempts int64
	Report   Report // of a scan that is done
	QueuedAt time.Time
	EndedAt  time.Time // zero: it runs
}

// Done is how many checks are behind it, of how many.
func (s Scan) Done(kind string) (done, of int) {
	all := ChecksOf(kind)
	if s.State == ScanDone {
		return len(all), len(all)
	}
	for i, c := range all {
		if c == s.Step {
			return i, len(all)
		}
	}
	return 0, len(all)
}
