package api

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

type callsInput struct {
	PageInput
	ProductID string `query:"product_id" maxLength:"64" doc:"Of one product only."`
	OrderID   string `query:"order_id" maxLength:"64" doc:"Of one order or order line only."`
	Activity  string `query:"activity" maxLength:"64" doc:"Of one activity only, such as newInstance."`
	State     string `query:"state" enum:"pending,ok,failed" doc:"In one state only."`
	Verdict   string `query:"verdict" maxLength:"64" doc:"With one code as the last verdict; failing means any but ok and accepted."`
}

type callOutput struct {
	Body callDetailView
}

type curlOutput struct {
	NoStore
	Body struct {
		Command string `json:"command" doc:"A command for a POSIX shell."`
	}
}

func (s *server) calls() {
	gone := []*apperr.Error{call.ErrCallNotFound, seller.ErrSellerNotFound}
	register(s, operation{id: "list-calls", method: get, path: "/calls", tag: tagCalls, summary: "List interface calls",
		description: "A seller's own, an operator sees all; the newest first.", needs: need(account.SellerCalls, account.OperatorCalls), service: []string{"call.List"},
		errors: []*apperr.Error{page.ErrBadCursor, seller.ErrSellerNotFound}},
		func(ctx context.Context, in *callsInput) (*listOutput[CallView], error) {
			p, err := s.Calls.List(ctx, actor(ctx), call.Filter{ProductID: in.ProductID, OrderID: in.OrderID, Activity: in.Activity,
				State: in.State, Verdict: in.Verdict}, in.request())
			return listed(p, callOf), err
		})
	register(s, operation{id: "get-call", method: get, path: "/calls/{id}", tag: tagCalls, summary: "Get a call with its attempts",
		description: "Bytes of both sides with secrets masked, timing, and what each attempt means.", needs: need(account.SellerCalls, account.OperatorCalls), service: []string{"call.Get"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*callOutput, error) { return s.call(ctx, in.ID) })
	register(s, operation{id: "restart-call", method: post, path: "/calls/{id}/restart", tag: tagCalls, summary: "Restart a call",
		description: "Makes an attempt at once; the automatic ones stay where they are. The answer does not wait for its result.",
		needs:       need(account.SellerCalls), service: []string{"call.Restart", "call.Get"}, status: http.StatusAccepted,
		errors: append(gone, call.ErrRunning, call.ErrNotRestartable)},
		func(ctx context.Context, in *IDInput) (*callOutput, error) {
			if err := s.Calls.Restart(ctx, call.RestartInput{Actor: actor(ctx), CallID: in.ID}); err != nil {
				return nil, err
			}
			return s.call(ctx, in.ID)
		})
	register(s, operation{id: "curl-call", method: post, path: "/calls/{id}/curl", tag: tagCalls, summary: "Get a call as a curl command",
		description: "With testFlag 1, signed at this moment: the seller's server takes it for 60 seconds.", needs: need(account.SellerCalls),
		service: []string{"call.Curl"}, errors: append(gone, call.ErrNoKey)},
		func(ctx context.Context, in *IDInput) (*curlOutput, error) {
			command, err := s.Calls.Curl(ctx, actor(ctx), in.ID)
			if err != nil {
				return nil, err
			}
			out := &curlOutput{NoStore: noStore()}
			out.Body.Command = command
			return out, nil
		})
}

func (s *server) call(ctx context.Context, callID string) (*callOutput, error) {
	c, attempts, err := s.Calls.Get(ctx, actor(ctx), callID)
	if err != nil {
		return nil, err
	}
	return &callOutput{callDetailView{callOf(c), all(attempts, attemptOf)}}, nil
}
