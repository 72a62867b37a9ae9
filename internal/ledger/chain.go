package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/fnv"
)

// chains is how many chains there are. Changing it would move refs to other chains, which Verify calls a fault.
const chains = 16

// chainOf is the chain of a ref: FNV-1a, both halves folded. It must stay the same for ever.
func chainOf(ref string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(ref))
	sum := h.Sum32()
	return int((sum ^ sum>>16) % chains)
}

// encoding names the form that is hashed; another form needs another name.
const encoding = "souk ledger 1"

// digest is the hash of an entry: SHA-256 over every column of its rows but the hash itself. Texts are preceded by their
// length and numbers have eight bytes, so no two entries have the same form.
func digest(e Entry) string {
	b := make([]byte, 0, 512)
	text := func(s string) {
		b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
		b = append(b, s...)
	}
	number := func(n int64) { b = binary.BigEndian.AppendUint64(b, uint64(n)) }
	text(encoding)
	number(int64(e.Chain))
	number(e.Seq)
	text(e.PrevHash)
	text(e.ID)
	text(e.Kind)
	text(e.Ref)
	number(e.At.UnixMicro())
	number(int64(len(e.Postings)))
	for _, p := range e.Postings {
		text(string(p.Account))
		text(p.Amount.Currency)
		number(p.Amount.Minor)
		number(p.Step)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
