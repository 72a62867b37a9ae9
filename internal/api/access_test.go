package api_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
)

// attempts is one request for each operation, about things that do not exist, and what it answers to each role that may
// call it.
func attempts() map[string]struct {
	query  string
	body   any
	header []string
	status int
} {
	type row = struct {
		query  string
		body   any
		header []string
		status int
	}
	money := object{"amount": "10.00", "currency": "CNY"}
	rev := object{"rev": 1}
	opinion := object{"scores": object{"quality": 5, "service": 5, "delivery": 5}}
	content := object{"rev": 1, "content": object{}}
	days := object{"from": "2026-12-01", "to": "2026-12-31"}
	terms := object{"name": object{}, "amount": 0, "validity": days, "items": []object{}, "total": 1, "per_buyer": 1}
	planned := func(year int) object { return object{"year": year, "gmv": money, "projects": 1} }
	because := object{"rev": 1, "reason": "good enough"}
	return map[string]row{
		"list-categories": {status: 200}, "browse-products": {status: 200}, "suggest": {query: "?q=a", status: 200}, "get-product": {status: 404},
		"quote-order":  {body: object{"spec_id": "spc_x", "term": object{"unit": "month", "count": 1}}, status: 404},
		"estimate-use": {body: object{"spec_id": "spc_x", "use": []object{}}, status: 404},
		"place-order": {body: object{"product_id": "prd_x", "spec_id": "spc_x", "term": object{"unit": "month", "count": 1}, "agreements": []string{}, "expected_total": money},
			header: []string{"Idempotency-Key", "access"}, status: 409},
		"list-orders": {status: 200}, "get-order": {status: 404}, "pay-order": {status: 404}, "cancel-order": {status: 404},
		"get-product-scores": {status: 404}, "get-seller-scores": {status: 404}, "list-product-ratings": {status: 404}, "list-product-questions": {status: 404},
		"rate-instance": {body: opinion, status: 404}, "list-ratings": {status: 200}, "get-rating": {status: 404}, "amend-rating": {body: opinion, status: 404},
		"follow-up-rating": {body: object{"text": "still good"}, status: 404}, "reply-to-rating": {body: object{"text": "thank you"}, status: 404},
		"list-rating-messages": {status: 404}, "negotiate-rating": {body: object{"text": "hello"}, status: 404},
		"hide-rating": {body: object{"reason": "advertising"}, status: 404}, "show-rating": {status: 404},
		"ask-question": {body: object{"text": "does it run?"}, status: 404}, "list-questions": {status: 200}, "get-question": {status: 404},
		"answer-question": {body: object{"text": "it does"}, status: 404}, "hide-question": {body: object{"reason": "advertising"}, status: 404}, "show-question": {status: 404},
		"create-report":   {body: object{"kind": "product", "subject_id": "prd_x", "reason": "other", "text": "not good"}, status: 404},
		"list-my-reports": {status: 200}, "list-reports": {status: 200}, "get-report": {status: 404},
		"decide-report":   {body: object{"outcome": "accepted", "note": "looked into"}, status: 404},
		"list-favourites": {status: 200}, "add-favourite": {status: 404}, "remove-favourite": {status: 204}, "list-seen-products": {status: 200},
		"list-instances": {status: 200}, "get-instance": {status: 404}, "get-instance-access": {status: 404},
		"get-wallet": {status: 200}, "list-movements": {status: 200}, "list-top-ups": {status: 200}, "get-top-up": {status: 404},
		"open-top-up": {body: object{"method": "transfer", "amount": money}, status: 201}, "pay-top-up": {status: 404},
		"submit-transfer": {body: object{"bank_reference": "B1"}, status: 404}, "cancel-top-up": {status: 404},
		"list-transfers": {status: 200}, "get-transfer": {status: 404},
		"confirm-transfer": {body: object{"received": money}, status: 404}, "reject-transfer": {body: object{"reason": "nothing came"}, status: 404},
		"list-managed-products": {status: 200}, "get-managed-product": {status: 404}, "open-modification": {status: 404},
		"set-stock": {body: object{"spec_id": "spc_x", "delta": 1}, status: 404}, "list-stock-changes": {status: 404},
		"list-upgrade-rules": {status: 404}, "save-upgrade-rule": {body: object{"rule": object{"spec_id": "spc_x"}}, status: 404}, "end-upgrade-rule": {status: 404},
		"quote-upgrade":     {body: object{"from": "sku_x", "to": "sku_y", "term": object{"unit": "month", "count": 1}, "days_left": 1}, status: 404},
		"ask-delisting":     {body: object{"reason": "no longer served", "proof": "blb_x"}, status: 404},
		"take-down-product": {body: object{"reason": "violations"}, status: 404}, "restore-product": {body: object{"reason": "put right"}, status: 404},
		"discontinue-product": {body: object{"reason": "violations"}, status: 404},
		"get-home":            {status: 200}, "get-home-draft": {status: 200}, "preview-home-draft": {status: 200},
		"save-home-draft": {body: object{"rev": 9, "banners": []object{}, "floors": []object{}}, status: 409}, "discard-home-draft": {body: object{"rev": 9}, status: 200},
		"publish-home": {body: object{"rev": 9}, status: 200}, "list-home-versions": {status: 200}, "get-home-version": {status: 422},
		"restore-home-version": {body: object{"live": 9}, status: 422},
		"list-stocks":          {status: 200}, "set-stock-warning": {body: object{"spec_id": "spc_x", "warn_at": 1}, status: 404},
		"list-attributes": {status: 200}, "add-attribute": {body: object{"kind": "enum"}, status: 422}, "get-attribute": {status: 404},
		"change-attribute": {body: object{"kind": "enum", "rev": 1}, status: 404}, "delete-attribute": {query: "?rev=1", status: 404},
		"get-sales-rules": {status: 404}, "set-sales-target": {body: object{"rev": 0, "target": "named"}, status: 404},
		"set-purchase-limits": {body: object{"rev": 0, "specs": []object{}}, status: 404}, "set-trial-lists": {body: object{"rev": 0, "specs": []string{}}, status: 404},
		"set-credit-control":    {body: object{"rev": 0, "credit_cash": "off", "credit_line": "off"}, status: 404},
		"list-named-customers":  {query: "?list=target", status: 404},
		"add-named-customers":   {query: "?list=target", body: object{"customers": []object{{"id": "acc_x", "name": "X"}}}, status: 404},
		"remove-named-customer": {query: "?list=target&account_id=acc_x", status: 404},
		"list-applications":     {status: 200}, "get-application": {status: 404}, "create-draft": {body: object{"content": object{}}, status: 201},
		"check-content": {body: object{"content": object{}}, status: 200}, "get-file": {status: 404}, "get-file-content": {status: 404},
		"save-draft": {body: content, status: 404}, "submit-application": {body: rev, status: 404}, "withdraw-application": {status: 404}, "check-application": {status: 404},
		"revise-application": {status: 404}, "delete-draft": {query: "?rev=1", status: 404},
		"list-review-queue": {status: 200}, "approve-application": {body: rev, status: 404},
		"reject-application": {body: object{"rev": 1, "reason": "not complete"}, status: 404},
		"upload-file":        {query: "?purpose=identity", body: "x", status: 415}, "upload-home-picture": {body: "x", status: 415},
		"list-calls": {status: 200}, "get-call": {status: 404}, "restart-call": {status: 404}, "curl-call": {status: 404},
		"list-keys": {status: 200}, "create-key": {status: 201}, "activate-key": {status: 404}, "discard-key": {status: 404},
		"list-messages": {status: 200}, "count-unread-messages": {status: 200}, "get-message": {status: 404}, "mark-messages-read": {body: object{"all": true}, status: 204},
		"get-message-settings": {status: 200}, "set-message-channels": {body: object{"channels": []object{}}, status: 200},
		"add-message-contact":    {body: object{"name": "Ann", "email": "ann@example.com", "classes": []int{901}}, status: 201},
		"change-message-contact": {body: object{"name": "Ann", "email": "ann@example.com", "classes": []int{901}}, status: 404},
		"remove-message-contact": {status: 404}, "list-message-texts": {status: 200}, "list-message-text-editions": {status: 404},
		"edit-message-texts": {body: object{"version": 0}, status: 404},
		"get-me":             {status: 200}, "update-me": {body: object{"name": "N", "lang": "en"}, status: 200},
		"change-password": {body: object{"current": "wrong-wrong", "new": "another-one-9"}, status: 422},
		"list-tokens":     {status: 200}, "create-token": {body: object{"name": "second"}, status: 201}, "revoke-token": {status: 404},
		"list-access-keys": {status: 200}, "create-access-key": {status: 201, body: object{}}, "enable-access-key": {status: 404}, "disable-access-key": {status: 404},
		"delete-access-key": {status: 404},
		"list-users":        {status: 200}, "get-user": {status: 404}, "create-user": {body: object{"user_name": "second", "password": "pass-word-9"}, status: 201},
		"update-user": {body: object{"name": "N"}, status: 404}, "reset-user-password": {body: object{"password": "pass-word-9"}, status: 404},
		"enable-user": {status: 404}, "disable-user": {status: 404}, "remove-user": {status: 404},
		"get-user-grants": {status: 404}, "set-user-grants": {body: object{"products": []string{}}, status: 404},
		"get-product-grants": {status: 404}, "set-product-grants": {body: object{"users": []string{}}, status: 404},
		"search-accounts": {status: 200}, "get-account": {status: 404}, "block-account": {body: object{"reason": "fraud"}, status: 404},
		"unblock-account": {body: object{"reason": "cleared"}, status: 404}, "reset-second-factor": {body: object{"reason": "lost"}, status: 404},
		"list-operators": {status: 200}, "create-operator": {body: object{"login": "a b", "name": "N", "lang": "en", "roles": []string{"support"}}, status: 422},
		"renew-first-password": {body: object{"reason": "lost"}, status: 404},
		"set-operator-roles":   {body: object{"roles": []string{"support"}}, status: 404},
		"list-permissions":     {status: 200}, "list-groups": {status: 200}, "get-group": {status: 404},
		"create-group": {body: object{"name": "G", "permissions": []string{"buyer.orders"}}, status: 201},
		"update-group": {body: object{"name": "G", "permissions": []string{}}, status: 404}, "delete-group": {status: 404},
		"list-seller-changes": {status: 200}, "get-seller-change": {status: 404}, "get-seller-form": {query: "?kind=info", status: 200},
		"save-seller-change":         {body: object{"kind": "info", "rev": 0, "content": object{"info": object{}}}, status: 200},
		"submit-seller-change":       {body: object{"kind": "contact", "rev": 1}, status: 404},
		"withdraw-seller-change":     {body: object{"kind": "storefront", "rev": 1}, status: 404},
		"get-seller-change-document": {query: "?field=licence", status: 404},
		"assign-seller-change":       {body: rev, status: 404}, "approve-seller-change": {body: rev, status: 404},
		"reject-seller-change":  {body: object{"rev": 1, "reason": "not complete"}, status: 404},
		"get-compliance-letter": {status: 200}, "upload-compliance-letter": {body: object{"file": "blb_none"}, status: 422},
		"get-support": {status: 200}, "set-presale": {body: object{"rev": 9, "phones": []string{}, "hours": object{}}, status: 409},
		"set-ticket-reception":   {body: object{"rev": 9, "receive": false, "hours": object{}}, status: 409},
		"list-after-sale-groups": {status: 200}, "create-after-sale-group": {body: object{"name": object{}, "phone": "", "email": "", "hours": object{}}, status: 422},
		"update-after-sale-group": {body: object{"rev": 1, "name": object{"zh": "售后组"}, "phone": "021-50000001", "email": "a@b.example",
			"hours": object{"days": []int{1}, "from": "09:00", "to": "18:00"}}, status: 404},
		"remove-after-sale-group": {query: "?rev=1", status: 404}, "list-seller-plans": {status: 200},
		"join-seller-plan":            {body: object{}, status: 422},
		"apply-technical-certificate": {body: object{}, status: 422}, "withdraw-technical-certificate": {body: rev, status: 404},
		"revoke-technical-certificate": {body: object{"rev": 1, "reason": "good enough"}, status: 404}, "get-seller": {status: 404},
		"list-penalties": {status: 200}, "list-sellers": {status: 200}, "get-seller-record": {status: 404},
		"set-seller-level":     {body: object{"rev": 0, "level": "leading", "reason": "good enough"}, status: 404},
		"set-seller-hardware":  {body: object{"rev": 0, "allowed": true, "reason": "good enough"}, status: 404},
		"raise-seller-uploads": {body: object{"rev": 0, "files": 200, "until": time.Now().AddDate(0, 0, 30).Format(time.DateOnly), "reason": "good enough"}, status: 404},
		"end-seller-uploads":   {body: object{"rev": 0, "reason": "good enough"}, status: 404},
		"set-seller-deposit":   {body: object{"rev": 0, "amount": object{"amount": "5000.00", "currency": "CNY"}, "reason": "good enough"}, status: 404},
		"take-seller-points":   {body: object{"rev": 0, "rule": "late_answer", "reason": "good enough"}, status: 404},
		"penalise-seller":      {body: object{"rev": 0, "kind": "warning", "rule": "late_answer", "reason": "good enough"}, status: 404},
		"return-seller-points": {body: object{"rev": 0, "reason": "good enough"}, status: 404}, "revoke-seller-penalty": {body: object{"rev": 0, "reason": "good enough"}, status: 404},
		"get-standing": {status: 200}, "request-exit": {body: object{}, status: 422}, "withdraw-exit": {status: 404},
		"list-exits": {status: 200}, "confirm-exit": {status: 404}, "refuse-exit": {body: object{"reason": "good enough"}, status: 404},
		"request-code": {body: object{"purpose": "reset", "channel": "mail", "target": "x"}, status: 422}, "resend-code": {status: 409},
		"prove-code":          {body: object{"purpose": "reset", "code": "123456"}, status: 409},
		"register":            {body: object{"proof": "x", "password": "long enough", "lang": "en", "terms": true}, status: 409},
		"list-reset-accounts": {body: object{"proof": "x"}, status: 409}, "reset-password": {body: object{"proof": "x", "new": "long enough"}, status: 409},
		"request-contact": {body: object{"channel": "sms", "target": "x", "password": "x"}, status: 422},
		"confirm-contact": {body: object{"code": "123456"}, status: 409},
		"list-sessions":   {status: 200}, "revoke-session": {status: 404}, "revoke-sessions": {status: 204},
		"list-agreements": {status: 200}, "get-agreement": {status: 404}, "list-my-agreements": {status: 200}, "renew-agreement": {body: object{"version": "1"}, status: 404},
		"list-agreement-versions": {status: 404}, "withdraw-agreement-version": {status: 404},
		"publish-agreement-version": {body: object{"version": "2026-12", "title": object{"zh": "协议", "en": "A"}, "body": object{"zh": "<p>一</p>", "en": "<p>A</p>"}, "base": 1}, status: 404},
		"list-audit-entries":        {status: 200}, "get-audit-entry": {status: 404}, "export-audit-entries": {status: 200}, "verify-audit-log": {status: 200},
		"get-sandbox": {status: 200}, "move-clock": {body: object{"by": "-1s"}, status: 422},
		"get-second-factor": {status: 200}, "list-passkeys": {status: 200}, "begin-totp": {body: object{"proof": "not it"}, status: 422},
		"confirm-totp": {body: object{"code": "123456"}, status: 409}, "remove-totp": {body: object{"proof": "not it"}, status: 422},
		"regenerate-recovery-codes": {body: object{"proof": "not it"}, status: 422}, "rename-passkey": {body: object{"name": "N"}, status: 404},
		"delete-passkey": {body: object{"proof": "not it"}, status: 404},
		"export-my-data": {body: object{"proof": "not it"}, status: 422}, "get-closing": {status: 200},
		"close-account": {body: object{"login": "not it", "proof": "not it"}, status: 422},
		"get-health":    {status: 200}, "get-status": {status: 200}, "verify-ledger": {status: 200},
		"get-sso-provider": {status: 404}, "delete-sso-provider": {status: 404}, "test-sso-provider": {status: 404},
		"save-sso-provider": {body: object{"rev": 9, "issuer": "https://login.example.com", "client_id": "c"}, status: 409},
		"get-entry":         {status: 200}, "save-entry": {body: object{"rev": 9, "form": object{}}, status: 409}, "submit-entry": {body: object{"rev": 9, "agreement": "none"}, status: 409},
		"withdraw-entry": {body: rev, status: 409}, "get-entry-document": {query: "?field=logo", status: 404},
		"list-seller-applications": {status: 200}, "get-seller-application": {status: 404}, "get-seller-application-document": {query: "?field=licence", status: 404},
		"assign-seller-application": {body: rev, status: 404}, "check-seller-application": {body: rev, status: 404}, "approve-seller-application": {body: rev, status: 404},
		"reject-seller-application": {body: object{"rev": 1, "reason": "not complete"}, status: 404},
		"get-certification":         {status: 200}, "save-certification": {body: object{"rev": 9, "form": object{}}, status: 409}, "request-test-transfer": {body: rev, status: 409},
		"submit-certification": {body: object{"rev": 9, "amount": "0.37"}, status: 409}, "request-certification-unlock": {body: object{"rev": 9, "text": "wrong account"}, status: 409},
		"change-finance-contact": {body: object{"rev": 9, "finance_name": "N", "finance_phone": "1", "finance_email": "x"}, status: 409},
		"list-certifications":    {status: 200}, "get-seller-certification": {status: 404}, "reveal-bank-account": {status: 404}, "assign-certification": {body: rev, status: 404},
		"unlock-certification": {body: rev, status: 404}, "mark-transfer-sent": {body: rev, status: 404}, "approve-certification": {body: rev, status: 404},
		"reject-certification": {body: object{"rev": 1, "reason": "not complete"}, status: 404},
		"get-real-name":        {status: 200}, "save-real-name": {body: object{"rev": 7, "form": object{"kind": "personal"}}, status: 409},
		"submit-real-name": {body: object{"rev": 7, "form": object{"kind": "personal"}}, status: 409}, "withdraw-real-name": {status: 409},
		"list-verifications": {status: 200}, "get-verification": {status: 404}, "claim-verification": {body: object{"mine": true}, status: 404},
		"approve-verification": {body: rev, status: 404}, "reject-verification": {body: object{"rev": 1, "reason": "blurred"}, status: 404},
		"get-verification-document": {query: "?field=front", status: 404},
		"list-coupon-batches":       {status: 200}, "create-coupon-batch": {body: object{"terms": terms}, status: 422}, "get-coupon-batch": {status: 404},
		"save-coupon-batch": {body: object{"rev": 1, "terms": terms}, status: 404}, "publish-coupon-batch": {body: rev, status: 404},
		"withdraw-coupon-batch": {body: rev, status: 404}, "void-coupon-batch": {body: rev, status: 404}, "list-coupon-reviews": {status: 200},
		"list-test-coupon-batches": {status: 200}, "create-test-coupon-batch": {body: object{"terms": terms}, status: 422}, "get-test-coupon-batch": {status: 404},
		"save-test-coupon-batch": {body: object{"rev": 1, "terms": terms}, status: 404}, "publish-test-coupon-batch": {body: rev, status: 404},
		"withdraw-test-coupon-batch": {body: rev, status: 404}, "void-test-coupon-batch": {body: rev, status: 404}, "get-coupon-review": {status: 404},
		"approve-coupon-batch": {body: rev, status: 404}, "reject-coupon-batch": {body: because, status: 404}, "list-product-coupons": {status: 200},
		"list-coupons-to-collect": {status: 200}, "list-coupons": {status: 200}, "collect-coupon": {body: object{}, status: 404},
		"list-private-offers":  {status: 200},
		"create-private-offer": {body: object{"name": "", "shape": "discount", "customers": []object{}, "validity": days, "lines": []object{}}, status: 422},
		"get-private-offer":    {status: 404}, "revoke-private-offer": {body: rev, status: 404}, "list-private-offer-reviews": {status: 200},
		"approve-private-offer": {body: rev, status: 404}, "reject-private-offer": {body: because, status: 404}, "list-my-offers": {status: 200}, "get-my-offer": {status: 404},
		"list-resale-discounts": {status: 200}, "authorise-resale": {body: object{"level": "product", "product_id": "x", "percent": "85", "validity": days}, status: 422},
		"get-resale-discount": {status: 404}, "modify-resale-discount": {body: object{"rev": 1, "percent": "85", "validity": days}, status: 404},
		"invalidate-resale-discount": {body: rev, status: 404}, "list-resale-reviews": {status: 200}, "approve-resale-discount": {body: rev, status: 404},
		"reject-resale-discount": {body: because, status: 404}, "list-resellers": {status: 200}, "add-reseller": {body: object{"account_id": "x"}, status: 422},
		"list-joint-certifications": {status: 200}, "begin-joint-certification": {body: object{"form": object{}}, status: 409}, "get-joint-certification": {status: 404},
		"save-joint-certification": {body: object{"rev": 1, "form": object{}}, status: 404}, "submit-joint-certification": {body: rev, status: 404},
		"dock-joint-certification":         {body: object{"rev": 1, "docking": object{"kind": "kit", "file": "blb_x"}}, status: 404},
		"list-joint-certification-reviews": {status: 200}, "pass-joint-certification": {body: object{"rev": 1, "checklist": []string{}}, status: 404},
		"reject-joint-certification": {body: because, status: 404},
		"list-assets":                {status: 200}, "create-asset": {body: object{"kind": "package", "form": object{"name": "not a name"}}, status: 422}, "get-asset": {status: 404},
		"get-asset-file": {query: "?file=package", status: 404}, "save-asset": {body: object{"rev": 1, "form": object{"name": "app"}}, status: 404},
		"delete-asset": {query: "?rev=1", status: 404}, "submit-asset": {body: rev, status: 404}, "list-asset-reviews": {status: 200},
		"appeal-asset":  {body: object{"rev": 1, "text": "it is a sample", "file": "blb_x"}, status: 404},
		"approve-asset": {body: because, status: 404}, "reject-asset": {body: because, status: 404},
		"list-business-plans": {status: 200}, "get-business-plan": {status: 404}, "list-business-plan-versions": {status: 200}, "get-business-plan-version": {status: 404},
		"submit-business-plan":       {body: object{"version": 0, "years": []object{planned(2026), planned(2027), planned(2028)}}, status: 404},
		"list-business-plan-reviews": {status: 200}, "approve-business-plan": {body: rev, status: 404}, "reject-business-plan": {body: because, status: 404},
		"remove-reseller": {status: 404}, "list-cash-coupons": {status: 200}, "list-my-cash-coupons": {status: 200},
		"issue-cash-coupon": {body: object{"account_id": "x", "amount": money, "validity": days}, header: []string{"Idempotency-Key", "access"}, status: 422},
		"void-cash-coupon":  {body: object{"reason": "good enough"}, status: 404}, "get-discount-rules": {status: 200},
		"set-discount-rules": {body: object{"least_percent": "x", "seller_percent": "95"}, status: 422},
	}
}

