package api

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

type fileView struct {
	ID        string    `json:"id" doc:"Name it in a product's content." example:"blb_01kb3v0000000000000000000"`
	Name      string    `json:"name" doc:"As it was uploaded, made safe."`
	Type      string    `json:"type" doc:"Media type." example:"image/png"`
	Size      int64     `json:"size" doc:"Bytes as stored."`
	Purpose   string    `json:"purpose"`
	URL       string    `json:"url" doc:"Path at which it is served once the product is on sale."`
	SHA256    string    `json:"sha256" doc:"Of the bytes as stored, in hex."`
	Received  string    `json:"received_sha256,omitempty" doc:"Of the bytes as they were uploaded: pictures are drawn anew."`
	CreatedAt time.Time `json:"created_at"`
}

// RawInput keeps the request, whose file is read here: the library would spool the whole form to a disk before anybody looked at it.
type RawInput struct {
	request *http.Request
	writer  http.ResponseWriter
}

// Resolve keeps the request.
func (in *RawInput) Resolve(ctx huma.Context) []error {
	in.request, in.writer = humago.Unwrap(ctx)
	return nil
}

type uploadInput struct {
	RawInput
	Purpose string `query:"purpose" required:"true" enum:"logo,guide,product_image,product_video,copyright,package,template,testreport,sample,identity,seller_logo,seller_licence,seller_rights,seller_compliance,tech_certificate,joint,asset_appeal,store_media,store_story,rating" doc:"A logo is a PNG or JPEG of 120×120, at most 5 MB; a guide and a copyright certificate are documents or archives, at most 20 MB; a product_image is a PNG, JPEG or GIF of 800×600, at most 5 MB; a product_video an MP4, a package a zip, tar or tar.gz, both at most 50 MB; a template a Terraform module as zip, at most 5 MB; a testreport a PDF, DOCX or zip; a sample a zip, XLSX or PDF; an identity document is a PNG, JPEG or PDF, at most 10 MB. The others belong to a seller: its logo, licence, proof of rights and compliance letter, the film or picture of its storefront (780×440) and the pictures of its brand story (900 to 1200 wide). A rating takes a PNG or JPEG of at most 5 MB from a buyer."`
}

func (s *server) files() {
	op := operation{id: "upload-file", method: post, path: "/files", tag: tagProducts, summary: "Upload a file",
		description: "Takes multipart/form-data with one part named file. The real type of its content is checked, and what is inside an archive.",
		needs:       need(account.SellerApplications, account.SellerAssets, account.SellerInfo, account.SellerStorefront, account.MainUser, account.BuyerServices), service: []string{"blob.Put"}, status: http.StatusCreated,
		errors: []*apperr.Error{ErrFilePart, ErrBodyForm, blob.ErrEmpty, blob.ErrTooLarge, blob.ErrAccountFull, blob.ErrDayLimit, blob.ErrExtension, blob.ErrMismatch, blob.ErrPictureBroken,
			blob.ErrVideoBroken, blob.ErrVideoSize, blob.ErrVideoRange, blob.ErrTemplateMain, blob.ErrPictureSize, blob.ErrPictureRange, blob.ErrArchiveBroken, blob.ErrArchiveEntries, blob.ErrArchiveSize, blob.ErrArchiveRatio,
			blob.ErrArchivePath, blob.ErrArchiveEncrypted, blob.ErrArchiveOverlap, blob.ErrArchiveMethod}}
	register(s, op, s.upload)
	s.takesFile(op)
	s.ownFiles()
}

// takesFile says in the document that the body of an operation is a form with a file.
func (s *server) takesFile(op operation) {
	s.api.OpenAPI().Paths[op.path].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{
			"file": {Type: huma.TypeString, Format: "binary", Description: "The file with its name."}}}}}}
}

func fileOf(f blob.File) fileView {
	return fileView{f.ID, f.Name, f.Type, f.Size, string(f.Purpose), blob.URL(f.ID), f.SHA256, f.Received, f.CreatedAt.UTC()}
}

// ownFiles are for programs that keep a product as files.
func (s *server) ownFiles() {
	needs := need(account.SellerApplications)
	register(s, operation{id: "get-file", method: get, path: "/files/{id}", tag: tagProducts, summary: "Get what is known of a file",
		description: "Of your own uploads for products.", needs: needs, service: []string{"blob.Get"}, errors: []*apperr.Error{blob.ErrNotFound}},
		func(ctx context.Context, in *IDInput) (*output[fileView], error) {
			f, err := s.ownFile(ctx, in.ID)
			return answer(fileOf(f), err)
		})
	register(s, operation{id: "get-file-content", method: get, path: "/files/{id}/content", tag: tagProducts, summary: "Get a file",
		description: "Of your own uploads for products.", needs: needs, service: []string{"blob.Open"}, errors: []*apperr.Error{blob.ErrNotFound}},
		func(ctx context.Context, in *IDInput) (*huma.StreamResponse, error) {
			if _, err := s.ownFile(ctx, in.ID); err != nil {
				return nil, err
			}
			return s.private(ctx, in.ID)
		})
}

