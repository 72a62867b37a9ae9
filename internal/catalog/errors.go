package catalog

import "github.com/souk-market/souk/internal/kernel/apperr"

// The refusals of the room.
var (
	ErrProductNotFound = apperr.Def(apperr.NotFound, "product_not_found",
		"This product does not exist or is not on sale.", "该商品不存在或已下架。")
	ErrApplicationNotFound = apperr.Def(apperr.NotFound, "application_not_found",
		"This application does not exist.", "该申请不存在。")
	ErrCategoryNotFound = apperr.Def(apperr.NotFound, "category_not_found",
		"This category does not exist.", "该类目不存在。")
	ErrNotASeller = apperr.Def(apperr.Forbidden, "not_a_seller",
		"This account has no seller profile yet.", "该账号尚未入驻成为商家。")
	ErrDraftChanged = apperr.Def(apperr.Conflict, "draft_changed",
		"The draft was changed in another window. What you typed was not saved; open the draft again and compare.",
		"草稿已在其他窗口被修改，本次填写的内容尚未保存。请重新打开草稿核对后再保存。")
	ErrApplicationChanged = apperr.Def(apperr.Conflict, "application_changed",
		"The application has changed since you opened it. Load it again and decide on what it says now.",
		"申请内容或状态已发生变化，请刷新后按最新内容处理。")
	ErrNotInState = apperr.Def(apperr.FailedPrecondition, "application_state",
		"This is not possible in the application's present state. Load it again to see what can be done.",
		"申请当前的状态不支持此操作，请刷新后查看可执行的操作。")
	ErrNotWithdrawable = apperr.Def(apperr.FailedPrecondition, "application_not_withdrawable",
		"Applications for {family} products of the type {type} cannot be withdrawn. Wait for the decision.",
		"{type}类{family}的申请不支持撤回，请等待审核结果。")
	ErrNotChecked = apperr.Def(apperr.FailedPrecondition, "machine_check_state",
		"The machine checks look at a draft before it is submitted, and at what waits for review. Load the page again.",
		"机器检查仅适用于待提交的草稿和待审核的申请，请刷新后查看。")
	ErrCheckedJustNow = apperr.Def(apperr.FailedPrecondition, "machine_check_just_now",
		"This was checked just now. Try again in {seconds} seconds.", "刚刚检查过，请 {seconds} 秒后再试。")
	ErrProductState = apperr.Def(apperr.FailedPrecondition, "product_state",
		"This is not possible in the product's present state. Load it again to see what can be done.",
		"商品当前的状态不支持此操作，请刷新后查看可执行的操作。")
	ErrDelistUnconfirmed = apperr.Def(apperr.FailedPrecondition, "delist_unconfirmed",
		"Delisting is final. It touches unused coupons ({coupons}), open orders ({orders}) and services in use ({services}). Confirm it.",
		"下架后不可恢复。受影响的未使用优惠券 {coupons} 张、未完成订单 {orders} 个、使用中的服务 {services} 个，请确认后提交。")
	ErrRequestOpen = apperr.Def(apperr.Conflict, "request_open",
		"This product already has such an application in progress. Finish or delete that one first.",
		"该商品已有同类申请在处理中，请先处理或删除后再提交。")
	ErrNotRenewable = apperr.Def(apperr.FailedPrecondition, "not_renewable",
		"This product is off sale and cannot be renewed. What was bought is served until it expires.",
		"该商品已下架，不支持续费。已购服务可使用至到期。")
	ErrVersionOpen = apperr.Def(apperr.Conflict, "version_open",
		"This product already has an application in progress. Finish or delete that one first.",
		"该商品已有进行中的申请，请先处理或删除后再发起修改。")
	ErrDraftTooLarge = apperr.Def(apperr.TooLarge, "draft_too_large",
		"The texts are too long to be stored. Shorten the introduction or the terms.", "内容过长，无法保存。请精简商品说明或服务条款。")
	ErrNotOnSale = apperr.Def(apperr.FailedPrecondition, "not_on_sale",
		"This product is not on sale.", "该商品未在售。")
	ErrSpecNotFound = apperr.Def(apperr.NotFound, "spec_not_found",
		"This spec is no longer offered. Choose again on the product page.", "所选规格已失效，请返回商品页重新选择。")
	ErrNotOrderable = apperr.Def(apperr.FailedPrecondition, "spec_not_orderable",
		"This spec cannot be ordered online yet. Ask the seller.", "该规格暂不支持在线下单，请联系商家。")
	ErrNotSoldThere = apperr.Def(apperr.FailedPrecondition, "not_sold_there",
		"Not sold in your region: your account is registered in {country}, and the product is sold in {regions}.",
		"该商品不在您所在的区域销售：当前账号注册地为{country}，该商品的销售区域为{regions}。")
	ErrSoldOut = apperr.Def(apperr.FailedPrecondition, "sold_out",
		"Sold out: fewer pieces are left than you ordered.", "库存不足，请减少数量或稍后再试。")
	ErrStockUnlimited = apperr.Def(apperr.FailedPrecondition, "stock_unlimited",
		"This spec has no stock limit.", "该规格未限制库存，无需设置。")
	ErrStockBelowZero = apperr.Def(apperr.FailedPrecondition, "stock_below_zero",
		"The stock would fall below zero.", "调整后库存不能小于 0。")
)

