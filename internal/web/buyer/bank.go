package buyer

import "github.com/souk-market/souk/internal/kernel/i18n"

// BankAccount is the platform's own account, to which buyers transfer money.
type BankAccount struct {
	Holder i18n.Text // name of the account's holder
	Bank   i18n.Text // bank with its branch
	Number string
	CNAPS  string // number of the branch in the national payment system (联行号); may be empty
}

// DemoBank is a bank account that does not exist, for the demo and the sandbox.
func DemoBank() BankAccount {
	return BankAccount{
		Holder: i18n.Text{ZH: "苏克云市（演示）科技有限公司", EN: "Souk Market (Demo) Technology Co., Ltd."},
		Bank:   i18n.Text{ZH: "演示银行上海张江支行", EN: "Demo Bank, Shanghai Zhangjiang Branch"},
		Number: "6200 0000 0000 0000 018",
		CNAPS:  "000290000000",
	}
}
