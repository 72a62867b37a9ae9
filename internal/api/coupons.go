package api

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/promo"
)

type batchesInput struct {
	PageInput
	State string `query:"state" enum:"draft,in_review,published,void,ended"`
	Q     string `query:"q" maxLength:"200" doc:"A part of the name or the id."`
}

type reviewsInput struct {
	PageInput
	State string `query:"state" enum:"in_review,draft,published,void,ended,active,expired,revoked,rejected,all" doc:"Left out: what waits, the oldest first."`
	Q     string `query:"q" maxLength:"200" doc:"A part of the name or the id."`
}

func (in reviewsInput) filter() promo.ReviewFilter {
	return promo.ReviewFilter{State: in.State, Text: in.Q}
}

type newBatchInput struct {
	Body struct {
		Terms     termsView      `json:"terms"`
		Customers []customerView `json:"customers,omitempty" maxItems:"1000" doc:"Of a coupon for named customers."`
	}
}

type saveBatchInput struct {
	IDInput
	Body struct {
		Rev       int64          `json:"rev" doc:"The revision that you saw."`
		Terms     termsView      `json:"terms"`
		Customers []customerView `json:"customers,omitempty" maxItems:"1000" doc:"Left out: those named before."`
	}
}

type voidBatchInput struct {
	IDInput
	Body struct {
		Rev    int64  `json:"rev" doc:"The revision that you saw."`
		Reason string `json:"reason,omitempty" maxLength:"2000" doc:"Needed once it was published: 5 to 500 characters."`
	}
}

type approveInput struct {
	IDInput
	Body struct {
		Rev int64 `json:"rev" doc:"The revision that you saw."`
	}
}

type collectInput struct {
	IDInput
	Body struct {
		Nth int64 `json:"nth,omitempty" minimum:"1" maximum:"100" doc:"Which of the coupons that one account may have, from 1. The same again is the same coupon. Left out: the first."`
	}
}

type myCouponsInput struct {
	PageInput
	State string `query:"state" enum:"available,used,expired,void" doc:"Left out: all."`
}

