package api

import (
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

// AuditFilterInput narrows the audit log.
type AuditFilterInput struct {
	Account string    `query:"account" maxLength:"64" doc:"Whose things changed: an account id, or platform. Operators only; others see their own."`
	User    string    `query:"user" maxLength:"64" doc:"The id of the person who acted."`
	Action  string    `query:"action" maxLength:"100" doc:"An action, or all of an area." example:"account.password_changed"`
	Object  string    `query:"object" maxLength:"100" doc:"The id of what changed."`
	Address string    `query:"address" maxLength:"64" doc:"The IP address it came from."`
	From    time.Time `query:"from" doc:"At or after."`
	Before  time.Time `query:"before" doc:"Before."`
	Text    string    `query:"q" maxLength:"100" doc:"In the action, the person's name, the object, the reason, before or after."`
}

func (in AuditFilterInput) filter() audit.Filter {
	return audit.Filter{Log: in.Account, UserID: in.User, Action: in.Action, Object: in.Object, Address: in.Address, From: in.From, Before: in.Before, Text: in.Text}
}

type auditListInput struct {
	PageInput
	AuditFilterInput
}

// AuditEntryView is an entry, in the form of a line of an export (audit.Line).
type AuditEntryView struct {
	ID       string          `json:"id" example:"aud_01kb3v0000000000000000000"`
	Log      string          `json:"log" doc:"The account whose things changed, or platform."`
	Seq      int64           `json:"seq" doc:"Number within the log, from 1, without gaps."`
	At       time.Time       `json:"at"`
	Action   string          `json:"action" example:"account.password_changed"`
	Name     textView        `json:"name" doc:"What was done, in words."`
	By       AuditOriginView `json:"by" doc:"Who did it; all empty for the marketplace itself."`
	Via      string          `json:"via" enum:"page,api,cli,job" doc:"How it came in."`
	Object   string          `json:"object" doc:"The id of what changed; may be empty."`
	Before   any             `json:"before" doc:"What it was; null for none."`
	After    any             `json:"after" doc:"What it became; null for none."`
	Reason   string          `json:"reason"`
	PrevHash string          `json:"prev_hash" doc:"The hash of the entry before; empty for the first."`
	Hash     string          `json:"hash" doc:"Over all of this and the hash before."`
}

// AuditOriginView is who acted and from where.
type AuditOriginView struct {
	Account string `json:"account"`
	User    string `json:"user"`
	Name    string `json:"name"`
	Address string `json:"address"`
	Agent   string `json:"agent"`
	Outside bool   `json:"outside" doc:"Somebody acted for the marketplace; who, and from where, is not shown to you."`
}

func auditEntryOf(e audit.Entry) AuditEntryView {
	l := e.Line()
	return AuditEntryView{l.ID, l.Log, l.Seq, l.At, l.Action, textView(l.Name), AuditOriginView(l.By), l.Via, l.Object, l.Before, l.After, l.Reason,
		l.PrevHash, l.Hash}
}

// AuditChangeView is one field of an entry, before and after.
type AuditChangeView struct {
	Path    string  `json:"path" example:"info.phone" doc:"Where in before and after it stands."`
	Before  *string `json:"before" doc:"As text; null where it was not there."`
	After   *string `json:"after" doc:"As text; null where it is not there."`
	Changed bool    `json:"changed"`
}

func auditChangeOf(f audit.Field) AuditChangeView {
	v := AuditChangeView{Path: f.Path, Changed: f.Changed()}
	if f.Had {
		v.Before = &f.Before
	}
	if f.Has {
		v.After = &f.After
	}
	return v
}

type auditDetailView struct {
	AuditEntryView
	Changes []AuditChangeView `json:"changes" doc:"Before and after, field by field."`
}

// AuditFaultView is the first place at which a log does not hold.
type AuditFaultView struct {
	Account string `json:"account"`
	Seq     int64  `json:"seq" doc:"The number of the entry."`
	EntryID string `json:"entry_id" doc:"Empty for one that is missing."`
	Flaw    string `json:"flaw" enum:"missing,changed,link,end,head,no_head"`
}

type auditReportView struct {
	OK      bool             `json:"ok"`
	Logs    int64            `json:"logs"`
	Entries int64            `json:"entries"`
	Broken  int              `json:"broken" doc:"Logs that do not hold."`
	Faults  []AuditFaultView `json:"faults"`
	HeadSeq int64            `json:"head_seq" doc:"The latest number of your log; 0 when all were checked."`
	Head    string           `json:"head_hash" doc:"The latest hash of your log. Kept elsewhere, it proves later that nothing was exchanged as a whole."`
}

// auditScope is how far the caller sees.
func auditScope(who account.Actor) audit.Scope {
	if who.Can(account.OperatorAudit) {
		return audit.Everything()
	}
	return audit.Of(who.ID)
}

func (s *server) audit() {
	may := need(account.OrgAudit, account.OperatorAudit)
	register(s, operation{id: "list-audit-entries", method: get, path: "/audit-entries", tag: tagAudit, summary: "List the audit log",
		description: "The latest first. An organisation's own, or all for operators.", needs: may, service: []string{"audit.List"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *auditListInput) (*listOutput[AuditEntryView], error) {
			p, err := s.Audit.List(ctx, auditScope(actor(ctx)), in.filter(), in.request())
			return listed(p, auditEntryOf), err
		})
	register(s, operation{id: "get-audit-entry", method: get, path: "/audit-entries/{id}", tag: tagAudit, summary: "Get an entry of the audit log",
		description: "With before and after compared field by field.", needs: may, service: []string{"audit.Get"}, errors: []*apperr.Error{audit.ErrEntryNotFound}},
		func(ctx context.Context, in *IDInput) (*output[auditDetailView], error) {
			e, err := s.Audit.Get(ctx, auditScope(actor(ctx)), in.ID)
			return answer(auditDetailView{auditEntryOf(e), all(e.Fields(), auditChangeOf)}, err)
		})
	register(s, operation{id: "export-audit-entries", method: get, path: "/audit-export", tag: tagAudit, summary: "Export the audit log",
		description: "Every entry that the filters find, the latest first, one JSON object a line. If it breaks off, the last line is {\"broken_off_after\": n}.",
		needs:       may, service: []string{"audit.All"}}, s.exportAudit)
	register(s, operation{id: "verify-audit-log", method: get, path: "/audit-verification", tag: tagAudit, summary: "Check the audit log",
		description: "Re-computes every hash of the log, or of all logs for operators.", needs: may, service: []string{"audit.Verify"}},
		func(ctx context.Context, _ *none) (*output[auditReportView], error) {
			r, err := s.Audit.Verify(ctx, auditScope(actor(ctx)))
			v := auditReportView{OK: r.OK(), Logs: r.Chains, Entries: r.Entries, Broken: r.Broken,
				Faults: all(r.Faults, func(f audit.Fault) AuditFaultView { return AuditFaultView{f.Log, f.Seq, f.EntryID, string(f.Flaw)} })}
			if !actor(ctx).Can(account.OperatorAudit) {
				v.HeadSeq, v.Head = r.Head.Seq, r.Head.Hash
			}
			return answer(v, err)
		})
}

func (s *server) exportAudit(ctx context.Context, in *AuditFilterInput) (*huma.StreamResponse, error) {
	entries := s.Audit.All(ctx, auditScope(actor(ctx)), in.filter())
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "application/x-ndjson; charset=utf-8")
		c.SetHeader("Cache-Control", "no-store")
		out, n := json.NewEncoder(c.BodyWriter()), 0
		out.SetEscapeHTML(false)
		for e, err := range entries {
			if err != nil {
				if ctx.Err() == nil {
					s.Log.ErrorContext(ctx, "export broke off", "request", s.RequestID(ctx), "entries", n, "error", err)
				}
				_ = out.Encode(map[string]int{"broken_off_after": n}) // a client that left is no error
				return
			}
			if out.Encode(e.Line()) != nil {
				return // the client went away
			}
			n++
		}
	}}, nil
}
