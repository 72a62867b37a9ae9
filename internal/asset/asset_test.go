package asset_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/asset"
	"github.com/souk-market/souk/internal/asset/vuln"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 4.9: draft → scanning → approved | rejected → edit → scanning; a rejection is appealed against; no other way.
func TestAnAssetMovesAsWrittenAndNoOtherWay(t *testing.T) {
	t.Parallel()
	legal := map[[2]string]string{
		{"draft", "submit"}: "scanning", {"scanning", "approve"}: "approved", {"scanning", "reject"}: "rejected", {"rejected", "submit"}: "scanning",
		{"rejected", "appeal"}: "appealing", {"appealing", "approve"}: "approved", {"appealing", "reject"}: "rejected",
	}
	if got := len(asset.Machine.States()); got != len(asset.States()) {
		t.Errorf("%d states, %d are told", got, len(asset.States()))
	}
	for _, s := range asset.States() {
		for _, e := range asset.Machine.Events() {
			got, err := asset.Machine.Next(s, e)
			if want, ok := legal[[2]string{s, e}]; ok != (err == nil) || got != want {
				t.Errorf("%s in %s: %q, %v", e, s, got, err)
			}
		}
	}
}

// business-rules 4.9: the verdict of a report; nothing passes by silence.
func TestOnlyAReportThatPassesWholeApproves(t *testing.T) {
	t.Parallel()
	for want, rows := range map[string][][]string{
		asset.VerdictPass:   {{asset.Passed, asset.Passed}},
		asset.VerdictFail:   {{asset.Passed, asset.Failed}, {asset.Failed, asset.Off}, {asset.Broken, asset.Failed}},
		asset.VerdictPerson: {{}, {asset.Passed, asset.Off}, {asset.Unclear}, {asset.Passed, asset.Broken}, {"something new"}},
	} {
		for _, row := range rows {
			var r asset.Report
			for _, o := range row {
				r.Checks = append(r.Checks, asset.Check{Outcome: o})
			}
			if got := r.Verdict(); got != want {
				t.Errorf("%v: %s, want %s", row, got, want)
			}
		}
	}
}

// business-rules 4.9: a package passes with every scanner on; with a virus, a vulnerability of 7.0 or a preset key it is rejected, with
// a report; edited it is scanned again.
func TestAPackageIsScannedRejectedEditedAndApproved(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk, true).run(), t.Context()
		all := map[string]string{asset.CheckArchive: asset.Passed, asset.CheckCredentials: asset.Passed, asset.CheckVirus: asset.Passed, asset.CheckVulnerabilities: asset.Passed}
		good := h.scanned(h.submitted(h.draft("bin/app", "program")).ID)
		if good.State != asset.StateApproved || !cmp.Equal(outcomes(good.Scan.Report), all) || good.SHA256 == "" || good.Scan.Report.SHA256 != good.SHA256 || len(good.History) != 2 {
			t.Errorf("a good one: %+v", good)
		}
		h.told(h.amy, notify.AssetApproved, 1)
		for seller, want := range map[string]bool{good.SellerID: true, "sel_other": false} {
			if ok, err := h.Approved(ctx, db.Reader(), seller, good.SHA256); ok != want || err != nil {
				t.Errorf("approved for %s: %v, %v", seller, ok, err)
			}
		}
		key := "-----BEGIN " + "PRIVATE KEY-----\n" + strings.Repeat("QUJD", 16) + "\n"
		bad := h.scanned(h.submitted(h.draft("conf/server.key", key)).ID)
		all[asset.CheckCredentials] = asset.Failed
		if bad.State != asset.StateRejected || !cmp.Equal(outcomes(bad.Scan.Report), all) {
			t.Errorf("a preset key: %+v", bad)
		}
		for _, lang := range []string{"zh", "en"} {
			text := bad.ReportText(lang)
			if !strings.Contains(text, "private_key conf/server.key") || !strings.Contains(text, bad.SHA256) || strings.Contains(text, "QUJD") {
				t.Errorf("the report in %s: %s", lang, text)
			}
		}
		h.told(h.amy, notify.AssetRejected, 1)
		edited, err := h.Save(ctx, asset.SaveInput{Actor: h.amy, ID: bad.ID, Rev: bad.Rev, Form: asset.Form{Name: bad.Form.Name, Version: "V1.1", File: h.upload(h.amy, "bin/app", "newer")}})
		h.must(err)
		again := h.submitted(edited)
		if d := h.scanned(again.ID); d.State != asset.StateApproved || d.Scan.N != 2 || d.SHA256 == bad.SHA256 || d.SHA256 == "" {
			t.Errorf("edited: %+v", d)
		}
		h.mu.Lock()
		h.report = vuln.Report{Targets: 1, Refused: 3, Vulnerabilities: []vuln.Vulnerability{{ID: "CVE-2024-1", Package: "p", Installed: "1", Score: 7}}}
		h.mu.Unlock()
		d := h.scanned(h.submitted(h.draft("bin/app", "vulnerable")).ID)
		if d.State != asset.StateRejected || outcomes(d.Scan.Report)[asset.CheckVulnerabilities] != asset.Failed || d.Scan.Report.Checks[3].More != 2 ||
			!strings.Contains(d.ReportText("en"), "CVE-2024-1 p 1") {
			t.Errorf("a vulnerability: %+v", d)
		}
		if d.FileSize == 0 || d.FileName != "app-1.0.tar" {
			t.Errorf("its file: %s, %d", d.FileName, d.FileSize)
		}
	})
}

