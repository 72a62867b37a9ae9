package asset

import (
	"context"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Filter narrows a list; empty members do not. State "" is, for operators, what waits for them, and AllStates everything.
type Filter struct {
	State string
	Kind  string
	Text  string // in names, files, image ids and sellers
}

// AllStates asks for a queue with everything that was ever submitted.
const AllStates = "all"

// List lists the assets of the seller for which somebody acts, the newest first. Errors: ErrNotSelling, bad_cursor.
func (s *Service) List(ctx context.Context, actor account.Actor, f Filter, r page.Request) (page.Of[Asset], error) {
	own, err := s.own(ctx, actor)
	if err != nil {
		return page.Of[Asset]{}, err
	}
	return listAssets(ctx, s.d.DB.Reader(), assetQuery{sellerID: own.ID, state: f.State, kind: f.Kind, text: f.Text}, r)
}

// Queue lists what was submitted, for operators: what waits in the order in which it came, everything else the newest first
// (business-rules 12.8). Errors: bad_cursor.
func (s *Service) Queue(ctx context.Context, actor account.Actor, f Filter, r page.Request) (page.Of[Asset], error) {
	if err := actor.May(account.OperatorAssets); err != nil {
		return page.Of[Asset]{}, err
	}
	if f.State == "" {
		return listWaiting(ctx, s.d.DB.Reader(), f.Text, r)
	}
	if f.State == AllStates {
		f.State = ""
	}
	return listAssets(ctx, s.d.DB.Reader(), assetQuery{state: f.State, kind: f.Kind, text: f.Text, submitted: true}, r)
}

// Waiting counts the queue, as far as one page of it reaches. Errors: ErrForbidden.
func (s *Service) Waiting(ctx context.Context, actor account.Actor) (int, error) {
	if err := actor.May(account.OperatorAssets); err != nil {
		return 0, err
	}
	return countWaiting(ctx, s.d.DB.Reader(), page.MaxLimit)
}

// Detail is an asset with its latest scan and what became of it.
type Detail struct {
	Asset
	Scan    Scan       // the zero value: it was never submitted
	History []Happened // the first one first
}

// Get returns an asset to its seller, and what was submitted to operators. Errors: ErrNotFound, ErrNotSelling.
func (s *Service) Get(ctx context.Context, actor account.Actor, assetID string) (Detail, error) {
	var out Detail
	var err error
	if actor.Can(account.OperatorAssets) {
		out.Asset, err = s.submitted(ctx, assetID)
	} else {
		out.Asset, err = s.ownAsset(ctx, actor, assetID)
	}
	if err != nil {
		return Detail{}, err
	}
	q := s.d.DB.Reader()
	if out.Scans > 0 {
		if out.Scan, err = getScan(ctx, q, out.ID, out.Scans); err != nil {
			return Detail{}, err
		}
		if out.Scan.State == ScanDone && out.State == StateScanning && !out.Decidable() { // it ended between the two reads
			if out.Asset, err = getAsset(ctx, q, assetID); err != nil {
				return Detail{}, err
			}
		}
	}
	out.History, err = listHappened(ctx, q, out.ID)
	return out, err
}

// Files are the ids of the files of an asset that may be asked for, by their names.
func (a Asset) Files() map[string]string {
	out := map[string]string{}
	if a.Form.File != "" {
		out["package"] = a.Form.File
	}
	if a.Appeal.File != "" {
		out["appeal"] = a.Appeal.File
	}
	return out
}

// File is the id of a file of an asset, for who may see that. Errors: ErrNotFound, ErrNotSelling.
func (s *Service) File(ctx context.Context, actor account.Actor, assetID, name string) (string, error) {
	d, err := s.Get(ctx, actor, assetID)
	if err != nil {
		return "", err
	}
	file, ok := d.Files()[name]
	if !ok {
		return "", ErrNotFound
	}
	return file, nil
}

// Approved reports whether a seller has an approved package of these bytes: what the catalogue asks about a product's package
// (business-rules 4.8). q is a *storage.Tx inside a transaction.
func (s *Service) Approved(ctx context.Context, q storage.Querier, sellerID, sha256 string) (bool, error) {
	if sha256 == "" {
		return false, nil
	}
	return approved(ctx, q, sellerID, sha256)
}

// ReportText is the report of a scan as a text to keep, in "zh" or "en" (business-rules 4.9: report downloadable). It ends with a
// line feed, and no line of it begins with what a spreadsheet would run.
func (d Detail) ReportText(lang string) string {
	var b strings.Builder
	say := func(zh, en string, args ...any) {
		if lang == "en" {
			zh = en
		}
		fmt.Fprintf(&b, zh+"\n", args...)
	}
	say("资产扫描报告", "Report of the scan of an asset")
	say("资产：%s %s（%s）", "Asset: %s %s (%s)", d.Form.Name, d.Form.Version, d.ID)
	say("扫描次数：%d，状态：%s", "Scan: %d, state: %s", d.Scan.N, d.Scan.State)
	if d.Scan.Report.SHA256 != "" {
		say("文件摘要 SHA-256：%s", "Digest of the file, SHA-256: %s", d.Scan.Report.SHA256)
	}
	if !d.Scan.EndedAt.IsZero() {
		say("完成时间：%s", "Ended: %s", d.Scan.EndedAt.UTC().Format("2006-01-02T15:04:05Z"))
	}
	for _, c := range d.Scan.Report.Checks {
		name := CheckName(c.Check)
		say("\n[%[3]s] %[1]s", "\n[%[3]s] %[2]s", name.ZH, name.EN, c.Outcome)
		switch c.Outcome {
		case Off:
			say("  本市场未启用该项扫描程序，由测试工程师人工判定。", "  No program is turned on for this check; a test engineer decides.")
		case Broken:
			say("  扫描程序多次运行失败，由测试工程师人工判定。", "  The program failed several times; a test engineer decides.")
		case Unclear:
			say("  扫描程序无法得出结论，由测试工程师人工判定。", "  The program could not tell; a test engineer decides.")
		}
		for _, f := range c.Findings {
			fmt.Fprintf(&b, "  - %s\n", f.Text())
		}
		if c.More > 0 {
			say("  另有 %d 项未列出", "  and %d more", c.More)
		}
	}
	return b.String()
}

// Text is a finding in one line.
func (f Finding) Text() string {
	parts := []string{f.Rule}
	if v := f.Vulnerability; v != nil {
		parts = append(parts, v.ID, v.Package, v.Installed)
		if v.Fixed != "" {
			parts = append(parts, "→ "+v.Fixed)
		}
		parts = append(parts, v.Severity, fmt.Sprintf("CVSS %.1f", v.Score))
	}
	for _, s := range []string{f.Name, f.Path} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}
