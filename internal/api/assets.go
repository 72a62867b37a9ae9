package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/asset"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

type machineImageView struct {
	Region string `json:"region" required:"false" maxLength:"64" example:"cn-north-4"`
	ID     string `json:"id" required:"false" maxLength:"64" doc:"Of the private image in that region."`
	OS     string `json:"os,omitempty" enum:"linux,windows"`
	Arch   string `json:"arch,omitempty" enum:"x86,arm"`
	Size   int64  `json:"size" required:"false" doc:"In GB, at most 128."`
}

type assetFormView struct {
	Name    string            `json:"name" maxLength:"200" doc:"Letters, digits and - _ ( )."`
	Version string            `json:"version" required:"false" maxLength:"200" example:"V1.0"`
	Note    string            `json:"note" required:"false" maxLength:"2000"`
	File    string            `json:"file" required:"false" maxLength:"64" doc:"Id of an upload (package)."`
	Image   *machineImageView `json:"image,omitempty" doc:"Of a machine image."`
}

func (v assetFormView) form() asset.Form {
	f := asset.Form{Name: v.Name, Version: v.Version, Note: v.Note, File: v.File}
	if v.Image != nil {
		f.Image = asset.Image(*v.Image)
	}
	return f
}

type assetAppealView struct {
	Text string    `json:"text"`
	Scan int64     `json:"scan" doc:"The number of the scan that it is about."`
	At   time.Time `json:"at"`
}

// AssetView is a seller's asset.
type AssetView struct {
	ID           string           `json:"id" example:"ast_01kb3v0000000000000000000"`
	Seller       textView         `json:"seller"`
	Kind         string           `json:"kind" enum:"package,image"`
	State        string           `json:"state" enum:"draft,scanning,approved,rejected,appealing"`
	Rev          int64            `json:"rev"`
	Form         assetFormView    `json:"form"`
	FileName     string           `json:"file_name,omitempty"`
	FileSize     int64            `json:"file_size,omitempty" doc:"In bytes."`
	SHA256       string           `json:"sha256,omitempty" doc:"Digest of the file, noted when it was submitted."`
	Appeal       *assetAppealView `json:"appeal,omitempty" doc:"The last one."`
	Reason       string           `json:"reason,omitempty" doc:"Of an operator's last decision."`
	CreatedAt    time.Time        `json:"created_at"`
	UpdatedAt    time.Time        `json:"updated_at"`
	WaitingSince *time.Time       `json:"waiting_since,omitempty" doc:"Since when it waits for operators; left out while it does not."`
}

func assetOf(a asset.Asset) AssetView {
	v := AssetView{ID: a.ID, Seller: textOf(a.SellerName), Kind: a.Kind, State: a.State, Rev: a.Rev, FileName: a.FileName, FileSize: a.FileSize, SHA256: a.SHA256, Reason: a.Reason,
		Form:      assetFormView{Name: a.Form.Name, Version: a.Form.Version, Note: a.Form.Note, File: a.Form.File},
		CreatedAt: a.CreatedAt.UTC(), UpdatedAt: a.UpdatedAt.UTC(), WaitingSince: timeOrNil(a.WaitingSince)}
	if a.Kind == asset.KindImage {
		image := machineImageView(a.Form.Image)
		v.Form.Image = &image
	}
	if a.Appeal.Scan > 0 {
		v.Appeal = &assetAppealView{a.Appeal.Text, a.Appeal.Scan, a.Appeal.At.UTC()}
	}
	return v
}

type assetFindingView struct {
	Rule      string  `json:"rule"`
	Path      string  `json:"path,omitempty" doc:"In the package; of a file in a layer of an image, the layer, ! and the path in it."`
	Name      string  `json:"name,omitempty" doc:"Of a virus."`
	ID        string  `json:"vulnerability,omitempty" example:"CVE-2024-0001"`
	Package   string  `json:"package,omitempty"`
	Installed string  `json:"installed,omitempty"`
	Fixed     string  `json:"fixed,omitempty" doc:"The version that mends it, if one is known."`
	Severity  string  `json:"severity,omitempty"`
	Score     float64 `json:"score,omitempty" doc:"The highest CVSS score of all vendors."`
}

type assetCheckView struct {
	Check    string             `json:"check" enum:"archive,credentials,virus,vulnerabilities,password_policy"`
	Outcome  string             `json:"outcome" enum:"passed,failed,unclear,broken,off" doc:"Unclear, broken (its program failed) and off (no program is turned on) are for a person to decide."`
	Findings []assetFindingView `json:"findings"`
	More     int                `json:"more,omitempty" doc:"How many are not listed."`
}

type assetScanView struct {
	N        int64            `json:"n"`
	State    string           `json:"state" enum:"queued,running,done"`
	Done     int              `json:"done" doc:"Checks that are behind it."`
	Of       int              `json:"of"`
	Checks   []assetCheckView `json:"checks" doc:"Empty until it is done."`
	QueuedAt time.Time        `json:"queued_at"`
	EndedAt  *time.Time       `json:"ended_at,omitempty"`
}

