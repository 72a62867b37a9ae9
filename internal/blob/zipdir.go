package blob

import (
	"bytes"
	"encoding/binary"
	"io"
)

// The parts of a ZIP file (APPNOTE 4.3), little endian.
const (
	endSize, endMark       = 22, 0x06054b50
	centralSize, cenMark   = 46, 0x02014b50
	localSize, localMark   = 30, 0x04034b50
	maxComment             = 65535
	flagEncrypted          = 1<<0 | 1<<6 | 1<<13 // plain, strong, masked header
	flagUTF8               = 1 << 11
	madeByUnix             = 3
	unixTypeMask, unixLink = 0o170000, 0o120000
)

// zipEntry is one line of the central directory, with where its data lies.
type zipEntry struct {
	name           []byte
	flags, method  uint16
	crc            uint32
	packed, size   int64
	header, offset int64 // of the local header and of the data
	link           bool
}

func (e zipEntry) end() int64 { return e.offset + e.packed }

// readDirectory reads the central directory by hand. The standard library's reader
// would load any number of entries first, accepts bytes before and behind the
// archive, and does not tell where an entry's header lies.
func readDirectory(r io.ReaderAt, size int64) ([]zipEntry, error) {
	end, at, err := readEnd(r, size)
	if err != nil {
		return nil, err
	}
	count := int(binary.LittleEndian.Uint16(end[10:]))
	length, start := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	if start+length != at || count == 0xffff || binary.LittleEndian.Uint32(end[4:]) != 0 {
		return nil, ErrArchiveBroken // ZIP64, several disks, or bytes that belong to nothing
	}
	if count > maxEntries {
		return nil, ErrArchiveEntries.With("max", maxEntries)
	}
	dir := make([]byte, length) // at most the file's own size
	if _, err := r.ReadAt(dir, start); err != nil {
		return nil, ErrArchiveBroken
	}
	entries := make([]zipEntry, 0, count)
	for len(dir) > 0 {
		e, rest, err := readCentral(dir)
		if err != nil {
			return nil, err
		}
		if err := e.locate(r, start); err != nil {
			return nil, err
		}
		if entries, dir = append(entries, e), rest; len(entries) > count {
			return nil, ErrArchiveBroken
		}
	}
	if len(entries) != count {
		return nil, ErrArchiveBroken
	}
	return entries, nil
}

// readEnd finds the end record: the last one whose comment ends exactly with the file.
func readEnd(r io.ReaderAt, size int64) (end []byte, at int64, err error) {
	tail := make([]byte, min(size, endSize+maxComment))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return nil, 0, ErrArchiveBroken
	}
	mark := binary.LittleEndian.AppendUint32(nil, endMark)
	for i := bytes.LastIndex(tail, mark); i >= 0; i = bytes.LastIndex(tail[:i], mark) {
		if rest := tail[i:]; len(rest) >= endSize && len(rest) == endSize+int(binary.LittleEndian.Uint16(rest[20:])) {
			return rest[:endSize], size - int64(len(rest)), nil
		}
	}
	return nil, 0, ErrArchiveBroken
}

func readCentral(dir []byte) (e zipEntry, rest []byte, err error) {
	le := binary.LittleEndian
	if len(dir) < centralSize || le.Uint32(dir) != cenMark {
		return e, nil, ErrArchiveBroken
	}
	nameLen := int(le.Uint16(dir[28:]))
	total := centralSize + nameLen + int(le.Uint16(dir[30:])) + int(le.Uint16(dir[32:]))
	if len(dir) < total {
		return e, nil, ErrArchiveBroken
	}
	e = zipEntry{
		name:  dir[centralSize : centralSize+nameLen],
		flags: le.Uint16(dir[8:]), method: le.Uint16(dir[10:]), crc: le.Uint32(dir[16:]),
		packed: int64(le.Uint32(dir[20:])), size: int64(le.Uint32(dir[24:])), header: int64(le.Uint32(dir[42:])),
		link: dir[5] == madeByUnix && le.Uint16(dir[40:])&unixTypeMask == unixLink,
	}
	return e, dir[total:], nil
}

// locate reads the local header, which must name the same file: programs differ in which of the two they believe.
func (e *zipEntry) locate(r io.ReaderAt, directory int64) error {
	le := binary.LittleEndian
	head := make([]byte, localSize+len(e.name))
	if _, err := r.ReadAt(head, e.header); err != nil || le.Uint32(head) != localMark {
		return ErrArchiveBroken
	}
	if int(le.Uint16(head[26:])) != len(e.name) || !bytes.Equal(head[localSize:], e.name) {
		return ErrArchiveBroken
	}
	e.flags |= le.Uint16(head[6:]) & flagEncrypted
	e.offset = e.header + localSize + int64(len(e.name)) + int64(le.Uint16(head[28:]))
	if e.end() > directory {
		return ErrArchiveBroken
	}
	return nil
}
