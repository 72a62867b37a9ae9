package ledger

import (
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/money"
)

// Account names one side of a posting: its kind, a colon, and whose it is.
type Account string

// The kinds of accounts (design 6).
const (
	kindWallet   = "wallet"
	kindEscrow   = "escrow"
	kindSeller   = "seller"
	kindPlatform = "platform"
	kindGateway  = "gateway"
	kindBank     = "bank"
)

// Wallet is the money that an account of the market may spend.
func Wallet(accountID string) Account { return Account(kindWallet + ":" + accountID) }

// Escrow is the money held for an order until it is delivered or given back (交易担保).
func Escrow(orderID string) Account { return Account(kindEscrow + ":" + orderID) }

// SellerPayable is what we owe a seller.
func SellerPayable(sellerID string) Account { return Account(kindSeller + ":" + sellerID) }

// PlatformFee is the market's own revenue.
func PlatformFee() Account { return kindPlatform + ":fee" }

// Gateway is the clearing account of a payment gateway.
func Gateway(name string) Account { return Account(kindGateway + ":" + name) }

// BankClearing is the market's bank account as the ledger sees it.
func BankClearing() Account { return kindBank + ":clearing" }

// Owner is the part after the kind: the account, order, seller or gateway.
func (a Account) Owner() string {
	_, owner, _ := strings.Cut(string(a), ":")
	return owner
}

func (a Account) kind() string {
	kind, _, _ := strings.Cut(string(a), ":")
	return kind
}

func (a Account) valid() bool {
	switch a.kind() {
	case kindWallet, kindEscrow, kindSeller, kindPlatform, kindGateway, kindBank:
		return a.Owner() != ""
	}
	return false
}

// keepsStatement reports whether the postings of the account are numbered (invariant 5).
func (a Account) keepsStatement() bool { return a.kind() == kindWallet }

// Posting changes Account by Amount (signed, never zero). Step is the place in the account's own history: 1, 2, 3, …
// for a wallet, whose room counts them; 0 for every other account.
type Posting struct {
	Account Account
	Amount  money.Amount
	Step    int64
}

// Draft is an entry that is to be posted. Kind and Ref together name it for ever.
type Draft struct {
	Kind     string
	Ref      string
	Postings []Posting
}

// Entry is a posted entry. Hash and PrevHash are SHA-256 in hexadecimal; PrevHash is "" for the first of a chain.
type Entry struct {
	ID       string
	Kind     string
	Ref      string
	At       time.Time
	Postings []Posting
	Chain    int
	Seq      int64
	PrevHash string
	Hash     string
}

// maxPostings bounds an entry, so that it stays one statement.
const maxPostings = 200

// check holds invariants 1 and 5 for a draft.
func (d Draft) check() error {
	if d.Kind == "" || d.Ref == "" || len(d.Postings) < 2 || len(d.Postings) > maxPostings {
		return ErrMalformed
	}
	for _, p := range d.Postings {
		if !p.Account.valid() || p.Amount.Currency == "" || p.Amount.IsZero() || (p.Step > 0) != p.Account.keepsStatement() || p.Step < 0 {
			return ErrMalformed
		}
	}
	if !balanced(d.Postings) {
		return ErrUnbalanced
	}
	return nil
}

// balanced reports whether the postings sum to zero in each currency. A sum that overflows is not zero.
func balanced(ps []Posting) bool {
	sums := make(map[string]money.Amount, 1)
	for _, p := range ps {
		sum, seen := sums[p.Amount.Currency]
		if !seen {
			sum = money.New(0, p.Amount.Currency)
		}
		sum, err := sum.Add(p.Amount)
		if err != nil {
			return false
		}
		sums[p.Amount.Currency] = sum
	}
	for _, sum := range sums {
		if !sum.IsZero() {
			return false
		}
	}
	return true
}

// Reverse drafts the entry that undoes e under its own kind and ref. The caller numbers the steps of wallets anew.
func Reverse(e Entry, kind, ref string) Draft {
	d := Draft{Kind: kind, Ref: ref, Postings: make([]Posting, len(e.Postings))}
	for i, p := range e.Postings {
		d.Postings[i] = Posting{Account: p.Account, Amount: p.Amount.Neg()}
	}
	return d
}
