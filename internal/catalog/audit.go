package catalog

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/storage"
)

// What this room records, in the log of the seller.
var (
	didCreateDraft = audit.Def("catalog.draft_created", "Product draft created", "创建商品草稿")
	didSaveDraft   = audit.Def("catalog.draft_saved", "Product draft saved", "保存商品草稿")
	didOpenChange  = audit.Def("catalog.modification_opened", "Modification of a product begun", "开始修改商品")
	didSubmit      = audit.Def("catalog.application_submitted", "Product submitted for review", "提交商品审核")
	didWithdraw    = audit.Def("catalog.application_withdrawn", "Product application withdrawn", "撤回商品申请")
	didRevise      = audit.Def("catalog.application_revised", "Rejected product application taken up again", "重新编辑被驳回的商品申请")
	didDelete      = audit.Def("catalog.application_deleted", "Product application deleted", "删除商品申请")
	didApprove     = audit.Def("catalog.application_approved", "Product application approved", "商品审核通过")
	didReject      = audit.Def("catalog.application_rejected", "Product application rejected", "商品审核驳回")
	didAskCheck    = audit.Def("catalog.check_asked", "Machine checks asked for", "发起机器检查")
	didSetGrants   = audit.Def("catalog.grants_changed", "Product granted to sub-users", "商品授权给子用户")
	didGrantUser   = audit.Def("catalog.user_grants_changed", "Products of a sub-user changed", "变更子用户的商品授权")
	didAskDelist   = audit.Def("catalog.delisting_asked", "Delisting asked for", "申请下架")
	didClose       = audit.Def("catalog.application_closed", "Product application closed", "关闭商品申请")
	didTakeDown    = audit.Def("catalog.product_taken_down", "Product taken down", "强制下架商品")
	didRestore     = audit.Def("catalog.product_restored", "Product put on sale again", "恢复商品销售")
	didDiscontinue = audit.Def("catalog.product_discontinued", "Product discontinued", "商品停售")
	didDelistSpecs = audit.Def("catalog.specs_delisted", "Specs delisted", "下架规格")
	didSaveUpgrade = audit.Def("catalog.upgrade_rule_saved", "Draft of an upgrade rule saved", "保存升级规则草稿")
	didSetStock    = audit.Def("catalog.stock_set", "Stock changed", "调整库存")
	didSetWarning  = audit.Def("catalog.stock_warning_set", "Warning of low stock set", "设置库存预警")
)

// What becomes of upgrade rules.
var (
	didStartUpgrade      = audit.Def("catalog.upgrade_rule_started", "Upgrade rule in force", "升级规则生效")
	didEndUpgrade        = audit.Def("catalog.upgrade_rule_ended", "Upgrade rule ended", "终止升级规则")
	didInvalidateUpgrade = audit.Def("catalog.upgrade_rule_invalid", "Upgrade rule became invalid", "升级规则失效")
)

// What it records of the library of attributes.
var (
	didAddAttribute    = audit.Def("catalog.attribute_added", "Attribute added to the library", "属性库新增属性")
	didChangeAttribute = audit.Def("catalog.attribute_changed", "Attribute of the library changed", "修改属性库中的属性")
	didDropAttribute   = audit.Def("catalog.attribute_deleted", "Attribute of the library deleted", "删除属性库中的属性")
)

// actions are what the events of an application are called in the log.
func actions() map[string]audit.Action {
	return map[string]audit.Action{EventSubmit: didSubmit, EventWithdraw: didWithdraw, EventRevise: didRevise, EventDelete: didDelete,
		EventApprove: didApprove, EventReject: didReject, EventClose: didClose}
}

// step is one event of an application, and who brings it about.
type step struct {
	event  string
	actor  account.Actor
	reason string
	owner  string // the seller's account
}

// recordMove records that an application moved. Call it last.
func recordMove(ctx context.Context, tx *storage.Tx, seen, next Application, st step) error {
	return audit.Record(ctx, tx, audit.Change{Action: actions()[st.event], AccountID: st.owner, Object: next.ID, Reason: st.reason,
		Before: map[string]any{"state": seen.State},
		After:  map[string]any{"state": next.State, "kind": next.Kind, "product": next.ProductID, "version": next.Version, "name": next.Name}})
}

// recordDraft records that a draft was made or saved. Call it last.
func recordDraft(ctx context.Context, tx *storage.Tx, action audit.Action, owner string, a Application) error {
	return audit.Record(ctx, tx, audit.Change{Action: action, AccountID: owner, Object: a.ID,
		After: map[string]any{"product": a.ProductID, "version": a.Version, "rev": a.Rev, "name": a.Name}})
}

// recordLibrary records a write to the library of attributes. Call it last.
func recordLibrary(ctx context.Context, tx *storage.Tx, action audit.Action, owner string, before, after *LibraryAttribute) error {
	c := audit.Change{Action: action, AccountID: owner}
	shown := func(a *LibraryAttribute) map[string]any {
		if a == nil {
			return nil
		}
		c.Object = a.ID
		return map[string]any{"code": a.Code, "name": a.Name, "kind": a.Kind, "values": a.Values, "unit": a.Unit, "description": a.Description,
			"min": a.Min, "max": a.Max, "step": a.Step, "expand_step": a.ExpandStep}
	}
	c.Before, c.After = shown(before), shown(after)
	return audit.Record(ctx, tx, c)
}
