package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// Config is what the service needs from others.
type Config struct {
	Directory Directory
	Mailer    Mailer
	Texter    Texter // nil where no text messages can be sent
	// BaseURL is the address of the marketplace, such as https://market.example.com: links in mails begin with it.
	BaseURL string
}

// Service sends and shows messages. It is safe for concurrent use.
type Service struct {
	db    *storage.DB
	queue *job.Queue
	cfg   Config
	log   *slog.Logger
	wall  func() time.Time

	builtIn catalog
	edited  overrides
}

// New makes the service and registers its job with the queue, so call it before the queue starts.
func New(db *storage.DB, queue *job.Queue, cfg Config, log *slog.Logger) *Service {
	s := &Service{db: db, queue: queue, cfg: cfg, log: log, wall: clock.Wall, builtIn: mustCatalog()}
	job.Handle(queue, jobDeliver, s.deliver)
	return s
}

// SendTx stores the messages and one job that mails them. Messages whose key was used before are left out; when all
// are, there is no job either. An unknown event or a link that leaves the marketplace is the caller's mistake and an
// error; a forgotten value is logged and shows as a dash.
func (s *Service) SendTx(ctx context.Context, tx *storage.Tx, messages ...Message) error {
	if len(messages) == 0 {
		return nil
	}
	batch := id.New("nb", tx.Now)
	rows := make([]row, len(messages))
	for i, m := range messages {
		r, err := s.row(ctx, tx, m)
		if err != nil {
			return err
		}
		r.batch = batch
		rows[i] = r
	}
	inserted, err := insertMessages(ctx, tx, rows)
	if err != nil {
		return fmt.Errorf("send messages: %w", err)
	}
	if inserted == 0 {
		return nil
	}
	return s.queue.Enqueue(ctx, tx, jobDeliver, deliverArgs{Batch: batch})
}

func (s *Service) row(ctx context.Context, tx *storage.Tx, m Message) (row, error) {
	if s.builtIn[m.Event] == nil {
		return row{}, fmt.Errorf("notify: no text for event %q", m.Event)
	}
	if m.To == "" {
		return row{}, fmt.Errorf("notify: %s has no recipient", m.Event)
	}
	if m.Link != "" && !localPath(m.Link) {
		return row{}, fmt.Errorf("notify: link of %s is not a path of ours", m.Event)
	}
	if missing := s.builtIn.missing(m.Event, m.Params); len(missing) > 0 {
		s.log.ErrorContext(ctx, "message lacks values", "event", m.Event, "missing", missing)
	}
	params, err := json.Marshal(m.Params)
	if err != nil {
		return row{}, fmt.Errorf("notify: values of %s: %w", m.Event, err)
	}
	r := row{id: id.New("msg", tx.Now), to: m.To, event: m.Event, params: string(params), link: m.Link,
		class: m.Class, dedupe: m.Key, mail: mailWaiting, createdAt: tx.Now}
	if r.class == 0 {
		r.class = ClassOther
	}
	if r.dedupe == "" {
		r.dedupe = r.id
	}
	return r, nil
}
