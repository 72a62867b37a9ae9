package isv

import (
	"errors"
	"fmt"
)

// Result codes of the interface. Codes from 000100 on belong to NewInstance.
const (
	CodeSuccess         = "000000"
	CodeAuthFailed      = "000001"
	CodeBadRequest      = "000002"
	CodeNoInstance      = "000003"
	CodeInProgress      = "000004"
	CodeInternal        = "000005"
	CodeNoResource      = "000100"
	CodeMobileDuplicate = "000101"
	CodeEmailDuplicate  = "000102"
	CodeNotAgain        = "000103"
	CodeProductError    = "000104"
	CodeBenefitExists   = "000105"
	CodeSoldOut         = "000106"
	CodeDomainDuplicate = "000107"
)

// ResultError is an answer that is not success. Return one from a callback to choose what the marketplace is told; any
// other error becomes 000005 with a neutral text.
type ResultError struct {
	Code string // six digits
	Msg  string // shown to the seller and in some cases to the buyer; at most 255 characters
	Err  error  // the cause; it stays in your log
}

// Error describes the error with its cause, for logs.
func (e *ResultError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("result %s: %s: %v", e.Code, e.Msg, e.Err)
	}
	return fmt.Sprintf("result %s: %s", e.Code, e.Msg)
}

// Unwrap returns the cause.
func (e *ResultError) Unwrap() error { return e.Err }

// Errorf makes a ResultError with a text for the marketplace.
func Errorf(code, format string, args ...any) *ResultError {
	return &ResultError{Code: code, Msg: fmt.Sprintf(format, args...)}
}

// NoInstance says that the instance id is unknown: code 000003.
func NoInstance(id string) *ResultError {
	return Errorf(CodeNoInstance, "instance %s does not exist", id)
}

// InProgress says that the instance is still being opened: code 000004, for QueryInstance.
func InProgress() *ResultError { return Errorf(CodeInProgress, "in progress") }

// Why a call was refused before any callback ran. Verify wraps them in a *ResultError that holds the right code.
var (
	ErrSignatureMissing = errors.New("isv: signature missing")              // 000001
	ErrSignatureWrong   = errors.New("isv: signature wrong")                // 000001
	ErrParameter        = errors.New("isv: timestamp or nonce missing")     // 000002
	ErrStale            = errors.New("isv: timestamp outside the window")   // 000002
	ErrReplay           = errors.New("isv: nonce was used before")          // 000002
	ErrKeys             = errors.New("isv: interface keys not available")   // 000005
	ErrNonceCache       = errors.New("isv: nonce cache not available")      // 000005
	ErrAnswer           = errors.New("isv: callback returned a bad answer") // 000005
)

func refuse(code, msg string, cause error) *ResultError {
	return &ResultError{Code: code, Msg: msg, Err: cause}
}

// asResult finds the answer for an error.
func asResult(err error) *ResultError {
	var result *ResultError
	if errors.As(err, &result) {
		return result
	}
	return refuse(CodeInternal, "internal error", err)
}
