package catalog

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/richtext"
)

// looked is a version with all that the machine checks had to ask elsewhere for. What they say about it is a pure function of it.
type looked struct {
	content  Content
	form     map[string]*apperr.Error
	alike    []otherName
	links    []lookedLink
	unasked  int // links beyond the most that are followed
	pictures []lookedPicture
	guide    lookedGuide
}

// lookedLink is a link of a rich text and what came of following it.
type lookedLink struct {
	field string
	url   string
	fault linkFault
}

// linkFault says why a link leads nowhere; "" when it leads somewhere.
type linkFault string

const (
	linkGone    linkFault = "gone"    // the server says that there is no such page
	linkRefused linkFault = "refused" // no address that may be called, or none at all
	linkSilent  linkFault = "silent"  // no answer now: it may be the server's fault, or the network's
)

// lookedPicture is an uploaded picture and what it shows.
type lookedPicture struct {
	field string
	fault pictureFault
}

const (
	namesAtOnce = 1000             // names that are read in one go
	maxAlike    = 3                // similar names that are told
	maxLinks    = 10               // links that are followed
	linkTimeout = 4 * time.Second  // for one
	linksTime   = 15 * time.Second // for all of them
	linksAtOnce = 4
)

// look asks what the checks need to know. No transaction is open. An error is one of ours: what the world does is a finding.
func (s *Service) look(ctx context.Context, d Draft) (looked, error) {
	out := looked{content: d.Content}
	own, err := s.sellers.Get(ctx, d.SellerID)
	if err != nil {
		return looked{}, err
	}
	err = s.ready(ctx, own, d)
	if out.form = apperr.FieldsOf(err); err != nil && len(out.form) == 0 {
		return looked{}, err
	}
	if out.alike, err = s.lookAlike(ctx, d); err != nil {
		return looked{}, err
	}
	if out.pictures, err = s.lookPictures(ctx, d.Content); err != nil {
		return looked{}, err
	}
	if out.guide, err = s.lookGuide(ctx, d.Content); err != nil {
		return looked{}, err
	}
	out.links, out.unasked = s.lookLinks(ctx, d.Content)
	return out, ctx.Err()
}

// lookAlike finds products of other sellers whose name cannot be told from this one, the ends that tell the forms of one product
// apart left out. It reads all names that are on sale: a thousand takes some milliseconds, and a catalogue is small.
func (s *Service) lookAlike(ctx context.Context, d Draft) ([]otherName, error) {
	mine := map[string]bool{}
	for _, name := range []string{d.Content.Name.ZH, d.Content.Name.EN} {
		if look := skeletonStem(name); look != "" {
			mine[look] = true
		}
	}
	var out []otherName
	for after := ""; len(mine) > 0; {
		names, err := listOtherNames(ctx, s.db.Reader(), after, d.SellerID, namesAtOnce)
		if err != nil {
			return nil, err
		}
		for _, o := range names {
			if mine[skeletonStem(o.name.ZH)] || o.name.EN != "" && mine[skeletonStem(o.name.EN)] {
				if out = append(out, o); len(out) == maxAlike {
					return out, nil
				}
			}
		}
		if len(names) < namesAtOnce {
			break
		}
		after = names[len(names)-1].productID
	}
	return out, nil
}

// richFields are the rich texts of a content, by field.
func (c Content) richFields() [][2]string {
	return [][2]string{{"introduction_zh", c.Introduction.ZH}, {"introduction_en", c.Introduction.EN}, {"terms_zh", c.Terms.ZH}, {"terms_en", c.Terms.EN}}
}

// lookLinks follows the links of the rich texts, a few at once and for a bounded time.
func (s *Service) lookLinks(ctx context.Context, c Content) (out []lookedLink, unasked int) {
	if s.links == nil {
		return nil, 0
	}
	known := map[string]bool{}
	for _, rich := range c.richFields() {
		links, _ := richtext.Addresses(rich[1])
		for _, url := range links {
			if known[url] || !strings.HasPrefix(strings.ToLower(url), "http") { // mail and telephone
				continue
			}
			known[url] = true
			if len(out) == maxLinks {
				unasked++
				continue
			}
			out = append(out, lookedLink{field: rich[0], url: url})
		}
	}
	ctx, cancel := context.WithTimeout(ctx, linksTime)
	defer cancel()
	var wait sync.WaitGroup
	slots := make(chan struct{}, linksAtOnce)
	for i := range out {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			out[i].fault = s.follows(ctx, out[i].url)
		})
	}
	wait.Wait()
	return out, unasked
}

// follows asks one address. A redirection leads somewhere; a page that is too large is there.
func (s *Service) follows(ctx context.Context, url string) linkFault {
	reply, err := s.links.Do(ctx, egress.Request{URL: url, Timeout: linkTimeout, MaxBody: 64 << 10})
	var failed *egress.Error
	status := reply.Status
	if errors.As(err, &failed) {
		status = failed.Status
		switch failed.Kind {
		case egress.KindBadURL, egress.KindBlockedAddress:
			return linkRefused
		}
	}
	switch {
	case status == 404 || status == 410:
		return linkGone
	case status == 0 || status >= 500:
		return linkSilent
	}
	return "" // also what asks for a login, or dislikes programs
}

// lookPictures opens each picture of a content: logo, main images, and those of the rich texts.
func (s *Service) lookPictures(ctx context.Context, c Content) ([]lookedPicture, error) {
	if s.uploads == nil {
		return nil, nil
	}
	type place struct{ field, blob string }
	places := []place{{"logo", c.Logo}}
	for i, blob := range c.Images {
		places = append(places, place{fmt.Sprintf("images_%d", i), blob})
	}
	for _, rich := range c.richFields() {
		_, sources := richtext.Addresses(rich[1])
		for _, src := range sources {
			places = append(places, place{rich[0], src[strings.LastIndex(src, "/")+1:]})
		}
	}
	var out []lookedPicture
	for _, p := range places {
		if p.blob == "" {
			continue // the form says so
		}
		fault, err := s.lookPicture(ctx, p.blob, p.field == "logo")
		if err != nil {
			return nil, err
		}
		out = append(out, lookedPicture{p.field, fault})
	}
	return out, nil
}

func (s *Service) lookPicture(ctx context.Context, blobID string, logo bool) (pictureFault, error) {
	file, err := s.uploads.OpenUpload(ctx, blobID)
	if err != nil {
		if apperr.Of(err).Kind == apperr.Internal {
			return "", err
		}
		return pictureMissing, nil
	}
	defer func() { _ = file.Close() }()
	return judgePicture(file, logo), nil
}
