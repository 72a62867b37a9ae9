package vuln_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/asset/vuln"
)

// printed is a report as Trivy prints it, with things that we do not read too.
const printed = `{"SchemaVersion":2,"CreatedAt":"2026-11-01T00:00:00Z","ArtifactName":"/x","ArtifactType":"filesystem","Results":[
 {"Target":"go.mod","Class":"lang-pkgs","Type":"gomod","Vulnerabilities":[
  {"VulnerabilityID":"CVE-2024-0001","PkgName":"a","InstalledVersion":"1.0","FixedVersion":"1.1","Severity":"MEDIUM","CVSS":{"nvd":{"V3Vector":"x","V3Score":6.9},"redhat":{"V3Score":7.0}}},
  {"VulnerabilityID":"CVE-2024-0002","PkgName":"b","InstalledVersion":"2.0","Severity":"LOW","CVSS":{"nvd":{"V2Score":9.9,"V3Score":3.1}}},
  {"VulnerabilityID":"GHSA-x","PkgName":"c","InstalledVersion":"3.0","Severity":"HIGH"}]},
 {"Target":"Dockerfile","Class":"config"}]}`

// business-rules 4.9: no vulnerability with CVSS ≥ 7.0, whoever scored it.
func TestAReportIsReadByTheRuleOfSeven(t *testing.T) {
	t.Parallel()
	r, err := vuln.Read(strings.NewReader(printed), 10)
	if err != nil {
		t.Fatal(err)
	}
	if r.Targets != 2 || r.Refused != 1 || r.Unclear != 1 || r.Harmless != 1 || len(r.Vulnerabilities) != 2 {
		t.Errorf("%+v", r)
	}
	if v := r.Vulnerabilities[0]; v.ID != "CVE-2024-0001" || v.Score != 7.0 || v.Fixed != "1.1" || v.Installed != "1.0" {
		t.Errorf("%+v", v)
	}
	if v := r.Vulnerabilities[1]; v.ID != "GHSA-x" || v.Verdict() != vuln.Unclear {
		t.Errorf("%+v", v)
	}
	if r, err := vuln.Read(strings.NewReader(printed), 1); err != nil || len(r.Vulnerabilities) != 1 || r.Unclear != 1 {
		t.Errorf("one listed: %+v, %v", r, err)
	}
	if r, err := vuln.Read(strings.NewReader(`{"SchemaVersion":2}`), 1); err != nil || r.Targets != 0 {
		t.Errorf("nothing recognised: %+v, %v", r, err)
	}
}

func TestABrokenReportIsNeverCleanOne(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"empty": "", "text": "all fine", "another object": "{}", "cut off": printed[:len(printed)-3], "two": printed + printed, "a list": "[]",
		"no id":   `{"SchemaVersion":2,"Results":[{"Vulnerabilities":[{"PkgName":"a"}]}]}`,
		"a score": `{"SchemaVersion":2,"Results":[{"Vulnerabilities":[{"VulnerabilityID":"x","CVSS":{"nvd":{"V3Score":70}}}]}]}`,
		"words":   `{"SchemaVersion":2,"Results":[{"Vulnerabilities":[{"VulnerabilityID":"x","CVSS":{"nvd":{"V3Score":"9.8"}}}]}]}`} {
		if r, err := vuln.Read(strings.NewReader(text), 10); !errors.Is(err, vuln.ErrReport) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// program is a scanner that does what the script says.
func program(t *testing.T, script string) *vuln.Command {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scanner")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	c, err := vuln.Parse(path+" --format json {file}", []string{"PATH=/usr/bin:/bin"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// business-rules 4.9: programs that print reports, and that misbehave.
func TestAProgramIsRunBoundedAndWithoutAShell(t *testing.T) {
	t.Parallel()
	hostile := "/tmp/a b; touch $HOME/x `id`"
	good := program(t, `[ "$1" = --format ] && [ "$3" = "`+strings.NewReplacer("`", "\\`", "$", `\$`).Replace(hostile)+`" ] && [ $# = 3 ] && [ -z "$SECRET" ] || exit 9
cat <<'EOF'
`+printed+"\nEOF\n")
	if r, err := good.Scan(t.Context(), vuln.Target{File: hostile}, 10); err != nil || r.Refused != 1 {
		t.Errorf("good: %+v, %v", r, err)
	}
	for name, c := range map[string]struct {
		script string
		err    error
	}{
		"fails":           {"echo no database >&2; exit 1", vuln.ErrFailed},
		"fails after all": {"echo '{\"SchemaVersion\":2,\"Results\":[{\"Target\":\"x\"}]}'; exit 1", vuln.ErrFailed},
		"endless":         {"while :; do echo '                                                          '; done", nil},
		"says nothing":    {"exit 0", vuln.ErrReport},
		"prints words":    {"echo fine", vuln.ErrReport},
	} {
		cmd := program(t, c.script)
		if c.err == nil {
			cmd.Timeout = 300 * time.Millisecond
			c.err = vuln.ErrFailed
		}
		r, err := cmd.Scan(t.Context(), vuln.Target{File: "/x"}, 10)
		if !errors.Is(err, c.err) && !(name == "prints words" && errors.Is(err, vuln.ErrFailed)) {
			t.Errorf("%s: %+v, %v; want %v", name, r, err, c.err)
		}
	}
	hangs := program(t, "sleep 600 & wait") // a child that outlives a program that is merely killed
	hangs.Timeout = 200 * time.Millisecond
	if _, err := hangs.Scan(t.Context(), vuln.Target{File: "/x"}, 10); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hangs: %v", err)
	}
	missing := &vuln.Command{Args: []string{"/nowhere/scanner", "{file}"}}
	if _, err := missing.Scan(t.Context(), vuln.Target{File: "/x"}, 10); !errors.Is(err, vuln.ErrFailed) {
		t.Errorf("missing: %v", err)
	}
}

func TestACommandIsAProgramWithAPlace(t *testing.T) {
	t.Parallel()
	if c, err := vuln.Parse("  ", nil); c != nil || err != nil {
		t.Errorf("none: %v, %v", c, err)
	}
	for setting, dir := range map[string]bool{"/usr/bin/trivy rootfs --format json {dir}": true, "/usr/bin/trivy image --input={file}": false} {
		if c, err := vuln.Parse(setting, nil); err != nil || c.WantsDir() != dir {
			t.Errorf("%s: %v", setting, err)
		}
	}
	for _, setting := range []string{"trivy {file}", "/usr/bin/trivy fs .", "/{file}"} {
		if _, err := vuln.Parse(setting, nil); !errors.Is(err, vuln.ErrCommand) {
			t.Errorf("%s: %v", setting, err)
		}
	}
}
