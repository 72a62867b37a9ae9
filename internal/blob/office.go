package blob

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
)

func checkDOC(_ context.Context, r io.ReaderAt, size int64) error {
	return checkCompound(r, size, "doc", "WordDocument")
}

func checkPPT(_ context.Context, r io.ReaderAt, size int64) error {
	return checkCompound(r, size, "ppt", "PowerPoint Document")
}

const directoryEntry = 128 // bytes; entries of a compound file begin at multiples of it (MS-CFB 2.6.1)

// checkCompound looks in a compound file for the stream that makes it a document of
// its program. It reads every place where a directory entry may lie instead of
// following the chain of sectors: there is no chain to be led astray by.
func checkCompound(r io.ReaderAt, size int64, extension, stream string) error {
	want := compoundName(stream)
	in := bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 64<<10)
	entry := make([]byte, directoryEntry)
	for {
		switch _, err := io.ReadFull(in, entry); {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return ErrMismatch.With("extension", extension, "found", "OLE")
		case err != nil:
			return err
		}
		// Name, its length in bytes, and type 2: a stream.
		if [66]byte(entry) == want && entry[66] == 2 {
			return nil
		}
	}
}

// compoundName is the 64 bytes of a name as an entry holds it, and its length with the final zero.
func compoundName(s string) (out [66]byte) {
	units := utf16.Encode([]rune(s))
	for i, u := range units {
		binary.LittleEndian.PutUint16(out[2*i:], u)
	}
	binary.LittleEndian.PutUint16(out[64:], uint16(2*len(units)+2))
	return out
}