func assetScanOf(d asset.Detail) *assetScanView {
	if d.Scans == 0 {
		return nil
	}
	done, of := d.Scan.Done(d.Kind)
	return &assetScanView{d.Scan.N, d.Scan.State, done, of, all(d.Scan.Report.Checks, func(c asset.Check) assetCheckView {
		return assetCheckView{c.Check, c.Outcome, all(c.Findings, func(f asset.Finding) assetFindingView {
			v := assetFindingView{Rule: f.Rule, Path: f.Path, Name: f.Name}
			if x := f.Vulnerability; x != nil {
				v.ID, v.Package, v.Installed, v.Fixed, v.Severity, v.Score = x.ID, x.Package, x.Installed, x.Fixed, x.Severity, x.Score
			}
			return v
		}), c.More}
	}), d.Scan.QueuedAt.UTC(), timeOrNil(d.Scan.EndedAt)}
}

type assetEventView struct {
	At        time.Time `json:"at"`
	Event     string    `json:"event" enum:"submit,approve,reject,appeal"`
	From      string    `json:"from"`
	To        string    `json:"to"`
	Scan      int64     `json:"scan,omitempty"`
	ActorName string    `json:"actor_name,omitempty" doc:"Left out when the scan itself decided."`
	Reason    string    `json:"reason,omitempty"`
}

// AssetDetailView is an asset with its latest scan and what became of it.
type AssetDetailView struct {
	AssetView
	Scan    *assetScanView   `json:"scan,omitempty"`
	History []assetEventView `json:"history" doc:"The first event first."`
}

type assetsInput struct {
	PageInput
	State string `query:"state" enum:"draft,scanning,approved,rejected,appealing" doc:"Left out: all."`
	Kind  string `query:"kind" enum:"package,image" doc:"Left out: both."`
	Text  string `query:"q" maxLength:"200" doc:"In names, versions and files, or an id."`
}

type assetQueueInput struct {
	PageInput
	State string `query:"state" enum:"scanning,approved,rejected,appealing,all" doc:"Left out: what waits, the longest waiting first."`
	Text  string `query:"q" maxLength:"200" doc:"In names, files and sellers, or an id."`
}

type newAssetInput struct {
	Body struct {
		Kind string        `json:"kind" enum:"package,image"`
		Form assetFormView `json:"form"`
	}
}

type saveAssetInput struct {
	IDInput
	Body struct {
		Rev  int64         `json:"rev" doc:"The revision that you saw."`
		Form assetFormView `json:"form"`
	}
}

type appealAssetInput struct {
	IDInput
	Body struct {
		Rev  int64  `json:"rev" doc:"The revision that you saw."`
		Text string `json:"text" maxLength:"2000" doc:"Why the result is wrong, in 10 to 1000 characters."`
		File string `json:"file" maxLength:"64" doc:"Id of an upload (asset_appeal) with the evidence."`
	}
}

type deleteAssetInput struct {
	IDInput
	Rev int64 `query:"rev" required:"true" doc:"The revision that you saw."`
}

type assetFileInput struct {
	IDInput
	File string `query:"file" required:"true" enum:"package,appeal"`
}