// ownFile is a file that the actor uploaded for a product; anything else is not there.
func (s *server) ownFile(ctx context.Context, id string) (blob.File, error) {
	f, err := s.Files.Get(ctx, id)
	if err == nil && (f.Owner != actor(ctx).ID || f.Purpose.Private()) {
		err = blob.ErrNotFound
	}
	if err != nil {
		return blob.File{}, err
	}
	return f, nil
}

// private answers with a file that not everybody may see; the caller has asked whether this one may.
func (s *server) private(ctx context.Context, id string) (*huma.StreamResponse, error) {
	f, data, err := s.Files.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	return streamed(f, data), nil
}

// streamed is the answer with a private file, and closes it.
func streamed(f blob.File, data io.ReadCloser) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer func() { _ = data.Close() }() // only read
		c.SetHeader("Content-Type", f.Type)
		c.SetHeader("X-Content-Type-Options", "nosniff")
		c.SetHeader("Cache-Control", "no-store")
		_, _ = io.Copy(c.BodyWriter(), data) // a client that left is no error
	}}
}

func (s *server) upload(ctx context.Context, in *uploadInput) (*output[fileView], error) {
	if err := mayUpload(actor(ctx), blob.Purpose(in.Purpose)); err != nil {
		return nil, err
	}
	return s.take(ctx, in.RawInput, blob.Purpose(in.Purpose))
}

// take stores the file of a form.
func (s *server) take(ctx context.Context, in RawInput, purpose blob.Purpose) (*output[fileView], error) {
	in.request.Body = http.MaxBytesReader(in.writer, in.request.Body, maxUpload)
	form, err := in.request.MultipartReader()
	if err != nil {
		return nil, s.declared(ctx, ErrMediaType.With("type", "multipart/form-data"), http.StatusUnsupportedMediaType)
	}
	part, err := filePart(form)
	if err != nil {
		return nil, err
	}
	f, err := s.Files.Put(ctx, blob.PutInput{Owner: actor(ctx).ID, Purpose: purpose, Name: part.FileName(), Reader: whole{part}, Counted: true})
	return answer(fileOf(f), err)
}

// mayUpload asks for the permission of the forms that take files of the purpose. Applicants are no sellers yet.
func mayUpload(who account.Actor, p blob.Purpose) error {
	needs := need(account.SellerApplications)
	switch p {
	case blob.PurposeIdentity:
		needs = need(account.MainUser)
	case blob.PurposeSellerLogo, blob.PurposeSellerLicence, blob.PurposeSellerRights:
		needs = need(account.SellerInfo, account.MainUser)
	case blob.PurposePackage:
		needs = need(account.SellerApplications, account.SellerAssets)
	case blob.PurposeAppeal:
		needs = need(account.SellerAssets)
	case blob.PurposeRating:
		needs = need(account.BuyerServices)
	case blob.PurposeCompliance:
		needs = need(account.SellerInfo)
	case blob.PurposeTechCertificate:
		needs = need(account.SellerPlans)
	case blob.PurposeStoreMedia, blob.PurposeStoreStory:
		needs = need(account.SellerStorefront)
	}
	if slices.ContainsFunc(needs, who.Can) {
		return nil
	}
	return who.May(needs[0])
}

// filePart finds the file; the form has nothing before it.
func filePart(form *multipart.Reader) (*multipart.Part, error) {
	part, err := form.NextPart()
	switch {
	case errors.Is(err, io.EOF):
		return nil, ErrFilePart
	case err != nil:
		return nil, unread(err)
	case part.FormName() != "file" || part.FileName() == "":
		return nil, ErrFilePart
	}
	return part, nil
}

// whole reads a part and says in our words what is wrong with the frame around it.
type whole struct{ part *multipart.Part }

// Read reads on.
func (w whole) Read(p []byte) (int, error) {
	n, err := w.part.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = unread(err)
	}
	return n, err
}

// unread tells a request that is too large from one that is damaged.
func unread(err error) error {
	var cut *http.MaxBytesError
	if errors.As(err, &cut) {
		return ErrBodyTooLarge
	}
	return ErrBodyForm
}
