package catalog

import "github.com/souk-market/souk/internal/kernel/apperr"

// What is wrong with a spec's way of charging (business-rules 4.6 to 4.8, 4.15, open-apis B1, E1 to E3).
var (
	ErrCharge = apperr.Def(apperr.Invalid, "spec_charge",
		"This delivery type can be charged in these ways: {allowed}.", "该交付方式支持的计费方式：{allowed}。")
	ErrPackagePlain = apperr.Def(apperr.Invalid, "package_attributes",
		"A package has one price for each period and no attributes.", "套餐包按周期统一定价，不能设置属性。")
	ErrNoAttributes = apperr.Def(apperr.Invalid, "attributes_not_here",
		"Products of this delivery type have one price for each period. Use a spec for each edition.", "该交付方式只支持简单模板，请用多个规格区分版本。")
	ErrHardwareSKU = apperr.Def(apperr.Invalid, "hardware_attributes",
		"Hardware is priced either by quantity or by SKUs of enumerations, not both in one spec.", "硬件按数量定价或按枚举 SKU 定价，不能在同一规格中同时使用。")
	ErrPersonDays = apperr.Def(apperr.Invalid, "service_person_days",
		"Sell person-days as SKUs: use the custom template with an attribute, not several pieces of one price.", "人天须以多 SKU 方式售卖：请使用自定义模板设置属性，而不是一个价格购买多件。")
	ErrImageCycle = apperr.Def(apperr.Invalid, "image_cycle",
		"An image that is charged by use is charged every hour.", "按需计费的镜像按小时计费。")
	ErrItemsFree = apperr.Def(apperr.Invalid, "items_free",
		"No charging item costs anything. Set a price above zero.", "所有计费项的价格均为 0，请设置大于 0 的价格。")
	ErrTrialOnly = apperr.Def(apperr.Invalid, "trial_not_here",
		"Only SaaS specs by month or year can be tried.", "仅 SaaS 包年/包月规格支持试用。")
	ErrTrialDays = apperr.Def(apperr.Invalid, "trial_days",
		"A trial lasts {min} to {max} days.", "试用时长须为 {min}–{max} 天。")
	ErrOnceOnly = apperr.Def(apperr.Invalid, "once_per_user_not_here",
		"Only packages of API products can be once per account.", "仅 API 商品的套餐包支持每个账号限购一次。")
	ErrOncePieces = apperr.Def(apperr.Invalid, "once_per_user_pieces",
		"What each account gets once is bought one at a time: set the most pieces to 1.", "每个账号限购一次的套餐包每次只能购买 1 件，请将最多件数设为 1。")
	ErrFreeOnce = apperr.Def(apperr.Invalid, "free_package_once",
		"A package at price 0 must be once per account.", "0 元套餐包须设置为每个账号限购一次。")
	ErrResetLong = apperr.Def(apperr.Invalid, "package_reset_long",
		"A package sold by the month cannot be reset by the year.", "按月售卖的套餐包不能按年重置额度。")

	ErrParentUnknown = apperr.Def(apperr.Invalid, "parent_spec_unknown",
		"Choose a spec of this product.", "请选择本商品的规格。")
	ErrParentSelf = apperr.Def(apperr.Invalid, "parent_spec_self",
		"A spec cannot be an add-on to itself.", "规格不能作为自身的附加项。")
	ErrParentChain = apperr.Def(apperr.Invalid, "parent_spec_chain",
		"That spec is an add-on or a package itself. Choose the one that it belongs to.", "所选规格本身是附加项或套餐包，请选择其所属的规格。")
	ErrParentCharge = apperr.Def(apperr.Invalid, "parent_spec_charge",
		"A spec that is charged by use, or a package of calls, cannot be an add-on.", "按需规格和按次套餐包不能作为附加项。")
	ErrPackageParent = apperr.Def(apperr.Invalid, "package_parent",
		"Choose the on-demand spec of this product whose use the package pays for.", "请选择本商品中该套餐包所抵扣的按需规格。")
	ErrItemUnknown = apperr.Def(apperr.Invalid, "package_item_unknown",
		"“{name}” has no such charging item.", "规格“{name}”没有此计费项。")
)

