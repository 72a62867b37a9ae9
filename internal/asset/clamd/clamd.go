package clamd

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

const (
	chunkSize = 64 << 10
	maxReply  = 4 << 10
	patience  = 5 * time.Minute // for one stream
)

// The errors of the protocol.
var (
	ErrAddress = errors.New("clamd: give unix:/path/to/socket or tcp:127.0.0.1:3310; other machines are not asked")
	ErrReply   = errors.New("clamd: an answer that is none of INSTREAM")
	ErrRefused = errors.New("clamd: the daemon could not scan")
)

// Client asks one daemon. It is safe for concurrent use.
type Client struct{ network, address string }

// New is the client of a daemon at unix:PATH or tcp:HOST:PORT, where HOST is a loopback address. Errors: ErrAddress.
func New(address string) (*Client, error) {
	network, at, ok := strings.Cut(address, ":")
	switch {
	case ok && network == "unix" && strings.HasPrefix(at, "/"):
		return &Client{network, at}, nil
	case ok && network == "tcp":
		host, port, err := net.SplitHostPort(at)
		if ip := net.ParseIP(host); err == nil && port != "" && ip != nil && ip.IsLoopback() {
			return &Client{network, at}, nil
		}
	}
	return nil, ErrAddress
}

// Scan sends a stream. A name is that of the virus found; "" is clean. Errors: ErrRefused with the daemon's words, ErrReply, and
// those of the connection and of r.
func (c *Client) Scan(ctx context.Context, r io.Reader) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, c.network, c.address)
	if err != nil {
		return "", fmt.Errorf("reach clamd: %w", err)
	}
	defer func() { _ = conn.Close() }() // what it said was read, or nobody waits for it
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	var unread readError
	sent := send(conn, r)
	if errors.As(sent, &unread) {
		return "", unread.error
	}
	name, err := receive(conn) // a daemon that refuses says why and closes while we still send
	if err != nil && sent != nil && !errors.Is(err, ErrRefused) {
		err = fmt.Errorf("send to clamd: %w", sent)
	}
	if err == nil && sent != nil && name == "" {
		err = fmt.Errorf("send to clamd: %w", sent) // clean, but it did not see everything
	}
	if ctx.Err() != nil && err != nil {
		err = fmt.Errorf("wait for clamd: %w", ctx.Err())
	}
	return name, err
}

// readError is an error of what is scanned, not of the daemon.
type readError struct{ error }

func send(w io.Writer, r io.Reader) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	chunk := make([]byte, 4+chunkSize)
	for {
		n, err := io.ReadFull(r, chunk[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(chunk, uint32(n))
			if _, err := w.Write(chunk[:4+n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			_, err = w.Write([]byte{0, 0, 0, 0})
			return err
		case err != nil:
			return readError{err}
		}
	}
}

func receive(r io.Reader) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxReply))
	text, _, whole := strings.Cut(string(raw), "\x00")
	if !whole {
		if err != nil {
			return "", fmt.Errorf("read from clamd: %w", err)
		}
		return "", ErrReply
	}
	text = strings.TrimSpace(text)
	if _, ok := strings.CutSuffix(text, " ERROR"); ok || strings.HasSuffix(text, "ERROR") {
		return "", fmt.Errorf("%w: %q", ErrRefused, text)
	}
	answer, ok := strings.CutPrefix(text, "stream: ")
	name, found := strings.CutSuffix(answer, " FOUND")
	switch {
	case ok && answer == "OK":
		return "", nil
	case ok && found && name != "":
		return name, nil
	}
	return "", ErrReply
}
