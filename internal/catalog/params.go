package catalog

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// ExtParam is an extension parameter that the buyer fills in when ordering (business-rules 4.8: at most 3).
// Pattern is RE2 and must match the whole value, with or without ^ and $; "" takes anything.
type ExtParam struct {
	Code     string    `json:"code"`
	Label    i18n.Text `json:"label"`
	Help     i18n.Text `json:"help"`
	Required bool      `json:"required"`
	MaxLen   int       `json:"max_len"`
	Pattern  string    `json:"pattern"`

	re *regexp.Regexp // compiled once for a listing; nil elsewhere
}

// Equal compares what the seller defined.
func (p ExtParam) Equal(q ExtParam) bool {
	p.re, q.re = nil, nil
	return p == q
}

// maxProgram bounds the compiled size of a pattern: a short text can stand for a long program.
const maxProgram = 4000

// compilePattern compiles a pattern so that it matches whole values only.
func compilePattern(pattern string) (*regexp.Regexp, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl) // alone first: "a)|(b" would be fine inside our group
	if err != nil {
		return nil, err
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, err
	}
	if len(prog.Inst) > maxProgram {
		return nil, fmt.Errorf("pattern compiles to %d instructions", len(prog.Inst))
	}
	return regexp.Compile(`\A(?:` + pattern + `)\z`)
}

func checkParams(f *apperr.Fields, params []ExtParam) {
	if len(params) > maxParams {
		f.Add("params", ErrParams.With("max", maxParams))
	}
	codes := map[string]bool{}
	for i, p := range params {
		field := fmt.Sprintf("param_%d", i)
		switch {
		case !paramCode.MatchString(p.Code):
			f.Add(field+"_code", ErrParamCode)
		case codes[p.Code]:
			f.Add(field+"_code", ErrParamTwice)
		}
		codes[p.Code] = true
		bilingual(f, field+"_label", p.Label, 1, maxLabel)
		bilingual(f, field+"_help", p.Help, 0, maxHelp)
		if p.MaxLen < 1 || p.MaxLen > maxParamLen {
			f.Add(field+"_max_len", ErrParamMaxLen.With("max", maxParamLen))
		}
		_, err := compilePattern(p.Pattern)
		if err != nil || utf8.RuneCountInString(p.Pattern) > maxPattern {
			f.Add(field+"_pattern", ErrParamPattern.With("max", maxPattern))
		}
	}
}

// CheckParams checks what a buyer typed for a product's parameters and returns it trimmed, without empty values.
// The fields of its errors are "param_" and the code.
func CheckParams(params []ExtParam, values map[string]string) (map[string]string, error) {
	var f apperr.Fields
	out, known := make(map[string]string, len(params)), make(map[string]bool, len(params))
	for _, p := range params {
		known[p.Code] = true
		value := strings.TrimSpace(values[p.Code])
		if e := p.check(value); e != nil {
			f.Add("param_"+p.Code, e)
		} else if value != "" {
			out[p.Code] = value
		}
	}
	for code, value := range values {
		if !known[code] && value != "" {
			f.Add("param_"+code, ErrParamUnknown)
		}
	}
	return out, f.Err()
}

func (p ExtParam) check(value string) *apperr.Error {
	switch {
	case value == "" && p.Required:
		return ErrFieldRequired
	case value == "":
		return nil
	case utf8.RuneCountInString(value) > p.MaxLen:
		return ErrFieldTooLong.With("max", p.MaxLen)
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return ErrParamValue
	case p.Pattern == "":
		return nil
	}
	re := p.re
	if re == nil {
		var err error
		if re, err = compilePattern(p.Pattern); err != nil {
			return ErrParamValue // cannot be: it compiled when it was submitted
		}
	}
	if !re.MatchString(value) {
		return ErrParamValue
	}
	return nil
}
