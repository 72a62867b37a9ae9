package account

import (
	"slices"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Permission is what a page or an operation needs of whoever asks for it. Each names exactly one; docs/permissions.md is
// the table of permissions and operations, generated from what is registered. Stored and shown by its Code: the numbers
// may change from one build to the next.
type Permission uint8

// Permissions that nobody hands out: who somebody is decides.
const (
	Unnamed  Permission = iota // the zero value: a test fails on a page or an operation that names none
	Public                     // everybody, signed in or not
	SignedIn                   // everybody who is signed in, about themselves
	MainUser                   // the main account of a customer, never a sub-user: admission, sub-users, closing
)

// The menu points of the buyer centre (business-rules 12.1).
const (
	BuyerOverview Permission = iota + 10
	BuyerPurchase
	BuyerServices
	BuyerOrders
	BuyerWallet
	BuyerAgreements
	BuyerFavourites
	BuyerSupervision
	BuyerUnsubscriptions
	BuyerJoint
	BuyerCoupons
	BuyerInvoices
	BuyerRenewals
)

// The menu points of the seller centre (business-rules 12.2).
const (
	SellerOverview Permission = iota + 30
	SellerInfo
	SellerStorefront
	SellerCertification
	SellerSupport
	SellerAgreements
	SellerTopUpService
	SellerProducts
	SellerApplications
	SellerAssets
	SellerAttributes
	SellerCredit
	SellerStock
	SellerQuestions
	SellerProductAnalysis
	SellerSalesConfig
	SellerNeeds
	SellerOffers
	SellerCoupons
	SellerResale
	SellerOrders
	SellerUnsubscriptions
	SellerInvoices
	SellerRatings
	SellerSupervision
	SellerTransactions
	SellerStatements
	SellerExports
	SellerBusinessData
	SellerJointActivity
	SellerDebugging
	SellerCredentials
	SellerAddresses
	SellerKeys
	SellerScans
	SellerCalls
	SellerOrderNotices
	SellerPlans
	SellerJointPublish // business-rules 2.9: publishing a joint product is a permission of its own
	SellerMarketing
	SellerBusinessPlan
	SellerTestCoupons
	SellerTickets
)

// What belongs to the organisation and may be handed to sub-users.
const (
	OrgAudit Permission = iota + 90
)

// The duties of operators (business-rules 12.8).
const (
	OperatorOverview Permission = iota + 95
	OperatorApplications
	OperatorVerifications
	OperatorSellers
	OperatorSellerReviews
	OperatorCertifications
	OperatorPenalties
	OperatorAccounts
	OperatorAccountCare
	OperatorTransfers
	OperatorOrders
	OperatorCalls
	OperatorHealth
	OperatorAgreements
	OperatorTemplates
	OperatorAudit
	OperatorStaff
	OperatorFeedback
	OperatorPromotions
	OperatorCash
	OperatorJoint
	OperatorHome
	OperatorAssets
)

// Role is a role of an operator; an operator may have several.
type Role string

// The roles.
const (
	RoleReview        Role = "review"        // decides on applications, verifications and certifications
	RoleFinance       Role = "finance"       // money that comes and goes
	RoleSupport       Role = "support"       // looks into orders, calls and accounts
	RoleCatalogue     Role = "catalogue"     // products and how the store shows them
	RoleAdministrator Role = "administrator" // everything, operators and agreements included
)

// Roles are all roles.
func Roles() []Role {
	return []Role{RoleReview, RoleFinance, RoleSupport, RoleCatalogue, RoleAdministrator}
}

// Sides that a permission can be on; those of the organisation and of nobody in particular have none.
const sideNone Kind = ""

// PermissionInfo describes a permission.
type PermissionInfo struct {
	Permission Permission
	Code       string // "seller.products": stable, stored in groups and shown in the API
	Side       Kind   // whose it is; "" for the organisation's and for Public, SignedIn and MainUser
	Name       i18n.Text
	Roles      []Role // operators with one of these have it, besides administrators; nil on other sides
	// Planned is a menu point whose pages come later. A group may hold it already.
	Planned bool
}

// Grantable reports whether a main account may give it to sub-users.
func (p PermissionInfo) Grantable() bool {
	return p.Permission > MainUser && p.Side != Operator
}

var permissions = []PermissionInfo{
	{Public, "public", sideNone, i18n.Text{ZH: "所有人", EN: "Everybody"}, nil, false},
	{SignedIn, "signed_in", sideNone, i18n.Text{ZH: "已登录用户", EN: "Everybody signed in"}, nil, false},
	{MainUser, "main_user", sideNone, i18n.Text{ZH: "主账号", EN: "Main account"}, nil, false},

	{BuyerOverview, "buyer.overview", Buyer, i18n.Text{ZH: "买家总览", EN: "Buyer overview"}, nil, false},
	{BuyerPurchase, "buyer.purchase", Buyer, i18n.Text{ZH: "下单购买", EN: "Place and pay orders"}, nil, false},
	{BuyerServices, "buyer.services", Buyer, i18n.Text{ZH: "已购买的服务", EN: "Purchased services"}, nil, false},
	{BuyerOrders, "buyer.orders", Buyer, i18n.Text{ZH: "我的订单", EN: "My orders"}, nil, false},
	{BuyerWallet, "buyer.wallet", Buyer, i18n.Text{ZH: "账户余额与充值", EN: "Balance and top-ups"}, nil, false},
	{BuyerAgreements, "buyer.agreements", Buyer, i18n.Text{ZH: "我的协议（买家）", EN: "My agreements (buyer)"}, nil, false},
	{BuyerFavourites, "buyer.favourites", Buyer, i18n.Text{ZH: "我的收藏", EN: "Favourites"}, nil, false},
	{BuyerSupervision, "buyer.supervision", Buyer, i18n.Text{ZH: "服务监管（买家）", EN: "Supervision (buyer)"}, nil, true},
	{BuyerUnsubscriptions, "buyer.unsubscriptions", Buyer, i18n.Text{ZH: "退订管理（买家）", EN: "Unsubscriptions (buyer)"}, nil, true},
	{BuyerJoint, "buyer.joint", Buyer, i18n.Text{ZH: "联营服务", EN: "Joint services"}, nil, true},
	{BuyerCoupons, "buyer.coupons", Buyer, i18n.Text{ZH: "优惠券", EN: "Coupons (buyer)"}, nil, false},
	{BuyerInvoices, "buyer.invoices", Buyer, i18n.Text{ZH: "发票管理（买家）", EN: "Invoices (buyer)"}, nil, true},
	{BuyerRenewals, "buyer.renewals", Buyer, i18n.Text{ZH: "续费管理", EN: "Renewals"}, nil, true},

	{SellerOverview, "seller.overview", Seller, i18n.Text{ZH: "商家总览", EN: "Seller overview"}, nil, false},
	{SellerInfo, "seller.info", Seller, i18n.Text{ZH: "商家信息", EN: "Seller information"}, nil, false},
	{SellerStorefront, "seller.storefront", Seller, i18n.Text{ZH: "店铺", EN: "Storefront"}, nil, false},
	{SellerCertification, "seller.certification", Seller, i18n.Text{ZH: "商业信息认证", EN: "Business certification"}, nil, false},
	{SellerSupport, "seller.support", Seller, i18n.Text{ZH: "服务与支持", EN: "Service and support"}, nil, false},
	{SellerAgreements, "seller.agreements", Seller, i18n.Text{ZH: "我的协议（商家）", EN: "My agreements (seller)"}, nil, false},
	{SellerTopUpService, "seller.topup_service", Seller, i18n.Text{ZH: "充值管理", EN: "Top-up service"}, nil, true},
	{SellerProducts, "seller.products", Seller, i18n.Text{ZH: "我的商品", EN: "My products"}, nil, false},
	{SellerApplications, "seller.applications", Seller, i18n.Text{ZH: "我的申请与草稿箱", EN: "My applications and drafts"}, nil, false},
	{SellerAssets, "seller.assets", Seller, i18n.Text{ZH: "我的资产", EN: "My assets"}, nil, false},
	{SellerAttributes, "seller.attributes", Seller, i18n.Text{ZH: "属性管理", EN: "Attributes"}, nil, true},
	{SellerCredit, "seller.credit", Seller, i18n.Text{ZH: "信控设置", EN: "Credit control"}, nil, false},
	{SellerStock, "seller.stock", Seller, i18n.Text{ZH: "库存管理", EN: "Stock"}, nil, false},
	{SellerQuestions, "seller.questions", Seller, i18n.Text{ZH: "问答管理", EN: "Questions"}, nil, false},
	{SellerProductAnalysis, "seller.product_analysis", Seller, i18n.Text{ZH: "商品分析", EN: "Product analysis"}, nil, true},
	{SellerSalesConfig, "seller.sales_config", Seller, i18n.Text{ZH: "销售配置", EN: "Sales configuration"}, nil, false},
	{SellerNeeds, "seller.needs", Seller, i18n.Text{ZH: "客户需求管理", EN: "Customer needs"}, nil, true},
	{SellerOffers, "seller.offers", Seller, i18n.Text{ZH: "专属优惠", EN: "Private offers"}, nil, false},
	{SellerCoupons, "seller.coupons", Seller, i18n.Text{ZH: "代金券", EN: "Coupons (seller)"}, nil, false},
	{SellerResale, "seller.resale", Seller, i18n.Text{ZH: "转售商务授权", EN: "Resale discounts"}, nil, false},
	{SellerOrders, "seller.orders", Seller, i18n.Text{ZH: "订单列表", EN: "Order list"}, nil, false},
	{SellerUnsubscriptions, "seller.unsubscriptions", Seller, i18n.Text{ZH: "退订管理（商家）", EN: "Unsubscriptions (seller)"}, nil, true},
	{SellerInvoices, "seller.invoices", Seller, i18n.Text{ZH: "发票管理（商家）", EN: "Invoices (seller)"}, nil, true},
	{SellerRatings, "seller.ratings", Seller, i18n.Text{ZH: "评价管理", EN: "Ratings"}, nil, false},
	{SellerSupervision, "seller.supervision", Seller, i18n.Text{ZH: "服务监管（商家）", EN: "Supervision (seller)"}, nil, true},
	{SellerTransactions, "seller.transactions", Seller, i18n.Text{ZH: "交易明细", EN: "Transaction details"}, nil, true},
	{SellerStatements, "seller.statements", Seller, i18n.Text{ZH: "账单管理", EN: "Statements"}, nil, true},
	{SellerExports, "seller.exports", Seller, i18n.Text{ZH: "导出记录", EN: "Exports"}, nil, true},
	{SellerBusinessData, "seller.business_data", Seller, i18n.Text{ZH: "经营数据", EN: "Business data"}, nil, true},
	{SellerJointActivity, "seller.joint_activity", Seller, i18n.Text{ZH: "联营活跃用户", EN: "Active joint users"}, nil, true},
	{SellerDebugging, "seller.debugging", Seller, i18n.Text{ZH: "接入调试", EN: "Interface debugging"}, nil, true},
	{SellerCredentials, "seller.credentials", Seller, i18n.Text{ZH: "应用凭证", EN: "Application credentials"}, nil, true},
	{SellerAddresses, "seller.addresses", Seller, i18n.Text{ZH: "生产地址", EN: "Production addresses"}, nil, true},
	{SellerKeys, "seller.keys", Seller, i18n.Text{ZH: "密钥管理", EN: "Interface keys"}, nil, false},
	{SellerScans, "seller.scans", Seller, i18n.Text{ZH: "SaaS 扫描", EN: "SaaS scans"}, nil, true},
	{SellerCalls, "seller.calls", Seller, i18n.Text{ZH: "生产接口消息", EN: "Production interface messages"}, nil, false},
	{SellerOrderNotices, "seller.order_notices", Seller, i18n.Text{ZH: "订单通知", EN: "Order notices"}, nil, true},
	{SellerPlans, "seller.joint_plan", Seller, i18n.Text{ZH: "伙伴计划与认证", EN: "Partner plans and certificates"}, nil, false},
	{SellerJointPublish, "seller.joint_publish", Seller, i18n.Text{ZH: "发布联营商品", EN: "Publish joint products"}, nil, true},
	{SellerMarketing, "seller.marketing", Seller, i18n.Text{ZH: "商家营销支持", EN: "Marketing support"}, nil, true},
	{SellerBusinessPlan, "seller.business_plan", Seller, i18n.Text{ZH: "商业规划", EN: "Business plans"}, nil, false},
	{SellerTestCoupons, "seller.test_coupons", Seller, i18n.Text{ZH: "测试券管理", EN: "Test coupons"}, nil, false},
	{SellerTickets, "seller.tickets", Seller, i18n.Text{ZH: "客户工单", EN: "Customer tickets"}, nil, true},

	{OrgAudit, "org.audit", sideNone, i18n.Text{ZH: "操作日志", EN: "Audit log"}, nil, false},

	{OperatorOverview, "operator.overview", Operator, i18n.Text{ZH: "运营总览", EN: "Operator overview"}, Roles(), false},
	{OperatorApplications, "operator.applications", Operator, i18n.Text{ZH: "商品审核", EN: "Product review"}, []Role{RoleReview, RoleCatalogue}, false},
	{OperatorVerifications, "operator.verifications", Operator, i18n.Text{ZH: "实名认证审核", EN: "Real-name review"}, []Role{RoleReview}, false},
	{OperatorSellers, "operator.sellers", Operator, i18n.Text{ZH: "商家查询", EN: "Look up sellers"}, []Role{RoleReview, RoleFinance, RoleSupport, RoleCatalogue}, false},
	{OperatorSellerReviews, "operator.seller_reviews", Operator, i18n.Text{ZH: "商家审核", EN: "Seller review"}, []Role{RoleReview}, false},
	{OperatorCertifications, "operator.certifications", Operator, i18n.Text{ZH: "商业信息认证审核", EN: "Business certification review"}, []Role{RoleReview, RoleFinance}, false},
	{OperatorPenalties, "operator.penalties", Operator, i18n.Text{ZH: "商家处罚", EN: "Penalties"}, []Role{RoleReview}, false},
	{OperatorAccounts, "operator.accounts", Operator, i18n.Text{ZH: "账号查询", EN: "Look up accounts"}, []Role{RoleReview, RoleSupport}, false},
	{OperatorAccountCare, "operator.account_care", Operator, i18n.Text{ZH: "停用账号与重置两步验证", EN: "Block accounts and reset second factors"}, []Role{RoleSupport}, false},
	{OperatorFeedback, "operator.feedback", Operator, i18n.Text{ZH: "评价、问答与举报", EN: "Ratings, questions and reports"}, []Role{RoleReview, RoleCatalogue}, false},
	{OperatorTransfers, "operator.transfers", Operator, i18n.Text{ZH: "银行转账", EN: "Bank transfers"}, []Role{RoleFinance}, false},
	{OperatorOrders, "operator.orders", Operator, i18n.Text{ZH: "订单查询", EN: "Orders"}, []Role{RoleFinance, RoleSupport, RoleCatalogue}, false},
	{OperatorCalls, "operator.calls", Operator, i18n.Text{ZH: "接口调用", EN: "Interface calls"}, []Role{RoleSupport, RoleReview}, false},
	{OperatorHealth, "operator.health", Operator, i18n.Text{ZH: "系统健康", EN: "System health"}, []Role{RoleSupport, RoleFinance}, false},
	{OperatorAgreements, "operator.agreements", Operator, i18n.Text{ZH: "协议管理", EN: "Agreements"}, nil, false},
	{OperatorTemplates, "operator.templates", Operator, i18n.Text{ZH: "消息模板", EN: "Message templates"}, []Role{RoleSupport}, false},
	{OperatorAudit, "operator.audit", Operator, i18n.Text{ZH: "全部操作日志", EN: "Audit log of all accounts"}, nil, false},
	{OperatorStaff, "operator.staff", Operator, i18n.Text{ZH: "运营人员与角色", EN: "Operators and roles"}, nil, false},
	{OperatorPromotions, "operator.promotions", Operator, i18n.Text{ZH: "优惠审批与规则", EN: "Coupons, offers and resale discounts"}, []Role{RoleReview, RoleCatalogue}, false},
	{OperatorHome, "operator.home", Operator, i18n.Text{ZH: "首页运营", EN: "Home page of the store"}, []Role{RoleCatalogue}, false},
	{OperatorCash, "operator.cash_coupons", Operator, i18n.Text{ZH: "现金券发放", EN: "Cash coupons"}, []Role{RoleFinance}, false},
	{OperatorJoint, "operator.joint", Operator, i18n.Text{ZH: "联营审核", EN: "Joint certifications and business plans"}, []Role{RoleReview, RoleCatalogue}, false},
	{OperatorAssets, "operator.assets", Operator, i18n.Text{ZH: "资产扫描与申诉", EN: "Scans of assets and appeals"}, []Role{RoleReview, RoleCatalogue}, false},
}

// Permissions describes every permission, in the order of the menus.
func Permissions() []PermissionInfo { return slices.Clone(permissions) }

// Info describes p; the zero value for one that is not in the table.
func (p Permission) Info() PermissionInfo {
	for _, x := range permissions {
		if x.Permission == p {
			return x
		}
	}
	return PermissionInfo{}
}

// String is the code.
func (p Permission) String() string { return p.Info().Code }

// ParsePermission finds a permission by its code.
func ParsePermission(code string) (Permission, bool) {
	for _, x := range permissions {
		if x.Code == code {
			return x.Permission, true
		}
	}
	return Unnamed, false
}

// permissionSet holds permissions as bits, so that an Actor stays a small comparable value and a check is one shift.
type permissionSet [2]uint64

func (s *permissionSet) add(p Permission)     { s[p/64] |= 1 << (p % 64) }
func (s permissionSet) has(p Permission) bool { return p/64 < 2 && s[p/64]&(1<<(p%64)) != 0 }

// within is what both hold.
func (s permissionSet) within(other permissionSet) permissionSet {
	return permissionSet{s[0] & other[0], s[1] & other[1]}
}

// sideSet are all permissions of the sides, and those of the organisation.
func sideSet(sides ...Kind) permissionSet {
	var s permissionSet
	for _, p := range permissions {
		if p.Grantable() && (p.Side == sideNone || slices.Contains(sides, p.Side)) {
			s.add(p.Permission)
		}
	}
	return s
}

// roleSet is what an operator with the roles may do.
func roleSet(roles []Role) permissionSet {
	var s permissionSet
	for _, p := range permissions {
		if p.Side != Operator {
			continue
		}
		if slices.Contains(roles, RoleAdministrator) || slices.ContainsFunc(p.Roles, func(r Role) bool { return slices.Contains(roles, r) }) {
			s.add(p.Permission)
		}
	}
	return s
}

// permitted is what somebody may do: a main account everything on its sides, a sub-user what its groups give of that, an
// operator what the roles give. codes that this build does not know are skipped.
func permitted(kind Kind, sub bool, codes []string, roles []Role) permissionSet {
	var all permissionSet
	switch kind {
	case Buyer:
		all = sideSet(Buyer)
	case Seller: // an admitted seller buys like everybody else
		all = sideSet(Buyer, Seller)
	case Operator:
		all = roleSet(roles)
	}
	all.add(SignedIn)
	if !sub {
		if kind != Operator {
			all.add(MainUser)
		}
		return all
	}
	var given permissionSet
	given.add(SignedIn)
	for _, code := range codes {
		if p, ok := ParsePermission(code); ok && all.has(p) {
			given.add(p)
		}
	}
	return given
}
