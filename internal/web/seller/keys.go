package seller

import (
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/ui"
)

// keysView is what the page of the interface keys shows. Secret is there on the answer to its creation only.
type keysView struct {
	Keys   []call.Key
	New    call.Key
	Secret secret.Text
}

// newest names the state of the list, so that a creation that is sent twice is noticed.
func (v keysView) newest() string {
	if len(v.Keys) == 0 {
		return ""
	}
	return v.Keys[0].ID
}

func (v keysView) with(state string) (call.Key, bool) {
	for _, k := range v.Keys {
		if k.State == state {
			return k, true
		}
	}
	return call.Key{}, false
}

func (p *pages) keys(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := p.Calls.Keys(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, keysPage(keysView{Keys: list}))
	return nil
}

// createKey answers with the page itself, not with a redirect: the secret is shown this once (saas-production-interface B.1.1).
func (p *pages) createKey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	before, err := p.Calls.Keys(r.Context(), who)
	if err != nil {
		return err
	}
	if r.PostForm.Get("newest") != (keysView{Keys: before}).newest() {
		return p.answer(w, r, ErrKeyShown, "", "", "/seller/keys")
	}
	k, plain, err := p.Calls.CreateKey(r.Context(), who)
	if e := apperr.Of(err); err != nil && e.Is(call.ErrKeyPendingExists) {
		return p.answer(w, r, err, "", "", "/seller/keys")
	}
	if err != nil {
		return err
	}
	list, err := p.Calls.Keys(r.Context(), who)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	ui.Render(w, r, http.StatusOK, keysPage(keysView{Keys: list, New: k, Secret: plain}))
	return nil
}

func (p *pages) activateKey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	err := p.Calls.ActivateKey(r.Context(), who, pathID(r))
	return p.answer(w, r, err, "seller.keys.activated", "/seller/keys", "/seller/keys")
}

func (p *pages) discardKey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	err := p.Calls.DiscardKey(r.Context(), who, pathID(r))
	return p.answer(w, r, err, "seller.keys.discarded", "/seller/keys", "/seller/keys")
}

// sampleCode is a seller's whole server with the public Go package.
const sampleCode = `package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"github.com/souk-market/souk/isv"
)

func main() {
	var ids isv.MemoryInstanceIDs // keep them in your database
	handler := &isv.Handler{
		// During a rotation, name both: isv.NewVerifier(newKey, oldKey)
		Verifier: isv.NewVerifier(os.Getenv("SOUK_INTERFACE_KEY")),
		Callbacks: isv.Callbacks{
			NewInstance: isv.OncePerOrder(&ids, func(ctx context.Context, r isv.NewInstanceRequest, id string) (isv.NewInstanceAnswer, error) {
				// Open the tenant of this order here, unless it is open already.
				return isv.Opened(id), nil
			}),
			QueryInstance: func(ctx context.Context, r isv.QueryInstanceRequest) (isv.QueryInstanceAnswer, error) {
				var answer isv.QueryInstanceAnswer
				for _, id := range r.InstanceIDs {
					answer.Instances = append(answer.Instances, isv.Instance{InstanceID: id, AppInfo: &isv.AppInfo{
						FrontEndURL: "https://app.example.com/" + id, UserName: "admin", Password: "change-me"}})
				}
				return answer, nil
			},
		},
	}
	http.Handle("/produce", handler)
	log.Fatal(http.ListenAndServe(":8090", nil))
}
`
