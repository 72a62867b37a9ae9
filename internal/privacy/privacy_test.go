package privacy_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/sso"
	"github.com/souk-market/souk/internal/storage"
)

// What says who somebody is; none of it may be left of a closed account outside of what is kept.
const (
	login     = "wang.xiaoming@example.com"
	mobile    = "13800012345"
	legalName = "王小明测试"
	colleague = "li.lei.colleague"
	password  = secret.Text("correct-horse-1")
)

// world is a marketplace with a customer who has left traces everywhere.
type world struct {
	*apptest.Market
	t     *testing.T
	main  account.Actor
	sub   account.Actor
	token secret.Text
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func setup(t *testing.T, m *apptest.Market) *world {
	t.Helper()
	ctx, w := t.Context(), &world{Market: m, t: t}
	acc, err := m.Accounts.Create(ctx, account.CreateInput{Login: login, Password: password, Kind: account.Buyer, Name: "小明 wang.xiaoming",
		Email: login, Phone: mobile, Lang: i18n.EN})
	w.must(err)
	w.must(m.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := m.Accounts.SetVerifiedTx(ctx, tx, acc.ID, account.VerifiedPersonal, legalName); err != nil {
			return err
		}
		return m.Notify.SendTx(ctx, tx, notify.Message{To: acc.ID, Event: notify.RealNameApproved, Params: notify.Params("name", legalName)})
	}))
	w.main, err = m.Accounts.Actor(ctx, acc.ID)
	w.must(err)

	g, err := m.Accounts.CreateGroup(ctx, account.GroupInput{Actor: w.main, Name: "Group of wang.xiaoming", Permissions: []string{"buyer.orders"}})
	w.must(err)
	u, err := m.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: w.main, UserName: colleague, Name: colleague, Password: password,
		Email: colleague + "@example.com", Programmatic: true, Groups: []string{g.ID}})
	w.must(err)
	w.sub, err = m.Accounts.Actor(ctx, u.ID)
	w.must(err)
	for _, who := range []account.Actor{w.main, w.sub} {
		_, plain, err := m.Accounts.CreateToken(ctx, account.CreateTokenInput{AccountID: who.UserID, Actor: who, Name: "script"})
		w.must(err)
		w.token = plain
		_, _, err = m.Accounts.CreateAccessKey(ctx, who, "key")
		w.must(err)
	}
	_, err = m.Notify.SaveContact(ctx, notify.ContactInput{AccountID: acc.ID, Name: "Aunt of wang.xiaoming", Email: "aunt." + login, Classes: []int{notify.ClassOther}})
	w.must(err)
	_, err = m.SSO.Save(ctx, sso.SaveInput{Actor: w.main, Issuer: m.Server.HTTP.URL, ClientID: "client-of-wang.xiaoming", Secret: "provider-secret-1",
		Settings: sso.Settings{Scopes: []string{"email"}}})
	w.must(err)

	scan := w.upload(blob.PurposeIdentity, "passport of wang.xiaoming.png", 400)
	_, err = m.RealName.Save(ctx, realname.SaveInput{Actor: w.main, Content: realname.Content{Kind: account.VerifiedPersonal, Name: legalName, Front: scan}})
	w.must(err)
	_, err = m.Sellers.SaveEntry(ctx, seller.SaveEntryInput{Actor: w.main, Form: seller.EntryForm{Name: i18n.Text{ZH: legalName},
		ContactEmail: login, Logo: w.upload(blob.PurposeSellerLogo, "logo.png", 168)}})
	w.must(err)
	return w
}

func (w *world) upload(p blob.Purpose, name string, side int) string {
	w.t.Helper()
	var b bytes.Buffer
	w.must(png.Encode(&b, image.NewRGBA(image.Rect(0, 0, side, side))))
	f, err := w.Blobs.Put(w.t.Context(), blob.PutInput{Owner: w.main.ID, Purpose: p, Name: name, Reader: &b})
	w.must(err)
	return f.ID
}

// cells counts the cells of the database that hold a text, by table.
func (w *world) cells(text string) map[string]int {
	w.t.Helper()
	ctx, q := w.t.Context(), w.DB.Reader()
	list := `SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND p.type LIKE 'TEXT%' ORDER BY 1, 2`
	if w.DB.Dialect() == storage.Postgres {
		list = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND data_type IN ('text', 'jsonb') ORDER BY 1, 2`
	}
	rows, err := q.Query(ctx, list)
	w.must(err)
	type column struct{ table, name string }
	var columns []column
	for rows.Next() {
		var c column
		w.must(rows.Scan(&c.table, &c.name))
		columns = append(columns, c)
	}
	w.must(rows.Err())
	w.must(rows.Close())
	if len(columns) < 200 {
		w.t.Fatalf("only %d columns seen", len(columns))
	}
	found := map[string]int{}
	for _, c := range columns {
		var n int
		w.must(q.QueryRow(ctx, fmt.Sprintf(`SELECT COUNT(*) FROM %s WHERE CAST(%s AS TEXT) LIKE $1`, c.table, c.name), "%"+text+"%").Scan(&n))
		if n > 0 {
			found[c.table+"."+c.name] += n
		}
	}
	return found
}
