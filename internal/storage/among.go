package storage

import "strings"

// Among is a set of ids as one parameter of a statement, so that a list narrowed to some things and one that is not are the
// same statement. The zero value is the set of all. In SQL, with the column and the number of the parameter:
//
//	($9 = "" OR $9 LIKE "%," || product_id || ",%")   -- with the quotes of SQL
type Among string

// AmongIDs is the set of these ids; none is the empty set, not all.
func AmongIDs(ids []string) Among {
	if len(ids) == 0 {
		return ","
	}
	return Among("," + strings.Join(ids, ",") + ",")
}

// Has reports whether an id is in the set.
func (a Among) Has(id string) bool { return a == "" || strings.Contains(string(a), ","+id+",") }
