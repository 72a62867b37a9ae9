package specform

import "github.com/souk-market/souk/internal/kernel/apperr"

// What can be wrong with what was typed.
var (
	ErrWholeNumber = apperr.Def(apperr.Invalid, "spec_form_whole_number",
		"Enter a whole number in digits.", "请输入整数。")
	ErrPrice = apperr.Def(apperr.Invalid, "spec_form_price",
		"Enter a price such as 99 or 0.05.", "请输入价格，例如 99 或 0.05。")
	ErrPercent = apperr.Def(apperr.Invalid, "spec_form_percent",
		"Enter a percentage from -100 to 1000 with at most two decimals, such as 5 or -2.5.", "请输入 -100 至 1000 之间的百分比，最多两位小数，例如 5 或 -2.5。")
	ErrTooManyCombinations = apperr.Def(apperr.Invalid, "spec_form_combinations",
		"These values give {n} combinations; at most {max} can be in the table. Use fewer values, or add single combinations.",
		"当前枚举值共有 {n} 种组合，SKU 表最多 {max} 行。请减少枚举值，或逐个添加组合。")
	ErrCombinationThere = apperr.Def(apperr.Invalid, "spec_form_combination_there",
		"This combination is already in the table.", "该组合已在 SKU 表中。")
	ErrChooseEach = apperr.Def(apperr.Invalid, "spec_form_choose_each",
		"Choose a value of each attribute.", "请为每个枚举属性选择一个值。")
	ErrNothingMatches = apperr.Def(apperr.Invalid, "spec_form_nothing",
		"No row of the table matches.", "没有符合条件的 SKU。")
	ErrMorePrices = apperr.Def(apperr.Invalid, "spec_form_more",
		"{n} more fields of the SKU table have to be mended.", "SKU 表中还有 {n} 处需要修改。")
)

// What can be wrong with the choice of a SKU that is to have prices of its own.
var (
	ErrOwnRow = apperr.Def(apperr.Invalid, "spec_form_own_row",
		"Choose a SKU and a quantity that has a name.", "请选择 SKU 和已填写名称的数量属性。")
	ErrOwnThere = apperr.Def(apperr.Invalid, "spec_form_own_there",
		"This SKU has prices of its own for it already.", "该 SKU 已单独设置此数量属性的价格。")
)

// What can be wrong with a pasted table or a workbook.
var (
	ErrTableEmpty = apperr.Def(apperr.Invalid, "spec_table_empty",
		"The table is empty.", "表格内容为空。")
	ErrTableRows = apperr.Def(apperr.Invalid, "spec_table_rows",
		"The table has more than {max} rows.", "表格超过 {max} 行。")
	ErrTableColumn = apperr.Def(apperr.Invalid, "spec_table_column",
		"Nothing here belongs to this column. Leave the heads of the export as they are.", "无法识别该列，请保留导出文件的表头。")
	ErrTableColumnTwice = apperr.Def(apperr.Invalid, "spec_table_column_twice",
		"This column is there twice.", "该列重复。")
	ErrTableColumnMissing = apperr.Def(apperr.Invalid, "spec_table_column_missing",
		"The column {name} is missing.", "缺少“{name}”列。")
	ErrTableWidth = apperr.Def(apperr.Invalid, "spec_table_width",
		"Each row needs {values} values and {prices} prices, or the prices alone.", "每行须包含 {values} 个枚举值和 {prices} 个价格，或仅包含价格。")
	ErrTableValue = apperr.Def(apperr.Invalid, "spec_table_value",
		"{name} has no value “{value}”.", "属性“{name}”没有枚举值“{value}”。")
	ErrTableRow = apperr.Def(apperr.Invalid, "spec_table_row",
		"This combination is not in the table of SKUs.", "SKU 表中没有该组合。")
	ErrTableTwice = apperr.Def(apperr.Invalid, "spec_table_twice",
		"Row {row} has the same combination.", "与第 {row} 行的组合重复。")
	ErrTableOwn = apperr.Def(apperr.Invalid, "spec_table_own",
		"Enter a price for each unit, or “fixed 50”, “step 100=5; *=4” or “tier 100=5; *=4”; leave it empty where the price of the attribute holds.",
		"请填写每单位价格，或“fixed 50”、“step 100=5; *=4”、“tier 100=5; *=4”；沿用属性价格时请留空。")
	ErrTableOwnAll = apperr.Def(apperr.Invalid, "spec_table_own_all",
		"Fill in the price of {name} for every period that this SKU is sold for, or for none.", "请为该 SKU 的每个购买周期填写“{name}”的价格，或全部留空。")
	ErrTableSold = apperr.Def(apperr.Invalid, "spec_table_sold",
		"Enter yes or no.", "请填写“是”或“否”。")
	ErrTableTooLong = apperr.Def(apperr.Invalid, "spec_table_too_long",
		"There are {n} rows of prices, but the table of SKUs has {max}.", "共 {n} 行价格，但 SKU 表只有 {max} 行。")
	ErrSheetType = apperr.Def(apperr.Invalid, "spec_sheet_type",
		"This is not an XLSX workbook. Save it as “Excel workbook (.xlsx)” without a password.", "文件不是 XLSX 工作簿，请另存为“Excel 工作簿（.xlsx）”且不设密码。")
	ErrSheetMacro = apperr.Def(apperr.Invalid, "spec_sheet_macro",
		"This workbook has macros. Save it as .xlsx without macros.", "工作簿包含宏，请另存为不含宏的 .xlsx 文件。")
	ErrSheetTooLarge = apperr.Def(apperr.TooLarge, "spec_sheet_too_large",
		"The workbook is too large: at most {max} MB.", "工作簿过大，最大 {max} MB。")
	ErrSheetUnpacked = apperr.Def(apperr.TooLarge, "spec_sheet_unpacked",
		"The workbook is too large when unpacked.", "工作簿解压后过大。")
	ErrSheetFormula = apperr.Def(apperr.Invalid, "spec_sheet_formula",
		"This cell holds a formula. Paste it as a value.", "单元格包含公式，请粘贴为数值。")
	ErrSheetMissing = apperr.Def(apperr.Invalid, "spec_sheet_missing",
		"Choose a workbook.", "请选择工作簿文件。")
)
