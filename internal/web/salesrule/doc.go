// Package salesrule is the pages on which a seller says who may buy, try and pay by credit, and how many pieces are left
// (销售配置管理, 信控设置, 商品库存管理, business-rules 5.1 to 5.5).
//
// Invariants:
//
//  1. What was typed survives a refusal.
//  2. A rule under which nobody can buy or try says so on its page.
//  3. Whoever takes a customer off a list is asked, and reads what ends.
//  4. Only products on sale are there (5.1, 5.2).
package salesrule
