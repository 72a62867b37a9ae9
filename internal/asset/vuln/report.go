package vuln

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// The errors of a report.
var (
	ErrReport = errors.New("vuln: not a report in the JSON form of Trivy")
	ErrLong   = errors.New("vuln: the report is too long")
)

// Threshold is the score from which a vulnerability keeps a package out (business-rules 4.9: none with CVSS ≥ 7.0).
const Threshold = 7.0

// Vulnerability is one that a package has. Texts are cut to a length that can be shown.
type Vulnerability struct {
	ID        string  `json:"id"`
	Package   string  `json:"package"`
	Installed string  `json:"installed"`
	Fixed     string  `json:"fixed,omitempty"` // "": no version without it is known
	Severity  string  `json:"severity"`
	Score     float64 `json:"score"` // the highest of all vendors; 0: nobody scored it
}

// Verdict is what a vulnerability means.
type Verdict int

// The verdicts.
const (
	Harmless Verdict = iota // scored below the threshold, or graded low by all
	Unclear                 // graded high without a score: a person has to look
	Refused                 // scored at the threshold or above
)

// Verdict says what the rule of business-rules 4.9 makes of it.
func (v Vulnerability) Verdict() Verdict {
	switch {
	case v.Score >= Threshold:
		return Refused
	case v.Score == 0 && v.Severity != "LOW" && v.Severity != "MEDIUM":
		return Unclear
	}
	return Harmless
}

// Report is what a program found. Targets are the parts that it recognised: with none, it looked at nothing.
type Report struct {
	Targets         int
	Vulnerabilities []Vulnerability // those that are not harmless, as many as asked for
	Refused         int             // all with a score at the threshold or above
	Unclear         int
	Harmless        int
}

type trivyReport struct {
	SchemaVersion int
	Results       []struct {
		Target          string
		Vulnerabilities []struct {
			VulnerabilityID, PkgName, InstalledVersion, FixedVersion, Severity string
			CVSS                                                               map[string]struct{ V3Score, V40Score *float64 }
		}
	}
}

const (
	maxReport = 64 << 20
	maxText   = 120
)

// Read reads a report; most bounds what is listed, not what is counted. Errors: ErrReport, ErrLong.
func Read(r io.Reader, most int) (Report, error) {
	limited := &io.LimitedReader{R: r, N: maxReport + 1}
	d := json.NewDecoder(limited)
	var in trivyReport
	err := d.Decode(&in)
	if err == nil {
		_, err = d.Token() // nothing follows
		if errors.Is(err, io.EOF) {
			err = nil
		} else {
			err = ErrReport
		}
	}
	switch {
	case limited.N <= 0:
		return Report{}, ErrLong
	case err != nil:
		return Report{}, fmt.Errorf("%w: %w", ErrReport, err)
	case in.SchemaVersion < 1:
		return Report{}, ErrReport
	}
	out := Report{Targets: len(in.Results)}
	var unclear []Vulnerability
	for _, result := range in.Results {
		for _, x := range result.Vulnerabilities {
			v := Vulnerability{cut(x.VulnerabilityID), cut(x.PkgName), cut(x.InstalledVersion), cut(x.FixedVersion), strings.ToUpper(cut(x.Severity)), 0}
			if v.ID == "" {
				return Report{}, ErrReport
			}
			for _, c := range x.CVSS {
				for _, s := range []*float64{c.V3Score, c.V40Score} {
					switch {
					case s == nil:
					case math.IsNaN(*s) || *s < 0 || *s > 10:
						return Report{}, ErrReport
					default:
						v.Score = max(v.Score, *s)
					}
				}
			}
			switch v.Verdict() {
			case Refused:
				if out.Refused++; len(out.Vulnerabilities) < most {
					out.Vulnerabilities = append(out.Vulnerabilities, v)
				}
			case Unclear:
				if out.Unclear++; len(unclear) < most {
					unclear = append(unclear, v)
				}
			default:
				out.Harmless++
			}
		}
	}
	out.Vulnerabilities = append(out.Vulnerabilities, unclear[:min(len(unclear), most-len(out.Vulnerabilities))]...)
	return out, nil
}

func cut(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")), " ")
	if r := []rune(s); len(r) > maxText {
		s = string(r[:maxText])
	}
	return s
}