// business-rules 4.9: what no program could decide waits for a test engineer, who approves or rejects with a reason.
func TestWithoutScannersAPersonDecides(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk, false).run(), t.Context()
		first := h.scanned(h.submitted(h.draft("bin/app", "one")).ID)
		want := map[string]string{asset.CheckArchive: asset.Passed, asset.CheckCredentials: asset.Passed, asset.CheckVirus: asset.Off, asset.CheckVulnerabilities: asset.Off}
		if first.State != asset.StateScanning || first.WaitingSince.IsZero() || !cmp.Equal(outcomes(first.Scan.Report), want) {
			t.Fatalf("%+v", first)
		}
		if text := first.ReportText("en"); !strings.Contains(text, "No program is turned on") {
			t.Errorf("the report does not say so: %s", text)
		}
		second := h.scanned(h.submitted(h.draft("bin/app", "two")).ID)
		queue, err := h.Queue(ctx, h.olga, asset.Filter{}, page.Request{})
		if err != nil || len(queue.Items) != 2 || queue.Items[0].ID != first.ID {
			t.Fatalf("the queue: %+v, %v", queue, err)
		}
		if n, err := h.Waiting(ctx, h.olga); n != 2 || err != nil {
			t.Errorf("%d wait, %v", n, err)
		}
		h.told(h.olga, notify.AssetWaiting, 2)
		_, err = h.Save(ctx, asset.SaveInput{Actor: h.amy, ID: first.ID, Rev: first.Rev, Form: asset.Form{Name: "other"}})
		wantErr(t, "edited while scanning", err, asset.ErrState)
		decide := asset.Input{Actor: h.olga, ID: first.ID, Rev: first.Rev, Reason: "no"}
		_, err = h.Approve(ctx, decide)
		wantFields(t, "no reason", err, map[string]*apperr.Error{"reason": asset.ErrReason})
		decide.Reason, decide.Actor = "looked at by hand", h.amy
		_, err = h.Approve(ctx, decide)
		if err == nil {
			t.Error("the seller approved it")
		}
		decide.Actor = h.olga
		got, err := h.Approve(ctx, decide)
		if err != nil || got.State != asset.StateApproved || got.Decidable() {
			t.Errorf("approved: %+v, %v", got, err)
		}
		_, err = h.Approve(ctx, decide)
		wantErr(t, "approved twice", err, asset.ErrState)
		no, err := h.Reject(ctx, asset.Input{Actor: h.olga, ID: second.ID, Rev: second.Rev, Reason: "holds a back door"})
		if err != nil || no.State != asset.StateRejected || no.Reason != "holds a back door" {
			t.Errorf("rejected: %+v, %v", no, err)
		}
		h.told(h.amy, notify.AssetApproved, 1)
		h.told(h.amy, notify.AssetRejected, 1)
	})
}

