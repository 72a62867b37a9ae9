package seller

const (
	promotedColumns = `SELECT s.id, s.account_id, s.name, s.intro, s.support_email, s.support_phone, s.support_hours, s.created_at, s.info,
    COALESCE(e.state, ''), COALESCE(p.extension, 0), COALESCE(p.phones, '[]'), COALESCE(p.hours, '{}'), COALESCE(t.level, 'certified'),
    (SELECT COUNT(n.id) FROM seller_penalties n WHERE n.seller_id = s.id AND n.state = 'in_force' AND (n.due_at = 0 OR n.due_at > $1)
        AND n.kind IN ('yellow_list', 'blacklist', 'expel'))
FROM seller_sellers s
LEFT JOIN seller_entries e ON e.account_id = s.account_id
LEFT JOIN seller_support p ON p.seller_id = s.id
LEFT JOIN seller_standings t ON t.seller_id = s.id`
	hallSQL     = promotedColumns + ` WHERE t.level = $2 ORDER BY s.id LIMIT $3`
	promotedSQL = promotedColumns + ` WHERE s.id = $2`
)

func scanPromoted(r scanner) (Promoted, error) {
	var out Promoted
	var penalties int
	var err error
	out.Seller, err = scan(func(into ...any) error { return r.Scan(append(into, &out.Level, &penalties)...) })
	out.Barred = penalties > 0 || out.Seller.State != EntryActive
	return out, err
}
