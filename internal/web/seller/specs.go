package seller

import (
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

// What the product form does with its list of specs. All of it saves the draft first.
const (
	specNew    = "spec.new"
	specEdit   = "spec.edit."
	specCopy   = "spec.copy."
	specUp     = "spec.up."
	specDown   = "spec.down."
	specRemove = "spec.remove."
)

// arranged is the list of specs after the action of a button, and the page to go on to: part of the address below the
// application's. An action that names no spec changes nothing: the page it came from is old.
func arranged(specs []catalog.Spec, do string) (list []catalog.Spec, next string, bad error) {
	list, next = slices.Clone(specs), ""
	if do == specNew {
		return list, "/specs/new", full(list)
	}
	action, at, _ := cutLast(do)
	n, err := strconv.Atoi(at)
	if !strings.HasPrefix(do, "spec.") || err != nil || n < 0 || n >= len(list) {
		return list, next, nil
	}
	next = "#spec"
	switch action {
	case specEdit:
		next = "/specs/" + at
	case specCopy:
		list = slices.Insert(list, n+1, list[n].Copy())
		next, bad = "/specs/"+strconv.Itoa(n+1), full(specs)
	case specUp:
		list[max(n-1, 0)], list[n] = list[n], list[max(n-1, 0)]
	case specDown:
		last := min(n+1, len(list)-1)
		list[last], list[n] = list[n], list[last]
	case specRemove:
		list = slices.Delete(list, n, n+1)
	}
	return list, next, bad
}

func full(list []catalog.Spec) error {
	var f apperr.Fields
	if len(list) >= catalog.MaxSpecs {
		f.Add("specs", ErrTooManySpecs.With("max", catalog.MaxSpecs))
	}
	return f.Err()
}

// cutLast cuts "spec.copy.1" into "spec.copy." and "1".
func cutLast(s string) (before, after string, found bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return s, "", false
	}
	return s[:i+1], s[i+1:], true
}

// onSale reports whether a spec is in the live version: then it cannot be removed (business-rules 4.3).
func onSale(live *catalog.Content, s catalog.Spec) bool {
	if live == nil || s.ID == "" {
		return false
	}
	_, there := live.Spec(s.ID)
	return there
}