// business-rules 4.9: a rejected scan may be appealed with evidence; a test engineer decides.
func TestARejectionIsAppealedOnceWithEvidence(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk, false).run(), t.Context()
		scanned := func(text string) asset.Asset {
			d := h.scanned(h.submitted(h.draft("app/.env", "DB_PASSWORD="+text+"\n")).ID)
			if d.State != asset.StateRejected || !d.MayAppeal() {
				t.Fatalf("%+v", d)
			}
			return d.Asset
		}
		a, paper := scanned("one"), h.evidence(h.amy)
		appeal := func(a asset.Asset, text, file string) (asset.Asset, error) {
			return h.Appeal(ctx, asset.AppealInput{Input: asset.Input{Actor: h.amy, ID: a.ID, Rev: a.Rev}, Text: text, File: file})
		}
		_, err := appeal(a, "short", "")
		wantFields(t, "nothing", err, map[string]*apperr.Error{"appeal_text": asset.ErrAppealText, "appeal_file": asset.ErrNeeded})
		const why = "The file is a sample that no program reads."
		for what, file := range map[string]string{"another's file": h.evidence(h.ben), "a file for something else": a.Form.File, "no such file": "blb_none"} {
			_, err = appeal(a, why, file)
			wantFields(t, what, err, map[string]*apperr.Error{"appeal_file": asset.ErrFile})
		}
		b, err := appeal(a, why, paper)
		if err != nil || b.State != asset.StateAppealing || !b.Decidable() || b.Appeal.Scan != 1 {
			t.Fatalf("%+v, %v", b, err)
		}
		h.told(h.olga, notify.AssetAppealed, 1)
		_, err = appeal(b, why, paper)
		wantErr(t, "appealed twice", err, asset.ErrState)
		b, err = h.Reject(ctx, asset.Input{Actor: h.olga, ID: b.ID, Rev: b.Rev, Reason: "it holds a password"})
		if err != nil || b.State != asset.StateRejected {
			t.Fatalf("upheld: %+v, %v", b, err)
		}
		h.told(h.amy, notify.AssetUpheld, 1)
		_, err = appeal(b, why, paper)
		wantErr(t, "the same scan again", err, asset.ErrAppealed)
		c, err := appeal(scanned("two"), why, paper)
		h.must(err)
		if id, err := h.File(ctx, h.olga, c.ID, "appeal"); id != paper || err != nil {
			t.Errorf("the evidence: %q, %v", id, err)
		}
		c, err = h.Approve(ctx, asset.Input{Actor: h.olga, ID: c.ID, Rev: c.Rev, Reason: "a sample indeed"})
		if err != nil || c.State != asset.StateApproved {
			t.Errorf("approved: %+v, %v", c, err)
		}
		d, err := h.Get(ctx, h.amy, c.ID)
		if err != nil || len(d.History) != 4 || d.History[2].Event != asset.EventAppeal || d.History[3].ActorName != "olga" {
			t.Errorf("history: %+v, %v", d.History, err)
		}
	})
}

// business-rules 4.9: name letters, digits, - _ ( ); what a submission needs.
func TestAFormIsCheckedAsItIsSavedAndSubmitted(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h, ctx := setup(t, storetest.OpenSQLite(t, clk), clk, false), t.Context()
	for name, ok := range map[string]bool{"App-1_(x)": true, "ab": true, "a": false, "has space": false, "中文": false, "v1.0": false, "a/b": false, strings.Repeat("x", 65): false} {
		_, err := h.Save(ctx, asset.SaveInput{Actor: h.amy, Kind: asset.KindPackage, Form: asset.Form{Name: name}})
		if ok != (err == nil) || !ok && !errors.Is(apperr.FieldsOf(err)["name"], asset.ErrName) {
			t.Errorf("%q: %v", name, err)
		}
	}
	_, err := h.Save(ctx, asset.SaveInput{Actor: h.amy, Kind: "firmware", Form: asset.Form{Name: "app"}})
	wantFields(t, "a kind", err, map[string]*apperr.Error{"kind": asset.ErrKind})
	_, err = h.Save(ctx, asset.SaveInput{Actor: h.amy, Kind: asset.KindPackage, Form: asset.Form{Name: "app", File: h.upload(h.ben, "a", "b")}})
	wantFields(t, "another's file", err, map[string]*apperr.Error{"file": asset.ErrFile})
	a, err := h.Save(ctx, asset.SaveInput{Actor: h.amy, Kind: asset.KindPackage, Form: asset.Form{Name: "app"}})
	h.must(err)
	_, err = h.Submit(ctx, asset.Input{Actor: h.amy, ID: a.ID, Rev: a.Rev})
	wantFields(t, "an empty package", err, map[string]*apperr.Error{"version": asset.ErrVersion, "file": asset.ErrNeeded})
	m, err := h.Save(ctx, asset.SaveInput{Actor: h.amy, Kind: asset.KindImage, Form: asset.Form{Name: "image", Version: "V1.0", Image: asset.Image{Size: 129}}})
	h.must(err)
	_, err = h.Submit(ctx, asset.Input{Actor: h.amy, ID: m.ID, Rev: m.Rev})
	wantFields(t, "an empty image", err, map[string]*apperr.Error{"image_region": asset.ErrNeeded, "image_id": asset.ErrImageID, "image_os": asset.ErrChoice,
		"image_arch": asset.ErrChoice, "image_size": asset.ErrImageSize})
	_, err = h.Save(ctx, asset.SaveInput{Actor: h.amy, ID: a.ID, Rev: 9, Form: asset.Form{Name: "other"}})
	wantErr(t, "an old revision", err, asset.ErrChanged)
	same, err := h.Save(ctx, asset.SaveInput{Actor: h.amy, ID: a.ID, Rev: 9, Form: a.Form})
	if err != nil || same.Rev != a.Rev {
		t.Errorf("the same again: %+v, %v", same, err)
	}
}

