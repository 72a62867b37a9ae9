package blob

import (
	"bytes"
	"compress/flate"
	"context"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Limits on archives.
const (
	maxEntries   = 10_000
	maxUnpacked  = 200 * mb
	maxRatio     = 100
	ratioMatters = 1 * mb // smaller entries may shrink as they like
)

// Methods of packing that every program reads.
const (
	methodStore   = 0
	methodDeflate = 8
)

func checkPlainZIP(ctx context.Context, r io.ReaderAt, size int64) error {
	entries, err := checkArchive(ctx, r, size)
	if err == nil && holds(entries, contentTypes) {
		err = ErrMismatch.With("extension", "zip", "found", "Office Open XML")
	}
	return err
}

func checkDOCX(ctx context.Context, r io.ReaderAt, size int64) error {
	entries, err := checkArchive(ctx, r, size)
	if err == nil && !isOfficeXML(entries, "word/") {
		err = ErrMismatch.With("extension", "docx", "found", "ZIP")
	}
	return err
}

func checkPPTX(ctx context.Context, r io.ReaderAt, size int64) error {
	entries, err := checkArchive(ctx, r, size)
	if err == nil && !isOfficeXML(entries, "ppt/") {
		err = ErrMismatch.With("extension", "pptx", "found", "ZIP")
	}
	return err
}

func checkXLSX(ctx context.Context, r io.ReaderAt, size int64) error {
	entries, err := checkArchive(ctx, r, size)
	if err == nil && !isOfficeXML(entries, "xl/") {
		err = ErrMismatch.With("extension", "xlsx", "found", "ZIP")
	}
	return err
}

// checkTemplate takes a Terraform module: its files at the top of a plain ZIP (open-apis F2).
func checkTemplate(ctx context.Context, r io.ReaderAt, size int64) error {
	entries, err := checkArchive(ctx, r, size)
	if err == nil && !holds(entries, "main.tf") {
		err = ErrTemplateMain
	}
	return err
}

// contentTypes is the entry that every Office Open XML document has.
const contentTypes = "[Content_Types].xml"

func isOfficeXML(entries []zipEntry, folder string) bool {
	inside := slices.ContainsFunc(entries, func(e zipEntry) bool { return bytes.HasPrefix(e.name, []byte(folder)) })
	return inside && holds(entries, contentTypes)
}

func holds(entries []zipEntry, name string) bool {
	return slices.ContainsFunc(entries, func(e zipEntry) bool { return string(e.name) == name })
}

// checkArchive walks a ZIP file: first what the directory claims, then, by
// unpacking into nothing, whether it is true.
func checkArchive(ctx context.Context, r io.ReaderAt, size int64) ([]zipEntry, error) {
	entries, err := readDirectory(r, size)
	if err != nil {
		return nil, err
	}
	var total int64
	for _, e := range entries {
		if err := e.acceptable(); err != nil {
			return nil, err
		}
		if total += e.size; total > maxUnpacked {
			return nil, ErrArchiveSize.With("max", maxUnpacked/mb)
		}
	}
	if overlapping(entries) {
		return nil, ErrArchiveOverlap
	}
	u := unpacker{from: r, inflate: flate.NewReader(nil)}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !u.intact(e) {
			return nil, ErrArchiveBroken
		}
	}
	return entries, nil
}

func (e zipEntry) acceptable() error {
	name := e.readable()
	switch {
	case e.flags&flagEncrypted != 0:
		return ErrArchiveEncrypted
	case e.link || leadsOut(name):
		return ErrArchivePath.With("name", show(name))
	case e.method != methodStore && e.method != methodDeflate:
		return ErrArchiveMethod.With("name", show(name))
	case e.method == methodStore && e.packed != e.size:
		return ErrArchiveBroken
	case e.size > ratioMatters && e.size/maxRatio > e.packed:
		return ErrArchiveRatio.With("name", show(name), "max", maxRatio)
	}
	return nil
}

// readable decodes a name. Chinese Windows writes GBK without saying so, and in GBK
// the byte of a backslash can be half a character.
func (e zipEntry) readable() string {
	if e.flags&flagUTF8 != 0 || utf8.Valid(e.name) {
		return string(e.name)
	}
	name, err := simplifiedchinese.GB18030.NewDecoder().Bytes(e.name)
	if err != nil {
		return string(e.name)
	}
	return string(name)
}

// leadsOut finds names that would be written outside the folder an archive is
// unpacked into, or that no folder can hold. Old Windows programs write backslashes.
func leadsOut(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	if name == "" || strings.HasPrefix(name, "/") || strings.Contains(strings.SplitN(name, "/", 2)[0], ":") {
		return true
	}
	return slices.Contains(strings.Split(name, "/"), "..") || strings.ContainsFunc(name, unicode.IsControl)
}

// show makes an entry's name fit for a message.
func show(name string) string {
	name, _ = cleanName(name)
	return name
}

func overlapping(entries []zipEntry) bool {
	sorted := slices.Clone(entries)
	slices.SortFunc(sorted, func(a, b zipEntry) int { return int(a.header - b.header) })
	for i := 1; i < len(sorted); i++ {
		if sorted[i].header < sorted[i-1].end() {
			return true
		}
	}
	return false
}

// unpacker unpacks entries into nothing. One inflater serves all: a fresh one takes 40 KB.
type unpacker struct {
	from    io.ReaderAt
	inflate io.ReadCloser // also a flate.Resetter
}

// intact compares size and checksum of an entry's content with what was claimed.
func (u unpacker) intact(e zipEntry) bool {
	var data io.Reader = io.NewSectionReader(u.from, e.offset, e.packed)
	if e.method == methodDeflate {
		reset, ok := u.inflate.(flate.Resetter)
		if !ok || reset.Reset(data, nil) != nil {
			return false
		}
		data = u.inflate
	}
	sum := crc32.NewIEEE()
	n, err := io.Copy(sum, io.LimitReader(data, e.size+1))
	return err == nil && n == e.size && sum.Sum32() == e.crc
}