// The errors of fields.
var (
	ErrFieldRequired = apperr.Def(apperr.Invalid, "field_required", "Fill this in.", "请填写此项。")
	ErrFieldLength   = apperr.Def(apperr.Invalid, "field_length",
		"Use {min} to {max} characters.", "请输入 {min}–{max} 个字符。")
	ErrFieldTooLong = apperr.Def(apperr.Invalid, "field_too_long", "Use at most {max} characters.", "不能超过 {max} 个字符。")
	ErrNamePhone    = apperr.Def(apperr.Invalid, "name_phone",
		"A name must not contain a telephone number.", "商品名称不能包含电话号码。")
	ErrNamePrice   = apperr.Def(apperr.Invalid, "name_price", "A name must not contain a price.", "商品名称不能包含价格。")
	ErrNameVersion = apperr.Def(apperr.Invalid, "name_version",
		"A name must not contain a version number.", "商品名称不能包含版本号。")
	ErrNameHuawei = apperr.Def(apperr.Invalid, "name_huawei",
		"A name must not contain “Huawei Cloud”.", "商品名称不能包含“华为云”。")
	ErrInvisible = apperr.Def(apperr.Invalid, "name_invisible",
		"Remove the invisible character {code}; type the name anew rather than pasting it.", "名称包含不可见字符 {code}，请删除或重新输入（不要粘贴）。")
	ErrBannedWord = apperr.Def(apperr.Invalid, "banned_word",
		"The Advertising Law forbids “{word}”. Describe what the product does instead.", "“{word}”属于广告法禁用的绝对化用语，请改为客观描述。")
	ErrIntroductionShort = apperr.Def(apperr.Invalid, "introduction_short",
		"Write at least {min} characters; there are {count}.", "商品说明的文字不少于 {min} 个字符，当前 {count} 个。")
	ErrTermsByHand = apperr.Def(apperr.Invalid, "terms_by_hand",
		"Buyers accept this agreement by a tick. Complete or leave out “{place}”: there is nothing to fill in, sign or seal.",
		"买家下单时勾选即同意本协议，请补全或删除“{place}”：协议中不能有留空、签字或盖章处。")
	ErrPictures = apperr.Def(apperr.Invalid, "introduction_pictures",
		"Use at most {max} pictures.", "图片不能超过 {max} 张。")
	ErrHighlights = apperr.Def(apperr.Invalid, "highlights_count",
		"Give {min} to {max} highlights.", "请填写 {min}–{max} 条商品亮点。")
	ErrFile     = apperr.Def(apperr.Invalid, "product_file", "This file is not there; upload it again.", "文件不存在或不可用，请重新上传。")
	ErrCategory = apperr.Def(apperr.Invalid, "product_category",
		"Choose a category of the lowest level.", "请选择最末级类目。")
	ErrPhone = apperr.Def(apperr.Invalid, "product_phone",
		"Enter a telephone number such as 400-000-0101.", "请输入正确的电话号码，例如 400-000-0101。")
	ErrEmail = apperr.Def(apperr.Invalid, "product_email",
		"Enter an e-mail address such as support@example.com.", "请输入正确的邮箱，例如 support@example.com。")
	ErrProductionURL = apperr.Def(apperr.Invalid, "production_url",
		"Enter an address such as https://saas.example.com/produce, without user name or #.",
		"请输入正确的生产接口地址，例如 https://saas.example.com/produce，不能包含用户名或 #。")
	ErrSpecs     = apperr.Def(apperr.Invalid, "specs_missing", "Add at least one spec with a price.", "请至少添加一个规格并设置价格。")
	ErrAllHidden = apperr.Def(apperr.Invalid, "specs_all_hidden",
		"Every spec is hidden. Show one at least, or hide the product instead.", "所有规格均已隐藏。请至少公开一个规格，或改为隐藏整个商品。")
	ErrSpecTwice = apperr.Def(apperr.Invalid, "spec_twice",
		"Another spec of this product has this name.", "该商品已有同名规格。")
	ErrSpecLocked = apperr.Def(apperr.Invalid, "spec_locked",
		"“{name}” is on sale. A spec on sale cannot be deleted; take it off sale instead.", "规格“{name}”在售，不能删除，只能下架。")
	ErrCurrency     = apperr.Def(apperr.Invalid, "spec_currency", "Prices are in CNY.", "价格币种须为人民币（CNY）。")
	ErrChargeLocked = apperr.Def(apperr.Invalid, "charge_locked",
		"How a spec is charged cannot change once it is on sale. Add a new spec instead.", "规格在售后不能修改计费方式，请新增规格。")
	ErrTermLocked = apperr.Def(apperr.Invalid, "term_locked",
		"A period on sale cannot be dropped; more can be added.", "在售的购买周期不能删除，可新增其他周期。")
	ErrAttributesLocked = apperr.Def(apperr.Invalid, "attributes_locked",
		"The attributes of a spec on sale cannot be added, dropped or turned into the other kind. Add a new spec instead.",
		"规格在售后不能增加、删除属性或更改属性类型，请新增规格。")
	ErrStepLocked = apperr.Def(apperr.Invalid, "step_locked",
		"The step cannot change once the spec is on sale.", "规格在售后不能修改步长。")
	ErrSKULocked = apperr.Def(apperr.Invalid, "sku_locked",
		"The price of “{name}” is on sale and cannot be dropped by a modification.", "“{name}”的价格在售，不能通过修改申请删除。")
	ErrSpecFree = apperr.Def(apperr.Invalid, "spec_free",
		"The smallest order costs nothing. Set a price above zero.", "最小购买量的价格为 0，请设置大于 0 的价格。")
	ErrMaxPeriods = apperr.Def(apperr.Invalid, "sku_max_periods",
		"Enter a whole number from 1 to {max}.", "请输入 1 至 {max} 之间的整数。")
	ErrStock       = apperr.Def(apperr.Invalid, "spec_stock", "Enter a whole number from 0 to {max}.", "请输入 0 至 {max} 之间的整数。")
	ErrWarnAt      = apperr.Def(apperr.Invalid, "stock_warn_at", "Enter a whole number from 0 to {max}; 0 warns never.", "请输入 0 至 {max} 之间的整数，0 表示不预警。")
	ErrStockLocked = apperr.Def(apperr.Invalid, "stock_locked",
		"Whether the stock is limited cannot change once the spec is on sale.", "规格在售后不能在限量与不限量之间切换。")
	ErrParams    = apperr.Def(apperr.Invalid, "params_count", "Define at most {max} parameters.", "扩展参数最多 {max} 个。")
	ErrParamCode = apperr.Def(apperr.Invalid, "param_code",
		"Start with a lower-case letter; then letters and digits, 32 at most.", "以小写字母开头，仅含字母和数字，最多 32 个字符。")
	ErrParamTwice   = apperr.Def(apperr.Invalid, "param_code_twice", "Another parameter has this code.", "参数代码重复。")
	ErrParamMaxLen  = apperr.Def(apperr.Invalid, "param_max_len", "Enter a whole number from 1 to {max}.", "请输入 1 至 {max} 之间的整数。")
	ErrParamPattern = apperr.Def(apperr.Invalid, "param_pattern",
		"This is not a usable regular expression (RE2, at most {max} characters).", "正则表达式无效（RE2 语法，最多 {max} 个字符）。")
	ErrParamValue = apperr.Def(apperr.Invalid, "param_value",
		"This does not have the form that the seller asks for.", "内容不符合商家要求的格式。")
	ErrParamUnknown = apperr.Def(apperr.Invalid, "param_unknown", "The product has no such parameter.", "该商品没有此参数。")
	ErrSpecDelisted = apperr.Def(apperr.Invalid, "spec_delisted",
		"This spec was delisted and cannot come back. Take it out, or add a new spec.", "该规格已下架，不能再次上架。请删除该规格，或新增规格。")
	ErrSKUDelisted = apperr.Def(apperr.Invalid, "sku_delisted",
		"“{name}” was delisted and cannot come back. Take it out.", "“{name}”已下架，不能再次上架，请删除。")
	ErrForceReason  = apperr.Def(apperr.Invalid, "force_reason", "Give a reason of {min} to {max} characters; the seller reads it.", "请填写 {min}–{max} 个字符的原因，商家可见。")
	ErrDelistWhat   = apperr.Def(apperr.Invalid, "delist_what", "Choose what to delist; it must be on sale.", "请选择要下架的在售规格。")
	ErrDelistReason = apperr.Def(apperr.Invalid, "delist_reason", "Give a reason of {min} to {max} characters.", "请填写 {min}–{max} 个字符的下架原因。")
	ErrReason       = apperr.Def(apperr.Invalid, "reject_reason", "Give a reason of {min} to {max} characters.", "请填写 {min}–{max} 个字符的驳回原因。")
	ErrDelta        = apperr.Def(apperr.Invalid, "stock_delta",
		"Enter a whole number from −{max} to {max}, not 0.", "请输入 −{max} 至 {max} 之间的整数，不能为 0。")
)