func TestEachOperationServesTheRolesItNamesAndNobodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	people := map[string]account.Actor{"buyer": w.Buyer, "seller": w.Seller, "operator": w.Operator}
	table := attempts()
	for id := range table {
		if _, ok := w.known[id]; !ok {
			t.Errorf("there is no operation %s", id)
		}
	}
	for id, op := range w.known {
		row, ok := table[id]
		if !ok {
			t.Errorf("%s is not in the table", id)
			continue
		}
		path := strings.ReplaceAll(op.Path, "{id}", "none_00000000000000000000000000") + row.query
		method := strings.ToUpper(op.Method)
		w.call(nobody, method, path, row.body, append(row.header, "Authorization", "Bearer souk_wrong")...).want(401, "bad_token")
		w.call(nobody, method, path, row.body, append(row.header, "Authorization", "Basic eA==")...).want(401, "unauthenticated")
		if len(op.Roles) == 0 {
			w.call(nobody, method, path, row.body, row.header...).want(row.status)
			continue
		}
		r := w.call(nobody, method, path, row.body, row.header...).want(401, "unauthenticated")
		if r.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: 401 without WWW-Authenticate", id)
		}
		for kind, who := range people {
			if slices.Contains(op.Roles, kind) {
				w.call(who, method, path, row.body, row.header...).want(row.status)
			} else {
				w.call(who, method, path, row.body, row.header...).want(403, "forbidden")
			}
		}
	}
}
