package storage

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// Violation is a broken unique constraint: the table and its columns.
type Violation struct {
	Table   string
	Columns []string
}

// On reports whether the constraint includes the column.
func (v Violation) On(column string) bool { return slices.Contains(v.Columns, column) }

// The result codes of SQLite for a broken UNIQUE and a broken PRIMARY KEY.
const (
	sqliteUnique     = 2067
	sqlitePrimaryKey = 1555
)

var pgKey = regexp.MustCompile(`^Key \(([^)]*)\)=`)

// IsUnique reports a broken unique constraint on either engine. It is the one place that knows their error texts.
// After it PostgreSQL refuses the rest of the transaction, so return an error from it.
func IsUnique(err error) (Violation, bool) {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "23505" {
		v := Violation{Table: pg.TableName}
		if m := pgKey.FindStringSubmatch(pg.Detail); m != nil {
			for c := range strings.SplitSeq(m[1], ",") {
				v.Columns = append(v.Columns, strings.Trim(strings.TrimSpace(c), `"`))
			}
		}
		return v, true
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) && (lite.Code() == sqliteUnique || lite.Code() == sqlitePrimaryKey) {
		_, list, _ := strings.Cut(lite.Error(), "UNIQUE constraint failed: ")
		list, _, _ = strings.Cut(list, " (")
		var v Violation
		for c := range strings.SplitSeq(list, ",") {
			table, column, _ := strings.Cut(strings.TrimSpace(c), ".")
			v.Table = table
			v.Columns = append(v.Columns, column)
		}
		return v, true
	}
	return Violation{}, false
}
