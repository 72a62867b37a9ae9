package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

type serveCmd struct {
	Settings
}

// Run serves until it is told to stop.
func (c *serveCmd) Run(ctx context.Context) error {
	ln, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	c.Listen = ln.Addr().String()
	log := c.logger()
	a, err := New(ctx, c.Settings, log)
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	return a.serve(ctx, ln, func() error {
		log.Info("ready", "url", c.publicURL(), "database", a.DB.Dialect())
		return nil
	})
}

// serve runs the rooms and answers requests on ln until ctx is done; then it stops from the top down.
func (a *App) serve(ctx context.Context, ln net.Listener, ready func() error) error {
	process, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	handler, err := a.Handler()
	if err != nil {
		return errors.Join(err, ln.Close(), a.Close())
	}
	if err := a.Start(process); err != nil {
		return errors.Join(err, ln.Close(), a.Close())
	}
	srv := newServer(handler, a.Log)
	srv.RegisterOnShutdown(a.Sandbox.Stop) // a request that waits for a move of the clock would hold the server open
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	err = ready()
	if err == nil {
		select {
		case err = <-failed:
		case <-ctx.Done():
		}
	}
	a.Log.Info("stopping")
	grace, cancelGrace := context.WithTimeout(process, stopWithin)
	defer cancelGrace()
	if stopErr := srv.Shutdown(grace); stopErr != nil {
		err = errors.Join(err, fmt.Errorf("stop server: %w", stopErr))
	}
	return errors.Join(err, a.Stop(process), a.Close())
}

// newServer is an HTTP server with limits against slow and greedy clients. There is no write limit: a live question to
// a seller's server may take 20 seconds, and downloads take what they take.
func newServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
