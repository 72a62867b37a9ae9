package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// encoding names the form that is hashed; another form needs another name.
const encoding = "souk audit 1"

// digest is the hash of an entry: SHA-256 over every column but the hash itself. Texts are preceded by their length and
// numbers have eight bytes, so no two entries have the same form.
func digest(e Entry) string {
	b := make([]byte, 0, 512)
	number := func(n int64) { b = binary.BigEndian.AppendUint64(b, uint64(n)) }
	text := func(s string) {
		number(int64(len(s)))
		b = append(b, s...)
	}
	text(encoding)
	text(e.Log)
	number(e.Seq)
	text(e.PrevHash)
	number(e.At.UnixMicro())
	for _, s := range []string{e.ID, e.Action.Code, e.Action.Name.ZH, e.Action.Name.EN, e.Origin.AccountID, e.Origin.UserID, e.Origin.Name,
		e.Origin.Via, e.Origin.Address, e.Origin.Agent, e.Object, e.Before, e.After, e.Reason} {
		text(s)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