// What a modification may not change of a spec on sale (business-rules 4.3, 4.14).
var (
	ErrTrialLocked = apperr.Def(apperr.Invalid, "trial_locked",
		"The trial cannot change once the spec is on sale. Add a new spec with more days instead.", "规格在售后不能修改试用设置，请新增试用天数更多的规格。")
	ErrTrialUpward = apperr.Def(apperr.Invalid, "trial_upward",
		"A spec on sale can be tried for {days} days; a new one cannot offer fewer.", "在售规格可试用 {days} 天，新增规格的试用天数不能更少。")
	ErrParentLocked = apperr.Def(apperr.Invalid, "parent_locked",
		"What a spec belongs to cannot change once it is on sale. Add a new spec instead.", "规格在售后不能修改所属规格，请新增规格。")
	ErrPackageLocked = apperr.Def(apperr.Invalid, "package_locked",
		"Price, quota, validity and reset rule of a package on sale cannot change. Add a new package instead.", "在售套餐包的价格、额度、有效期和重置规则不能修改，请新增套餐包。")
	ErrCountLocked = apperr.Def(apperr.Invalid, "count_locked",
		"Name and quota of a package of calls on sale cannot change; its price can.", "在售按次套餐包的名称和额度不能修改，价格可以修改。")
	ErrItemLocked = apperr.Def(apperr.Invalid, "item_locked",
		"“{name}” is on sale and cannot be dropped. Add a new spec instead.", "计费项“{name}”在售，不能删除，请新增规格。")
	ErrItemCycleLocked = apperr.Def(apperr.Invalid, "item_cycle_locked",
		"Unit and cycles of a charging item on sale cannot change; its price can.", "在售计费项的单位和周期不能修改，价格可以修改。")
)

// What is wrong with an upgrade rule, or makes one invalid (business-rules 4.14, 6.9).
var (
	ErrUpgradeSpec = apperr.Def(apperr.Invalid, "upgrade_spec",
		"The spec is not on sale.", "该规格未在售。")
	ErrUpgradeOnly = apperr.Def(apperr.Invalid, "upgrade_only",
		"Only SaaS specs by month or year can be upgraded.", "仅 SaaS 包年/包月规格支持升级。")
	ErrUpgradeSame = apperr.Def(apperr.Invalid, "upgrade_other_spec",
		"This draft is about another spec. Delete it, or begin a new one.", "该草稿对应其他规格，请删除后重新创建。")
	ErrUpgradeTwice = apperr.Def(apperr.Invalid, "upgrade_twice",
		"This SKU is the source of another line of the rule.", "该 SKU 已在规则的其他行中作为源规格。")
	ErrUpgradeSKU = apperr.Def(apperr.Invalid, "upgrade_sku",
		"A SKU of the rule is not on sale in this spec.", "规则中的 SKU 在该规格下未在售。")
	ErrUpgradeNowhere = apperr.Def(apperr.Invalid, "upgrade_nowhere",
		"This leads nowhere: choose a SKU to upgrade to, or a quantity that can grow.", "没有可升级的方向：请选择目标 SKU，或选择可扩容的规格。")
	ErrUpgradeMany = apperr.Def(apperr.Invalid, "upgrade_many",
		"A rule has at most {max} ways from one SKU to another.", "一条规则最多包含 {max} 个升级方向。")
	ErrUpgradeCheaper = apperr.Def(apperr.Invalid, "upgrade_cheaper",
		"“{to}” costs less than “{from}” {period}: an upgrade never leads to a lower price.", "“{to}”的{period}价格低于“{from}”，升级不能指向更低的价格。")
	ErrUpgradePeriod = apperr.Def(apperr.Invalid, "upgrade_period",
		"“{to}” is not sold {period}, as “{from}” is.", "“{from}”支持{period}购买，“{to}”不支持。")
)

// The refusals about upgrade rules (business-rules 6.9).
var (
	ErrUpgradeNotFound = apperr.Def(apperr.NotFound, "upgrade_rule_not_found",
		"This upgrade rule does not exist.", "该升级规则不存在。")
	ErrUpgradeOver = apperr.Def(apperr.FailedPrecondition, "upgrade_rule_state",
		"This upgrade rule no longer holds. Load the page again.", "该升级规则已失效，请刷新后查看。")
	ErrUpgradeConflict = apperr.Def(apperr.FailedPrecondition, "upgrade_rule_conflict",
		"Since it was submitted the product has changed, and the rule can no longer hold: {reason} Reject it with that reason.",
		"提交后商品已发生变化，该规则不再成立：{reason}请以此原因驳回。")
	ErrNoUpgrade = apperr.Def(apperr.Invalid, "no_upgrade",
		"The seller offers no upgrade from this SKU.", "商家未提供该 SKU 的升级。")
	ErrNoUpgradeThere = apperr.Def(apperr.Invalid, "no_upgrade_there",
		"The seller offers no upgrade to this SKU.", "该 SKU 不在可升级范围内。")
)
