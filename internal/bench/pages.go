package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
)

// Pages asks for pages of one server over kept-alive connections.
type Pages struct {
	Addr     string // host:port
	Paths    []string
	Conns    int
	Duration time.Duration
}

// Run asks for the paths in turn on every connection for the duration. Every answer must be 200.
func (p Pages) Run(ctx context.Context) (Result, error) {
	start := clock.Wall()
	var mu sync.Mutex
	var took []time.Duration
	var errs []error
	var wg sync.WaitGroup
	for n := range p.Conns {
		wg.Go(func() {
			mine, err := p.connection(ctx, n, start)
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
			if err != nil {
				errs = append(errs, err)
			}
		})
	}
	wg.Wait()
	return Result{Count: int64(len(took)), Took: clock.Wall().Sub(start), Latency: percentiles(took), Failed: int64(len(errs))}, errors.Join(errs...)
}

func (p Pages) connection(ctx context.Context, n int, start time.Time) ([]time.Duration, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", p.Addr)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	r := bufio.NewReaderSize(conn, 64<<10)
	var took []time.Duration
	for i := n; ; i++ {
		from := clock.Wall()
		if from.Sub(start) >= p.Duration || ctx.Err() != nil {
			return took, nil
		}
		if err := get(conn, r, p.Addr, p.Paths[i%len(p.Paths)]); err != nil {
			return took, err
		}
		took = append(took, clock.Wall().Sub(from))
	}
}

// get is as little of a client as will do, so that the server is measured and not the client.
func get(conn net.Conn, r *bufio.Reader, host, path string) error {
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Language: zh-CN\r\nAccept-Encoding: gzip\r\n\r\n", path, host); err != nil {
		return err
	}
	status, err := r.ReadString('\n')
	if err != nil {
		return err
	}
	if !strings.HasPrefix(status, "HTTP/1.1 200") {
		return fmt.Errorf("%s answered %s", path, strings.TrimSpace(status))
	}
	length := int64(-1)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		if line == "\r\n" {
			break
		}
		if v, ok := strings.CutPrefix(strings.ToLower(line), "content-length:"); ok {
			if length, err = strconv.ParseInt(strings.TrimSpace(v), 10, 64); err != nil {
				return err
			}
		}
	}
	if length < 0 {
		return fmt.Errorf("%s has no Content-Length", path)
	}
	_, err = io.CopyN(io.Discard, r, length)
	return err
}