func (s *server) coupons() {
	s.couponBatches(batchKind{promo.KindSeller, "coupon", "coupons", account.SellerCoupons})
	s.couponBatches(batchKind{promo.KindTest, "test-coupon", "test coupons", account.SellerTestCoupons})
	s.couponReviews()
	register(s, operation{id: "list-product-coupons", method: get, path: "/products/{id}/coupons", tag: tagPromotions, summary: "List the coupons of a product",
		description: "Those that its page shows. With a token they say what the buyer has of them.", needs: need(account.Public), service: []string{"promo.Shown"}},
		func(ctx context.Context, in *IDInput) (*listOutput[OfferedCouponView], error) {
			found, err := s.Promo.Shown(ctx, actor(ctx), in.ID)
			return listed(page.Of[promo.Offered]{Items: found}, offeredOf), err
		})
	register(s, operation{id: "list-coupons-to-collect", method: get, path: "/coupons/to-collect", tag: tagPromotions, summary: "List the coupons that are for you",
		description: "Those that name you and of which you may collect more.", needs: need(account.BuyerCoupons), service: []string{"promo.ForMe"}},
		func(ctx context.Context, _ *none) (*listOutput[OfferedCouponView], error) {
			found, err := s.Promo.ForMe(ctx, actor(ctx))
			return listed(page.Of[promo.Offered]{Items: found}, offeredOf), err
		})
	register(s, operation{id: "list-coupons", method: get, path: "/coupons", tag: tagPromotions, summary: "List your coupons", description: "The newest first.",
		needs: need(account.BuyerCoupons), service: []string{"promo.MyCoupons"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *myCouponsInput) (*listOutput[CouponView], error) {
			p, err := s.Promo.MyCoupons(ctx, actor(ctx), in.State, in.request())
			return listed(p, s.couponOf), err
		})
	register(s, operation{id: "collect-coupon", method: post, path: "/coupon-batches/{id}/collect", tag: tagPromotions, summary: "Collect a coupon",
		description: "One that names other customers is not found.", needs: need(account.BuyerCoupons), service: []string{"promo.Collect"},
		errors: []*apperr.Error{promo.ErrBatchNotFound, promo.ErrCouponClosed, promo.ErrCouponLimit, promo.ErrCouponGone}},
		func(ctx context.Context, in *collectInput) (*output[CouponView], error) {
			c, err := s.Promo.Collect(ctx, promo.CollectInput{Actor: actor(ctx), BatchID: in.ID, Nth: in.Body.Nth})
			if err != nil {
				return nil, err
			}
			return answer(s.couponOf(c), nil)
		})
}

// batchKind is the operations on one kind of coupons.
type batchKind struct {
	kind  promo.Kind
	noun  string // in the ids and paths of the operations
	what  string // in sentences
	needs account.Permission
}

func (s *server) couponBatches(k batchKind) {
	own, one, path := need(k.needs), k.noun+"-batch", "/"+k.noun+"-batches"
	moved := []*apperr.Error{promo.ErrBatchNotFound, promo.ErrBatchState, promo.ErrBatchChanged, promo.ErrNotSelling}
	register(s, operation{id: "list-" + one + "es", method: get, path: path, tag: tagPromotions, summary: "List " + k.what + " of your shop", description: "The newest first.",
		needs: own, service: []string{"promo.Batches"}, errors: []*apperr.Error{promo.ErrNotSelling, page.ErrBadCursor}},
		func(ctx context.Context, in *batchesInput) (*listOutput[CouponBatchView], error) {
			p, err := s.Promo.Batches(ctx, actor(ctx), promo.BatchFilter{Kind: k.kind, State: in.State, Text: in.Q}, in.request())
			return listed(p, batchOf), err
		})
	register(s, operation{id: "create-" + one, method: post, path: path, tag: tagPromotions, summary: "Draft " + k.what, status: http.StatusCreated,
		description: "Errors name the fields of the page's form.", needs: own, service: []string{"promo.SaveBatch"}, errors: []*apperr.Error{promo.ErrNotSelling}},
		func(ctx context.Context, in *newBatchInput) (*output[CouponBatchView], error) {
			b, err := s.Promo.SaveBatch(ctx, promo.SaveBatchInput{Actor: actor(ctx), Kind: k.kind, Terms: in.Body.Terms.terms(), Users: customers(in.Body.Customers)})
			return answer(batchOf(b), err)
		})
	register(s, operation{id: "get-" + one, method: get, path: path + "/{id}", tag: tagPromotions, summary: "Get " + k.what + " of your shop", description: "With what became of them.",
		needs: own, service: []string{"promo.Batch"}, errors: []*apperr.Error{promo.ErrBatchNotFound, promo.ErrNotSelling}},
		func(ctx context.Context, in *IDInput) (*output[batchDetailView], error) {
			d, err := s.Promo.Batch(ctx, actor(ctx), k.kind, in.ID)
			return answer(batchDetailOf(d), err)
		})
	register(s, operation{id: "save-" + one, method: put, path: path + "/{id}", tag: tagPromotions, summary: "Change a draft of " + k.what,
		description: "Errors name the fields of the page's form.", needs: own, service: []string{"promo.SaveBatch"}, errors: moved},
		func(ctx context.Context, in *saveBatchInput) (*output[CouponBatchView], error) {
			save := promo.SaveBatchInput{Actor: actor(ctx), Kind: k.kind, ID: in.ID, Rev: in.Body.Rev, Terms: in.Body.Terms.terms()}
			if in.Body.Customers != nil {
				save.Users = customers(in.Body.Customers)
			}
			b, err := s.Promo.SaveBatch(ctx, save)
			return answer(batchOf(b), err)
		})
	register(s, operation{id: "publish-" + one, method: post, path: path + "/{id}/publish", tag: tagPromotions, summary: "Publish " + k.what,
		description: "Coupons for general products at once; those for joint products, and test coupons, are handed in for review.", needs: own,
		service: []string{"promo.PublishBatch"}, errors: append(moved, promo.ErrTestCouponOnce)},
		func(ctx context.Context, in *approveInput) (*output[CouponBatchView], error) {
			b, err := s.Promo.PublishBatch(ctx, promo.BatchInput{Actor: actor(ctx), Kind: k.kind, ID: in.ID, Rev: in.Body.Rev})
			return answer(batchOf(b), err)
		})
	register(s, operation{id: "withdraw-" + one, method: post, path: path + "/{id}/withdraw", tag: tagPromotions, summary: "Take " + k.what + " back from review",
		description: "They are a draft again.", needs: own, service: []string{"promo.WithdrawBatch"}, errors: moved},
		func(ctx context.Context, in *approveInput) (*output[CouponBatchView], error) {
			b, err := s.Promo.WithdrawBatch(ctx, promo.BatchInput{Actor: actor(ctx), Kind: k.kind, ID: in.ID, Rev: in.Body.Rev})
			return answer(batchOf(b), err)
		})
	register(s, operation{id: "void-" + one, method: post, path: path + "/{id}/void", tag: tagPromotions, summary: "Void " + k.what,
		description: "For good. What buyers hold cannot be used any more, but for what an unpaid order holds.", needs: own, service: []string{"promo.VoidBatch"},
		errors: append(moved, promo.ErrReason)},
		func(ctx context.Context, in *voidBatchInput) (*output[CouponBatchView], error) {
			b, err := s.Promo.VoidBatch(ctx, promo.BatchInput{Actor: actor(ctx), Kind: k.kind, ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(batchOf(b), err)
		})
}

func (s *server) couponReviews() {
	decides := need(account.OperatorPromotions)
	moved := []*apperr.Error{promo.ErrBatchNotFound, promo.ErrBatchState, promo.ErrBatchChanged}
	register(s, operation{id: "list-coupon-reviews", method: get, path: "/coupon-reviews", tag: tagPromotions, summary: "List coupons that were handed in",
		description: "Those for joint products, and test coupons.", needs: decides, service: []string{"promo.BatchQueue"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *reviewsInput) (*listOutput[CouponBatchView], error) {
			p, err := s.Promo.BatchQueue(ctx, actor(ctx), in.filter(), in.request())
			return listed(p, batchOf), err
		})
	register(s, operation{id: "get-coupon-review", method: get, path: "/coupon-reviews/{id}", tag: tagPromotions, summary: "Get coupons that were handed in",
		description: "With what became of them.", needs: decides, service: []string{"promo.Batch"}, errors: []*apperr.Error{promo.ErrBatchNotFound}},
		func(ctx context.Context, in *IDInput) (*output[batchDetailView], error) {
			d, err := s.Promo.Batch(ctx, actor(ctx), "", in.ID)
			return answer(batchDetailOf(d), err)
		})
	register(s, operation{id: "approve-coupon-batch", method: post, path: "/coupon-reviews/{id}/approve", tag: tagPromotions, summary: "Approve coupons",
		description: "They are published.", needs: decides, service: []string{"promo.ApproveBatch"}, errors: moved},
		func(ctx context.Context, in *approveInput) (*output[CouponBatchView], error) {
			b, err := s.Promo.ApproveBatch(ctx, promo.BatchInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev})
			return answer(batchOf(b), err)
		})
	register(s, operation{id: "reject-coupon-batch", method: post, path: "/coupon-reviews/{id}/reject", tag: tagPromotions, summary: "Send coupons back",
		description: "They are a draft again; the seller reads the reason.", needs: decides, service: []string{"promo.RejectBatch"}, errors: append(moved, promo.ErrReason)},
		func(ctx context.Context, in *rejectInput) (*output[CouponBatchView], error) {
			b, err := s.Promo.RejectBatch(ctx, promo.BatchInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(batchOf(b), err)
		})
}
