package storage

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// storable returns args with texts that both engines can hold: a zero byte or broken UTF-8 becomes U+FFFD. PostgreSQL
// fails the whole transaction on such a text, even where it is only compared with, and clients can send one wherever they
// name something. What was replaced equals no id of ours, so it is not found.
func storable(args []any) []any {
	out := args
	for i, a := range args {
		s, isText := a.(string)
		if !isText || utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
			continue
		}
		if &out[0] == &args[0] {
			out = slices.Clone(args)
		}
		out[i] = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
	}
	return out
}
