package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Document is the OpenAPI document in YAML, built from the registrations alone.
func Document() ([]byte, error) { return build(http.NewServeMux(), Deps{}).api.OpenAPI().YAML() }

// DocumentJSON is the same document in JSON.
func DocumentJSON() ([]byte, error) {
	return json.Marshal(build(http.NewServeMux(), Deps{}).api.OpenAPI())
}

const about = `The JSON API of a Souk marketplace: everything that people do on its pages, for scripts and other systems.

**Tokens.** Send an API token (account menu, API tokens) as ` + "`Authorization: Bearer souk_…`" + `. It acts as its account.

**Problems.** Every answer that is no success is a problem document (RFC 9457, ` + "`application/problem+json`" + `) with a stable
` + "`code`" + ` and, where fields are wrong, ` + "`errors`" + `. Texts follow Accept-Language: ` + "`zh`" + ` or ` + "`en`" + ` (the default).

**Values.** Money is ` + "`{\"amount\":\"12.30\",\"currency\":\"CNY\"}`" + `, times are RFC 3339 in UTC, ids are opaque text, texts of
sellers come in both languages. A member without a value is left out. Members and parameters that are not in this
document are refused.

**Lists** return ` + "`items`" + ` and, when there is more, ` + "`next`" + `: send it back as ` + "`cursor`" + ` with the same filters.

**Repeating.** Placing an order and opening a top-up take an ` + "`Idempotency-Key`" + `: the same key with the same request gives
the same result, so a request whose answer was lost can safely be sent again.`

// The tags, in the order of the document.
const (
	tagStore        = "Store"
	tagOrders       = "Orders"
	tagInstances    = "Services"
	tagFeedback     = "Ratings and questions"
	tagWallet       = "Wallet"
	tagProducts     = "Products"
	tagPromotions   = "Promotions"
	tagJoint        = "Joint products"
	tagAssets       = "Assets"
	tagSales        = "Sales rules"
	tagReview       = "Review"
	tagSellers      = "Sellers"
	tagCalls        = "Interface calls"
	tagTransfers    = "Bank transfers"
	tagRealName     = "Real names"
	tagAdmission    = "Admission"
	tagAgreements   = "Agreements"
	tagMessages     = "Messages"
	tagAccount      = "Account"
	tagOrganisation = "Organisation"
	tagAudit        = "Audit log"
	tagAccounts     = "Accounts"
	tagSandbox      = "Sandbox"
	tagHealth       = "Health"
)

func describe(o *huma.OpenAPI) {
	o.Info.Description = about
	o.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	o.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"bearer": {Type: "http", Scheme: "bearer",
		Description: "An API token of the account that acts."}}
	for _, t := range [][2]string{
		{tagStore, "What is on sale. Public."},
		{tagOrders, "Buying: quote, place, pay, cancel. Sellers and operators read."},
		{tagInstances, "What a buyer owns, and how to get in."},
		{tagFeedback, "What buyers say of products and ask about them, reports of both, favourites."},
		{tagWallet, "A buyer's balance, statement and top-ups."},
		{tagProducts, "A seller's products, applications, stock and files."},
		{tagJoint, "What joint products need beside their listing: certifications and business plans."},
		{tagAssets, "A seller's software packages and machine images, their scans, and operators who decide where no scanner can."},
		{tagPromotions, "Coupons, private offers, resale discounts and cash coupons: what makes a price lower for somebody."},
		{tagSales, "Whom a product is sold to, how often, who may try it and who may pay by credit."},
		{tagReview, "Operators approve or reject applications."},
		{tagSellers, "What a seller shows of itself, how it serves buyers, and the review of both."},
		{tagCalls, "Calls to a seller's server with every attempt, and the interface keys that sign them."},
		{tagTransfers, "Operators confirm or reject bank transfers."},
		{tagAdmission, "Becoming a seller: the application, the business certification, and the operators who decide on both."},
		{tagRealName, "Who stands behind an account: the form, its review by operators."},
		{tagAgreements, "What the marketplace agrees on with its users: versions, signatures."},
		{tagMessages, "The inbox of an account."},
		{tagAccount, "The account behind the token."},
		{tagOrganisation, "Sub-users, user groups and what they may do. For the main account."},
		{tagAudit, "Who did what, when and from where: an organisation's own log, or all for operators."},
		{tagAccounts, "Operators look after the accounts of customers, and administrators after operators."},
		{tagSandbox, "The clock of a sandbox."},
		{tagHealth, "Is everything well?"},
	} {
		o.Tags = append(o.Tags, &huma.Tag{Name: t[0], Description: t[1]})
	}
}

// schemaName names a schema after its Go type: orderView is Order, list[orderView] is ListOrder.
func schemaName(t reflect.Type, hint string) string {
	return strings.ReplaceAll(huma.DefaultSchemaNamer(t, hint), "View", "")
}

// finish writes into the document what is known only after all operations are there.
func (s *server) finish() {
	o := s.api.OpenAPI()
	o.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	delete(o.Components.Schemas.Map(), "ErrorModel") // the library's own problem, which translate replaces
	delete(o.Components.Schemas.Map(), "ErrorDetail")
	sent := s.sent()
	for name, schema := range o.Components.Schemas.Map() {
		neverNull(schema)
		if !sent[name] {
			schema.AdditionalProperties = nil // an answer may get more members one day; clients must not mind
		}
	}
	texts := map[string]errorText{}
	fields := huma.Operation{Responses: map[string]*huma.Response{}}
	document(&fields, memberErrors())
	nameErrors(&fields, texts)
	for _, item := range o.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete} {
			if op != nil {
				takesInput(op)
				nameErrors(op, texts)
			}
		}
	}
	o.Extensions = map[string]any{errorsKey: texts}
}

// neverNull says that our lists and maps are empty rather than null; what is sent is held to the same.
func neverNull(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray || s.Type == huma.TypeObject {
		s.Nullable = false
	}
	neverNull(s.Items)
	for _, p := range s.Properties {
		neverNull(p)
	}
}

// sent names the schemas that requests are made of.
func (s *server) sent() map[string]bool {
	o := s.api.OpenAPI()
	out := map[string]bool{}
	var mark func(*huma.Schema)
	mark = func(x *huma.Schema) {
		if x == nil {
			return
		}
		if name, ok := strings.CutPrefix(x.Ref, "#/components/schemas/"); ok && !out[name] {
			out[name] = true
			mark(o.Components.Schemas.Map()[name])
		}
		mark(x.Items)
		for _, p := range x.Properties {
			mark(p)
		}
	}
	for _, item := range o.Paths {
		for _, op := range []*huma.Operation{item.Put, item.Post} {
			if op != nil && op.RequestBody != nil {
				for _, m := range op.RequestBody.Content {
					mark(m.Schema)
				}
			}
		}
	}
	return out
}
