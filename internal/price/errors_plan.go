package price

import "github.com/souk-market/souk/internal/kernel/apperr"

// What can be wrong with a plan (business-rules 4.5, 4.6); Validate says where.
var (
	ErrCurrencyCode = apperr.Def(apperr.Invalid, "bad_currency",
		"Enter a currency such as CNY.", "请输入币种代码，例如 CNY。")
	ErrCharge = apperr.Def(apperr.Invalid, "bad_charge",
		"Choose a charging mode.", "请选择计费模式。")
	ErrTermsMissing = apperr.Def(apperr.Invalid, "plan_terms_missing",
		"Choose at least one purchase period.", "请至少选择一种购买周期。")
	ErrTermUnit = apperr.Def(apperr.Invalid, "plan_term_unit",
		"This purchase period does not go with the charging mode or is not sold.", "该购买周期与计费模式不符或未开放购买。")
	ErrNumberRange = apperr.Def(apperr.Invalid, "plan_number_range",
		"Enter a whole number from {min} to {max}.", "请输入 {min} 至 {max} 之间的整数。")
	ErrPriceRange = apperr.Def(apperr.Invalid, "unit_price_range",
		"A unit price is at most {max}.", "单价最高为 {max}。")
	ErrTwice = apperr.Def(apperr.Invalid, "plan_twice",
		"This is already in the list.", "不能与其他行重复。")
	ErrTooMany = apperr.Def(apperr.Invalid, "plan_too_many",
		"At most {max} are allowed.", "最多 {max} 项。")
	ErrNameMissing = apperr.Def(apperr.Invalid, "plan_name_missing",
		"Enter a name.", "请输入名称。")
	ErrIDMissing = apperr.Def(apperr.Invalid, "plan_sku_id_missing",
		"The SKU has no id.", "SKU 缺少编号。")
	ErrOnDemandOnly = apperr.Def(apperr.Invalid, "plan_on_demand_only",
		"On-demand charging has charging items instead.", "按需计费只能设置计费项。")

	ErrAttributeCode = apperr.Def(apperr.Invalid, "plan_code",
		"A code begins with a letter and has at most 64 letters, digits and underscores.", "编码以字母开头，由字母、数字、下划线组成，最多 64 个字符。")
	ErrAttributeReserved = apperr.Def(apperr.Invalid, "attribute_reserved",
		"The marketplace uses this name itself. Choose another one.", "该名称为系统保留，请更换。")
	ErrAttributeKind = apperr.Def(apperr.Invalid, "attribute_kind",
		"An attribute is an enumeration or a quantity.", "属性类型须为枚举或数量。")
	ErrValuesMissing = apperr.Def(apperr.Invalid, "attribute_values_missing",
		"Enter at least one value.", "请至少设置一个枚举值。")
	ErrEnumPriced = apperr.Def(apperr.Invalid, "attribute_enum_priced",
		"An enumeration has no price of its own: its SKUs have.", "枚举属性不单独定价，请在 SKU 中定价。")
	ErrQuantityValues = apperr.Def(apperr.Invalid, "attribute_quantity_values",
		"A quantity has no values: it has a range.", "数量属性没有枚举值，请设置范围。")
	ErrMaxBelowMin = apperr.Def(apperr.Invalid, "attribute_max_below_min",
		"The most must not be less than the least.", "最大值不能小于最小值。")
	ErrStepDivides = apperr.Def(apperr.Invalid, "attribute_step_divides",
		"The step must lead from {min} to {max} exactly.", "步长须能整除范围：从 {min} 按步长恰好到达 {max}。")
	ErrExpandStep = apperr.Def(apperr.Invalid, "attribute_expand_step",
		"The step of an expansion is a multiple of {step}, at most {times} times.", "扩容步长须为 {step} 的整数倍，最多 {times} 倍。")

	ErrSKUsMissing = apperr.Def(apperr.Invalid, "plan_skus_missing",
		"Set the price of at least one SKU.", "请至少为一个 SKU 定价。")
	ErrSKUUnpriced = apperr.Def(apperr.Invalid, "plan_sku_unpriced",
		"Set a price for at least one purchase period.", "请至少设置一种购买周期的价格。")
	ErrCombinationTwice = apperr.Def(apperr.Invalid, "combination_twice",
		"Another SKU has the same combination.", "已有相同组合的 SKU。")
	ErrQuantityUnpriced = apperr.Def(apperr.Invalid, "quantity_unpriced",
		"Set the price of {name} per {unit}.", "请设置{name}每{unit}的价格。")

	ErrModelKind = apperr.Def(apperr.Invalid, "price_model_kind",
		"This price model cannot be used here.", "此处不支持该定价方式。")
	ErrPriceUnused = apperr.Def(apperr.Invalid, "model_price_unused",
		"With brackets, leave the single price empty.", "按区间定价时，请勿填写统一单价。")
	ErrBracketsUnused = apperr.Def(apperr.Invalid, "brackets_unused",
		"This price model has no brackets.", "该定价方式没有价格区间。")
	ErrBracketsMissing = apperr.Def(apperr.Invalid, "brackets_missing",
		"Set at least one bracket.", "请至少设置一个价格区间。")
	ErrBracketsOverlap = apperr.Def(apperr.Invalid, "brackets_overlap",
		"This bracket overlaps the one before: begin at {to}.", "该区间与上一区间重叠，起点须为 {to}。")
	ErrBracketsGap = apperr.Def(apperr.Invalid, "brackets_gap",
		"There is a gap before this bracket: begin at {to}.", "该区间与上一区间之间有空缺，起点须为 {to}。")
	ErrBracketOpen = apperr.Def(apperr.Invalid, "bracket_open",
		"Only the last bracket may be without end.", "只有最后一个区间可以没有上限。")
	ErrBracketEmpty = apperr.Def(apperr.Invalid, "bracket_empty",
		"A bracket must end after it begins.", "区间终点须大于起点。")
	ErrBracketsEnd = apperr.Def(apperr.Invalid, "brackets_end",
		"The last bracket must be without end.", "最后一个区间不能设置上限。")
	ErrBracketsShort = apperr.Def(apperr.Invalid, "brackets_short",
		"The brackets must reach {max}.", "价格区间须覆盖到 {max}。")

	ErrFactorsMissing = apperr.Def(apperr.Invalid, "factors_missing",
		"Set at least one charging factor.", "请至少设置一个计费因子。")
	ErrFactorsOnDemand = apperr.Def(apperr.Invalid, "factors_on_demand",
		"Only on-demand charging has charging factors.", "只有按需计费可以设置计费因子。")
	ErrItemsMissing = apperr.Def(apperr.Invalid, "items_missing",
		"Set at least one charging item.", "请至少设置一个计费项。")
	ErrCycle = apperr.Def(apperr.Invalid, "bad_cycle",
		"Choose a cycle that this place allows.", "请选择有效的周期。")
	ErrAccumulationUnused = apperr.Def(apperr.Invalid, "accumulation_unused",
		"Only step pricing accumulates.", "只有阶梯累进（Step）定价需要累计周期。")
	ErrAccumulationShort = apperr.Def(apperr.Invalid, "accumulation_short",
		"The accumulation cycle must not be shorter than the charging cycle.", "累计周期不能短于计费周期。")
	ErrPackageUnused = apperr.Def(apperr.Invalid, "package_unused",
		"Only packages have contents.", "只有套餐包可以设置套餐内容。")
	ErrPackageMissing = apperr.Def(apperr.Invalid, "package_missing",
		"Set what the package contains.", "请设置套餐内容。")
	ErrReset = apperr.Def(apperr.Invalid, "package_reset",
		"This kind of package cannot be reset like this.", "该类套餐包不支持此重置规则。")
	ErrQuota = apperr.Def(apperr.Invalid, "package_quota",
		"A quota must be more than 0.", "套餐额度须大于 0。")
	ErrEstimateCharge = apperr.Def(apperr.Invalid, "estimate_charge",
		"Only what is charged by use can be estimated; ask for a quote instead.", "只有按需计费的规格可以估算费用，其他规格请使用询价。")
	ErrUseItem = apperr.Def(apperr.Invalid, "use_item",
		"This spec has no such charging item.", "该规格没有此计费项。")
	ErrQuotaWhole = apperr.Def(apperr.Invalid, "package_quota_whole",
		"A number of calls is a whole number.", "调用次数须为整数。")
)