// business-rules 4.9, open-apis E3: a machine image is not on this machine, so a person decides; one image belongs to one asset.
func TestAMachineImageIsDecidedByAPersonAndBelongsToOneAsset(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk, true).run(), t.Context()
		form := asset.Form{Name: "image", Version: "V1.0", Image: asset.Image{Region: "cn-north-4", ID: "0123abcd-image", OS: "linux", Arch: "x86", Size: 40}}
		image, err := h.Save(ctx, asset.SaveInput{Actor: h.amy, Kind: asset.KindImage, Form: form})
		h.must(err)
		d := h.scanned(h.submitted(image).ID)
		if d.State != asset.StateScanning || !d.Decidable() || outcomes(d.Scan.Report)[asset.CheckPasswordPolicy] != asset.Off {
			t.Errorf("%+v", d)
		}
		other, err := h.Save(ctx, asset.SaveInput{Actor: h.ben, Kind: asset.KindImage, Form: form})
		h.must(err)
		_, err = h.Submit(ctx, asset.Input{Actor: h.ben, ID: other.ID, Rev: other.Rev})
		wantErr(t, "the same image", err, asset.ErrImageTaken)
	})
}

// business-rules 4.9: an asset is its seller's own; drafts are nobody else's, and what was submitted is the operators' too.
func TestAnAssetIsItsSellersOwn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk, false), t.Context()
		a := h.draft("bin/app", "x")
		in := func(who int) asset.Input {
			return asset.Input{Actor: []account.Actor{h.ben, h.bob, h.olga}[who], ID: a.ID, Rev: a.Rev, Reason: "good enough"}
		}
		_, err := h.Get(ctx, h.ben, a.ID)
		wantErr(t, "another seller", err, asset.ErrNotFound)
		_, err = h.Get(ctx, h.olga, a.ID)
		wantErr(t, "an operator at a draft", err, asset.ErrNotFound)
		_, err = h.Submit(ctx, in(0))
		wantErr(t, "another seller submits", err, asset.ErrNotFound)
		wantErr(t, "another seller deletes", h.Delete(ctx, in(0)), asset.ErrNotFound)
		if _, err := h.Submit(ctx, in(1)); err == nil {
			t.Error("a buyer submits")
		}
		_, err = h.Approve(ctx, in(2))
		wantErr(t, "an operator at a draft", err, asset.ErrNotFound)
		list, err := h.List(ctx, h.ben, asset.Filter{}, page.Request{})
		if err != nil || len(list.Items) != 0 {
			t.Errorf("another seller's list: %+v, %v", list, err)
		}
		for f, want := range map[asset.Filter]int{{}: 1, {State: "draft"}: 1, {State: "approved"}: 0, {Text: "APP_(1)"}: 1, {Text: "100%"}: 0, {Kind: "image"}: 0} {
			list, err := h.List(ctx, h.amy, f, page.Request{})
			if err != nil || len(list.Items) != want {
				t.Errorf("%+v: %d, %v", f, len(list.Items), err)
			}
		}
		all, err := h.Queue(ctx, h.olga, asset.Filter{State: asset.AllStates}, page.Request{})
		if err != nil || len(all.Items) != 0 {
			t.Errorf("a draft in the queue: %+v, %v", all, err)
		}
		a = h.submitted(a)
		if _, err := h.Get(ctx, h.olga, a.ID); err != nil {
			t.Error(err)
		}
		wantErr(t, "deleted while scanning", h.Delete(ctx, asset.Input{Actor: h.amy, ID: a.ID, Rev: a.Rev}), asset.ErrState)
		_, err = h.Reject(ctx, asset.Input{Actor: h.olga, ID: a.ID, Rev: a.Rev, Reason: "too early for that"})
		wantErr(t, "decided before its scan", err, asset.ErrScanRuns)
		b := h.draft("bin/app", "y")
		h.must(h.Delete(ctx, asset.Input{Actor: h.amy, ID: b.ID, Rev: b.Rev}))
		_, err = h.Get(ctx, h.amy, b.ID)
		wantErr(t, "deleted", err, asset.ErrNotFound)
	})
}

// business-rules 4.9: of submissions at once one counts.
func TestOfSubmissionsAtOnceOneCounts(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk, true), t.Context()
		a := h.draft("bin/app", "x")
		errs := make([]error, 8)
		var wait sync.WaitGroup
		for i := range errs {
			wait.Go(func() { _, errs[i] = h.Submit(ctx, asset.Input{Actor: h.amy, ID: a.ID, Rev: a.Rev}) })
		}
		wait.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, asset.ErrChanged) && !errors.Is(err, asset.ErrState):
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d submissions counted", won)
		}
		if d := h.run().scanned(a.ID); d.State != asset.StateApproved || d.Scans != 1 || len(d.History) != 2 {
			t.Errorf("%+v", d)
		}
	})
}
