package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/souk-market/souk/internal/storage"
)

// Event says what happened. Its JSON form is stored until every subscriber has seen it.
type Event interface{ EventName() string }

// The queues: sweeps have their own, so that a flood of events does not stop time.
const (
	queueTasks  = "tasks"
	queueSweeps = "sweeps"
)

// task is the one kind of River job: Name chooses the handler.
type task struct {
	Name string          `json:"name"`
	Args json.RawMessage `json:"args"`
}

// Kind names the job for River.
func (task) Kind() string { return "souk_task" }

type handler func(context.Context, json.RawMessage) error

type sweep struct {
	name  string
	every time.Duration
}

// Config sets the speed of the queue; the zero value is right for production.
type Config struct {
	Workers int           // tasks at a time; default 8
	Poll    time.Duration // how often to look for tasks; default 100 ms
}

// Queue accepts tasks, and runs them between Start and Stop.
type Queue struct {
	db          *storage.DB
	log         *slog.Logger
	cfg         Config
	insert      *river.Client[*sql.Tx]
	run         *river.Client[*sql.Tx]
	handlers    map[string]handler
	subscribers map[string][]string
	sweeps      []sweep
	stopping    atomic.Bool
}

// New makes a queue that only accepts. Register every handler before Start.
func New(db *storage.DB, log *slog.Logger, cfg Config) (*Queue, error) {
	insert, err := river.NewClient(db.JobDriver(), &river.Config{Logger: log})
	if err != nil {
		return nil, fmt.Errorf("job: %w", err)
	}
	if cfg.Workers == 0 {
		cfg.Workers = 8
	}
	if cfg.Poll == 0 {
		cfg.Poll = 100 * time.Millisecond
	}
	return &Queue{db: db, log: log, cfg: cfg, insert: insert,
		handlers: map[string]handler{}, subscribers: map[string][]string{}}, nil
}

// Handle registers the handler of the named task.
func Handle[A any](q *Queue, name string, fn func(context.Context, A) error) {
	q.handlers[name] = func(ctx context.Context, raw json.RawMessage) error {
		var args A
		if err := json.Unmarshal(raw, &args); err != nil {
			return river.JobCancel(fmt.Errorf("arguments of %s: %w", name, err)) // it will not get better
		}
		return fn(ctx, args)
	}
}

// Subscribe has fn run once, at least, for each event E. The subscriber's name must stay the same for ever:
// tasks that wait in the database carry it.
func Subscribe[E Event](q *Queue, subscriber string, fn func(context.Context, E) error) {
	var zero E
	event := zero.EventName()
	name := event + "/" + subscriber
	q.subscribers[event] = append(q.subscribers[event], name)
	Handle(q, name, fn)
}

// Every registers a sweep that one node runs each interval.
func (q *Queue) Every(name string, interval time.Duration, fn func(context.Context) error) {
	q.sweeps = append(q.sweeps, sweep{name, interval})
	q.handlers[name] = func(ctx context.Context, _ json.RawMessage) error { return fn(ctx) }
}

// Enqueue inserts a task within tx.
func (q *Queue) Enqueue(ctx context.Context, tx *storage.Tx, name string, args any) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("job %s: %w", name, err)
	}
	return q.insertAll(ctx, tx, []string{name}, raw)
}

// Publish inserts one task for each subscriber of the event within tx.
func (q *Queue) Publish(ctx context.Context, tx *storage.Tx, ev Event) error {
	names := q.subscribers[ev.EventName()]
	if len(names) == 0 {
		return nil
	}
	raw, err := json.Marshal(ev)
	if err != nil {
		return fmt.Errorf("event %s: %w", ev.EventName(), err)
	}
	return q.insertAll(ctx, tx, names, raw)
}

func (q *Queue) insertAll(ctx context.Context, tx *storage.Tx, names []string, raw json.RawMessage) error {
	many := make([]river.InsertManyParams, len(names))
	for i, name := range names {
		if q.handlers[name] == nil {
			return fmt.Errorf("job: nobody handles %s", name)
		}
		many[i] = river.InsertManyParams{Args: task{name, raw}, InsertOpts: &river.InsertOpts{Queue: queueTasks}}
	}
	if _, err := q.insert.InsertManyFastTx(ctx, tx.Raw(), many); err != nil {
		return fmt.Errorf("insert job: %w", err)
	}
	return nil
}

// worker hands each River job to its handler.
type worker struct {
	river.WorkerDefaults[task]
	q *Queue
}

// Work runs the handler.
func (w *worker) Work(ctx context.Context, j *river.Job[task]) error {
	fn := w.q.handlers[j.Args.Name]
	if fn == nil {
		return fmt.Errorf("job: nobody handles %s", j.Args.Name)
	}
	err := fn(ctx, j.Args.Args)
	if err != nil && ctx.Err() == nil {
		w.q.log.ErrorContext(ctx, "job failed", "job", j.Args.Name, "id", j.ID, "attempt", j.Attempt, "error", err)
	}
	return err
}

// jobTimeout is how long one run of a task may take.
const jobTimeout = time.Minute

// Start runs tasks and sweeps until Stop.
func (q *Queue) Start(ctx context.Context) error {
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{q: q})
	var periodic []*river.PeriodicJob
	for _, s := range q.sweeps {
		args := task{Name: s.name, Args: json.RawMessage("null")}
		opts := &river.InsertOpts{Queue: queueSweeps, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{
			ByArgs: true, ByState: []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending,
				rivertype.JobStateRunning, rivertype.JobStateScheduled, rivertype.JobStateRetryable}}}
		periodic = append(periodic, river.NewPeriodicJob(river.PeriodicInterval(s.every),
			func() (river.JobArgs, *river.InsertOpts) { return args, opts }, &river.PeriodicJobOpts{RunOnStart: true}))
	}
	client, err := river.NewClient(q.db.JobDriver(), &river.Config{
		Logger:            slog.New(quieter{q.log.Handler(), &q.stopping}),
		Workers:           workers,
		PeriodicJobs:      periodic,
		FetchPollInterval: q.cfg.Poll,
		FetchCooldown:     min(q.cfg.Poll, 20*time.Millisecond),
		JobTimeout:        jobTimeout,
		// After kill -9 of another node its jobs stay running; a sweep among them would keep all others of its name out.
		RescueStuckJobsAfter: jobTimeout + 15*time.Second,
		Queues: map[string]river.QueueConfig{
			queueTasks: {MaxWorkers: q.cfg.Workers}, queueSweeps: {MaxWorkers: 4},
		},
		CompletedJobRetentionPeriod: time.Hour,
	})
	if err != nil {
		return fmt.Errorf("job: %w", err)
	}
	if err := q.reviveTasks(ctx); err != nil {
		return fmt.Errorf("job: %w", err)
	}
	q.run = client
	return client.Start(ctx)
}

// Stop lets running tasks end, and cancels them when ctx is done first. What did not end runs again later.
func (q *Queue) Stop(ctx context.Context) error {
	if q.run == nil {
		return nil
	}
	q.stopping.Store(true)
	err := q.run.Stop(ctx)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		return q.run.StopAndCancel(last)
	}
	return err
}