func (s *server) assets() {
	own := need(account.SellerAssets)
	moved := []*apperr.Error{asset.ErrNotFound, asset.ErrState, asset.ErrChanged, asset.ErrNotSelling}
	register(s, operation{id: "list-assets", method: get, path: "/assets", tag: tagAssets, summary: "List assets", description: "Your own, the newest first.",
		needs: own, service: []string{"asset.List"}, errors: []*apperr.Error{asset.ErrNotSelling, page.ErrBadCursor}},
		func(ctx context.Context, in *assetsInput) (*listOutput[AssetView], error) {
			p, err := s.Assets.List(ctx, actor(ctx), asset.Filter{State: in.State, Kind: in.Kind, Text: in.Text}, in.request())
			return listed(p, assetOf), err
		})
	register(s, operation{id: "create-asset", method: post, path: "/assets", tag: tagAssets, summary: "Create an asset", status: http.StatusCreated,
		description: "A draft, which needs its name only.", needs: own, service: []string{"asset.Save"}, errors: []*apperr.Error{asset.ErrNotSelling}},
		func(ctx context.Context, in *newAssetInput) (*output[AssetView], error) {
			a, err := s.Assets.Save(ctx, asset.SaveInput{Actor: actor(ctx), Kind: in.Body.Kind, Form: in.Body.Form.form()})
			return answer(assetOf(a), err)
		})
	register(s, operation{id: "get-asset", method: get, path: "/assets/{id}", tag: tagAssets, summary: "Get an asset",
		description: "With the report of its latest scan. For its seller, and for operators once it was submitted.", needs: need(account.SellerAssets, account.OperatorAssets),
		service: []string{"asset.Get"}, errors: []*apperr.Error{asset.ErrNotFound, asset.ErrNotSelling}},
		func(ctx context.Context, in *IDInput) (*output[AssetDetailView], error) {
			d, err := s.Assets.Get(ctx, actor(ctx), in.ID)
			if err != nil {
				return nil, err
			}
			return answer(AssetDetailView{assetOf(d.Asset), assetScanOf(d), all(d.History, func(h asset.Happened) assetEventView {
				return assetEventView{h.At.UTC(), h.Event, h.From, h.To, h.Scan, h.ActorName, h.Reason}
			})}, nil)
		})
	register(s, operation{id: "get-asset-file", method: get, path: "/assets/{id}/file", tag: tagAssets, summary: "Get a file of an asset",
		description: "Its package, or the evidence of its appeal.", needs: need(account.SellerAssets, account.OperatorAssets), service: []string{"asset.File", "blob.Open"},
		errors: []*apperr.Error{asset.ErrNotFound, asset.ErrNotSelling}},
		func(ctx context.Context, in *assetFileInput) (*huma.StreamResponse, error) {
			id, err := s.Assets.File(ctx, actor(ctx), in.ID, in.File)
			if err != nil {
				return nil, err
			}
			return s.private(ctx, id)
		})
	register(s, operation{id: "save-asset", method: put, path: "/assets/{id}", tag: tagAssets, summary: "Save an asset", description: "A draft or a rejected one.",
		needs: own, service: []string{"asset.Save"}, errors: moved},
		func(ctx context.Context, in *saveAssetInput) (*output[AssetView], error) {
			a, err := s.Assets.Save(ctx, asset.SaveInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Form: in.Body.Form.form()})
			return answer(assetOf(a), err)
		})
	register(s, operation{id: "delete-asset", method: remove, path: "/assets/{id}", tag: tagAssets, summary: "Delete an asset", description: "A draft or a rejected one.", status: http.StatusNoContent,
		needs: own, service: []string{"asset.Delete"}, errors: moved},
		func(ctx context.Context, in *deleteAssetInput) (*struct{}, error) {
			return nil, s.Assets.Delete(ctx, asset.Input{Actor: actor(ctx), ID: in.ID, Rev: in.Rev})
		})
	register(s, operation{id: "submit-asset", method: post, path: "/assets/{id}/submit", tag: tagAssets, summary: "Submit an asset to its scan",
		description: "A draft, or a rejected one. Read the asset to see how far the scan is.", needs: own, service: []string{"asset.Submit"}, errors: append(moved, asset.ErrImageTaken)},
		func(ctx context.Context, in *approveInput) (*output[AssetView], error) {
			a, err := s.Assets.Submit(ctx, asset.Input{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev})
			return answer(assetOf(a), err)
		})
	register(s, operation{id: "appeal-asset", method: post, path: "/assets/{id}/appeal", tag: tagAssets, summary: "Appeal against a scan",
		description: "Once for each scan that rejected, with evidence.", needs: own, service: []string{"asset.Appeal"}, errors: append(moved, asset.ErrAppealed)},
		func(ctx context.Context, in *appealAssetInput) (*output[AssetView], error) {
			a, err := s.Assets.Appeal(ctx, asset.AppealInput{Input: asset.Input{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev}, Text: in.Body.Text, File: in.Body.File})
			return answer(assetOf(a), err)
		})
	s.assetReviews()
}

func (s *server) assetReviews() {
	decides := need(account.OperatorAssets)
	moved := []*apperr.Error{asset.ErrNotFound, asset.ErrState, asset.ErrChanged, asset.ErrScanRuns, asset.ErrReason}
	register(s, operation{id: "list-asset-reviews", method: get, path: "/asset-reviews", tag: tagAssets, summary: "List assets to decide on",
		description: "What waits in the order in which it came; with a state the newest first.", needs: decides, service: []string{"asset.Queue"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *assetQueueInput) (*listOutput[AssetView], error) {
			p, err := s.Assets.Queue(ctx, actor(ctx), asset.Filter{State: in.State, Text: in.Text}, in.request())
			return listed(p, assetOf), err
		})
	register(s, operation{id: "approve-asset", method: post, path: "/assets/{id}/approve", tag: tagAssets, summary: "Approve an asset",
		description: "One whose scan could not decide, or whose seller appealed.", needs: decides, service: []string{"asset.Approve"}, errors: moved},
		func(ctx context.Context, in *rejectInput) (*output[AssetView], error) {
			a, err := s.Assets.Approve(ctx, asset.Input{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(assetOf(a), err)
		})
	register(s, operation{id: "reject-asset", method: post, path: "/assets/{id}/reject", tag: tagAssets, summary: "Reject an asset",
		description: "Or uphold a rejection that was appealed against.", needs: decides, service: []string{"asset.Reject"}, errors: moved},
		func(ctx context.Context, in *rejectInput) (*output[AssetView], error) {
			a, err := s.Assets.Reject(ctx, asset.Input{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(assetOf(a), err)
		})
}
