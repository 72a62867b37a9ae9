package order

const turnoverSQL = `
SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT), COUNT(DISTINCT buyer_id) FROM order_orders
WHERE state = 'completed' AND product_id = $1 AND currency = $2 AND ended_at >= $3 AND ended_at < $4`

const monthlyTurnoverSQL = `
SELECT CASE WHEN ended_at < $4 THEN 1 WHEN ended_at < $5 THEN 2 WHEN ended_at < $6 THEN 3 WHEN ended_at < $7 THEN 4 WHEN ended_at < $8 THEN 5
    WHEN ended_at < $9 THEN 6 WHEN ended_at < $10 THEN 7 WHEN ended_at < $11 THEN 8 WHEN ended_at < $12 THEN 9 WHEN ended_at < $13 THEN 10
    WHEN ended_at < $14 THEN 11 ELSE 12 END AS month, CAST(SUM(total) AS BIGINT)
FROM order_orders
WHERE state = 'completed' AND product_id = $1 AND currency = $2 AND ended_at >= $3 AND ended_at < $15
GROUP BY 1 ORDER BY 1`
