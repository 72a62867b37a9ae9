package wallet

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
)

// Method is how money comes in.
type Method string

// The methods.
const (
	MethodGateway  Method = "gateway"  // online, through a payment gateway
	MethodTransfer Method = "transfer" // bank transfer, confirmed by an operator
)

// Currency is the one currency of wallets today; the tables hold others already.
const Currency = "CNY"

// TopUp is money that an account brings into its wallet.
type TopUp struct {
	ID         string // "top_…"
	AccountID  string
	Method     Method
	State      State
	Amount     money.Amount // announced
	Received   money.Amount // what came in; zero until then
	Gateway    string       // name of the gateway; "" for a transfer
	GatewayRef string       // the gateway's own number of the payment
	// RemittanceCode is what the buyer writes into the transfer's remark (附言), so that the operator finds it.
	RemittanceCode string
	BankReference  string // the bank's number of the transfer
	Back           string // path of the page to return to; "" when there is none
	CreatedAt      time.Time
	DueAt          time.Time // when an unpaid gateway payment expires; zero otherwise
	SubmittedAt    time.Time // when the buyer said that the transfer was made
	DecidedAt      time.Time
	DecidedBy      string // the operator; "" when a gateway decided
	Reason         string // the operator's note or reason

	// PayURL is where to send the buyer's browser. Only TopUp and Pay fill it.
	PayURL string

	key   string // idempotency key
	buyer string // name, for the message to the operators; not stored
}

// Credited reports whether the money is in the wallet.
func (t TopUp) Credited() bool { return t.State == StatePaid || t.State == StateConfirmed }

// Open reports whether the buyer can still do something about it.
func (t TopUp) Open() bool { return t.State == StateCreated || t.State == StateAwaiting }

// The limits of what people type here.
const (
	MinTopUp     = 1_00         // 分: 1.00 元
	MaxTopUp     = 1_000_000_00 // 分: 1,000,000.00 元
	minReceived  = 1
	maxReceived  = 100_000_000_00
	maxReference = 64
	maxReason    = 500
	maxKey       = 128
	maxBack      = 512
)

// payWithin is how long a gateway payment may take.
const payWithin = 2 * time.Hour

// parseAmount reads an amount between min and max 分.
func parseAmount(text string, low, high int64) (money.Amount, *apperr.Error) {
	if strings.TrimSpace(text) == "" {
		return money.Amount{}, ErrAmountMissing
	}
	a, err := money.Parse(text, Currency)
	if err != nil {
		return money.Amount{}, ErrAmountForm
	}
	if a.Minor < low || a.Minor > high {
		return money.Amount{}, ErrAmountRange.With("min", money.CNY(low).Format(), "max", money.CNY(high).Format())
	}
	return a, nil
}

func checkReference(ref string) *apperr.Error {
	bad := func(r rune) bool { return r != '-' && !unicode.IsDigit(r) && !unicode.IsLetter(r) }
	switch {
	case ref == "":
		return ErrBankReferenceMissing
	case utf8.RuneCountInString(ref) > maxReference || strings.ContainsFunc(ref, bad):
		return ErrBankReferenceForm.With("max", maxReference)
	}
	return nil
}

func checkText(text string, limit int) *apperr.Error {
	if utf8.RuneCountInString(text) > limit || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return ErrTextTooLong.With("max", limit)
	}
	return nil
}

// normalReference folds how people copy bank references: spaces and case do not make another transfer.
func normalReference(ref string) string {
	return strings.ToUpper(strings.Join(strings.Fields(ref), ""))
}

// checkBack accepts a path of this site: "//host" and "/\host" are other sites to a browser.
func checkBack(back string) *apperr.Error {
	if back == "" {
		return nil
	}
	if len(back) > maxBack || back[0] != '/' || strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n\t") {
		return ErrBack
	}
	return nil
}
