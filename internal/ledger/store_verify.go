package ledger

// The head comes with its chain in one statement, so both are of one state of the book.
const selectChain = `
SELECT c.seq, c.hash, e.id, e.seq, e.kind, e.ref, e.at, e.prev_hash, e.hash, p.n, p.account, p.currency, p.amount, p.step
FROM ledger_chains c
LEFT JOIN ledger_entries e ON e.chain = c.chain
LEFT JOIN ledger_postings p ON p.entry_id = e.id
WHERE c.chain = $1
ORDER BY e.seq, p.n`

// wholeCheck is a query over the whole book whose every row is a fault.
type wholeCheck struct{ what, query string }

const selectUnbalanced = `
SELECT currency FROM ledger_postings
GROUP BY currency HAVING SUM(amount) <> 0
ORDER BY currency LIMIT 100`

const selectOrphanPostings = `
SELECT p.entry_id FROM ledger_postings p
WHERE NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.id = p.entry_id)
ORDER BY p.entry_id, p.n LIMIT 100`

const selectOrphanEntries = `
SELECT e.id FROM ledger_entries e
WHERE NOT EXISTS (SELECT 1 FROM ledger_chains c WHERE c.chain = e.chain)
ORDER BY e.id LIMIT 100`

const selectGaps = `
SELECT account FROM ledger_postings WHERE step > 0
GROUP BY account, currency HAVING COUNT(*) <> MAX(step)
ORDER BY account, currency LIMIT 100`

// wholeChecks find what no single chain shows. Each is one statement, so it sees one state of the book.
var wholeChecks = []wholeCheck{
	{"the whole book does not sum to zero in", selectUnbalanced},
	{"this posting belongs to no entry:", selectOrphanPostings},
	{"this entry belongs to no chain:", selectOrphanEntries},
	{"the postings of this account are not numbered without a gap:", selectGaps},
}
