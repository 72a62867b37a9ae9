package app_test

import (
	"archive/tar"
	"bytes"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/asset"
	"github.com/souk-market/souk/internal/blob"
)

// assets makes an asset that waits for an operator, and that has a package.
func (w *world) assets() {
	t, ctx := w.t, w.t.Context()
	var b bytes.Buffer
	archive := tar.NewWriter(&b)
	w.must(archive.WriteHeader(&tar.Header{Name: "bin/app", Size: 1, Mode: 0o600, Typeflag: tar.TypeReg}))
	_, err := archive.Write([]byte("x"))
	w.must(err)
	w.must(archive.Close())
	file := get[blob.File](t)(w.Blobs.Put(ctx, blob.PutInput{Owner: w.Seller.ID, Purpose: blob.PurposePackage, Name: "app.tar", Reader: &b}))
	a := get[asset.Asset](t)(w.App.Assets.Save(ctx, asset.SaveInput{Actor: w.Seller, Kind: asset.KindPackage, Form: asset.Form{Name: "app", Version: "V1.0", File: file.ID}}))
	get[asset.Asset](t)(w.App.Assets.Submit(ctx, asset.Input{Actor: w.Seller, ID: a.ID, Rev: a.Rev}))
	w.Await("the asset waits for an operator", func() bool {
		return get[asset.Detail](t)(w.App.Assets.Get(ctx, w.Seller, a.ID)).Decidable()
	})
	w.add([]account.Actor{w.Seller, w.Operator}, a.ID, "/api/v1/assets/{id}")
}
