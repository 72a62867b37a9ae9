package seller

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/storage"
)

// Letter is the letter in which a seller promises to handle data lawfully (business-rules 13.1): signed and sealed.
type Letter struct {
	File string `json:"file"` // id of a file, purpose seller_compliance
	Name string `json:"name"` // of the file
}

func (l Letter) check(bad *apperr.Fields) {
	if l.File == "" {
		bad.Add("letter", ErrFieldMissing)
	}
}

// ComplianceNone is the state of a seller that never handed a letter in; the other states are those of a change.
const ComplianceNone = "none"

// EventUpload hands a letter in.
const EventUpload = "upload"

// ComplianceMachine is business-rules 13.1. The row that carries it is a change of its own for every letter, so that a
// letter which was approved stays in force while a newer one is reviewed.
var ComplianceMachine = state.New("seller.compliance",
	state.Transition{From: ComplianceNone, Event: EventUpload, To: ChangeInReview, Note: "seller"},
	state.Transition{From: ChangeInReview, Event: EventApprove, To: ChangeApproved, Note: "operator"},
	state.Transition{From: ChangeInReview, Event: EventReject, To: ChangeRejected, Note: "operator, with a reason"},
	state.Transition{From: ChangeRejected, Event: EventUpload, To: ChangeInReview, Note: "seller"},
	state.Transition{From: ChangeApproved, Event: EventUpload, To: ChangeInReview, Note: "seller; the approved letter holds meanwhile"},
)

// Compliance is where a seller stands with its letter.
type Compliance struct {
	State    string  // ComplianceNone, or the state of the newest letter
	Approved bool    // a letter is in force
	Last     *Change // the newest letter; nil for none
}

// CanUpload reports whether a letter may be handed in now.
func (c Compliance) CanUpload() bool { return ComplianceMachine.Can(c.State, EventUpload) }

// ComplianceOf returns where the actor's seller stands. Errors: ErrSellerNotFound, ErrForbidden.
func (s *Service) ComplianceOf(ctx context.Context, actor account.Actor) (Compliance, error) {
	own, err := s.own(ctx, actor, account.SellerInfo)
	if err != nil {
		return Compliance{}, err
	}
	return compliance(ctx, s.db.Reader(), own.ID)
}

func compliance(ctx context.Context, q storage.Querier, sellerID string) (Compliance, error) {
	out := Compliance{State: ComplianceNone}
	last, err := optional(lastChange(ctx, q, sellerID, ChangeCompliance, ""))
	if err != nil {
		return out, err
	}
	open, err := optional(openChange(ctx, q, sellerID, ChangeCompliance))
	if err != nil {
		return out, err
	}
	if open != nil {
		last = open
	}
	if last == nil {
		return out, nil
	}
	out.Last, out.State = last, last.State
	out.Approved, err = complianceApproved(ctx, q, sellerID)
	return out, err
}

// ComplianceApproved reports whether a seller's letter is in force: nobody publishes data without it.
func (s *Service) ComplianceApproved(ctx context.Context, sellerID string) (bool, error) {
	return complianceApproved(ctx, s.db.Reader(), sellerID)
}

func complianceApproved(ctx context.Context, q storage.Querier, sellerID string) (bool, error) {
	_, err := lastChange(ctx, q, sellerID, ChangeCompliance, ChangeApproved)
	if errors.Is(err, ErrChangeNotFound) {
		return false, nil
	}
	return err == nil, err
}

// UploadLetterInput is a sealed letter: File is the id of an upload.
type UploadLetterInput struct {
	Actor account.Actor
	File  string
}

// UploadLetter hands a letter in; the operators are told. Errors: field errors of letter, ErrChangeReviewing while
// another one is with them.
func (s *Service) UploadLetter(ctx context.Context, in UploadLetterInput) (Change, error) {
	save := SaveChangeInput{Actor: in.Actor, Kind: ChangeCompliance, Content: ChangeContent{Letter: &Letter{File: in.File}}}
	own, content, err := s.readChange(ctx, save)
	if err != nil {
		return Change{}, err
	}
	var bad apperr.Fields
	content.Letter.check(&bad)
	if err := bad.Err(); err != nil {
		return Change{}, err
	}
	f, err := s.files.Get(ctx, content.Letter.File)
	if err != nil {
		return Change{}, err
	}
	content.Letter.Name = f.Name
	var out Change
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		now, err := compliance(ctx, tx, own.ID)
		if err != nil {
			return err
		}
		if !now.CanUpload() {
			return ErrChangeReviewing
		}
		live, err := s.live(ctx, tx, own, ChangeCompliance)
		if err != nil {
			return err
		}
		draft, err := s.saveTx(ctx, tx, own, save, content)
		if errors.Is(err, ErrChangeStale) {
			return ErrChangeReviewing // sent twice at once: the other one is there
		}
		if err != nil {
			return err
		}
		out, err = s.submitChangeTx(ctx, tx, draft, live)
		return err
	})
	return out, err
}
