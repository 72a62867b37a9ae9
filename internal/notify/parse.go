package notify

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"regexp"
	"strings"
	"time"
)

// StoredMail is a mail as a Dir keeps it.
type StoredMail struct {
	Name        string // of the file
	From, To    string
	Subject     string
	MessageID   string
	Date        time.Time
	Headers     []Header // as they were sent, decoded, in their order
	Text, HTML  string   // the parts
	Links       []string // addresses in the text part
	SizeInBytes int
}

// Header is one header of a mail.
type Header struct{ Name, Value string }

var urlForm = regexp.MustCompile(`https?://[^\s<>"]+`)

func parseMail(raw []byte) (StoredMail, error) {
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return StoredMail{}, fmt.Errorf("notify: read mail: %w", err)
	}
	out := StoredMail{SizeInBytes: len(raw), Headers: headers(raw), MessageID: msg.Header.Get("Message-Id"),
		From: decoded(msg.Header.Get("From")), To: decoded(msg.Header.Get("To")), Subject: decoded(msg.Header.Get("Subject"))}
	if out.Date, err = msg.Header.Date(); err != nil {
		return StoredMail{}, fmt.Errorf("notify: date of mail: %w", err)
	}
	_, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		return StoredMail{}, fmt.Errorf("notify: type of mail: %w", err)
	}
	parts := multipart.NewReader(msg.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return StoredMail{}, fmt.Errorf("notify: part of mail: %w", err)
		}
		body, err := io.ReadAll(transfer(part, part.Header.Get("Content-Transfer-Encoding")))
		if err != nil {
			return StoredMail{}, fmt.Errorf("notify: part of mail: %w", err)
		}
		text := strings.ReplaceAll(string(body), "\r\n", "\n")
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			out.HTML = text
		} else {
			out.Text = text
		}
	}
	out.Links = urlForm.FindAllString(out.Text, -1)
	return out, nil
}

func transfer(r io.Reader, encoding string) io.Reader {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	}
	return r
}

// headers reads the head of the mail in its order, folded lines joined.
func headers(raw []byte) []Header {
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	unfolded := strings.NewReplacer("\r\n ", " ", "\r\n\t", " ").Replace(string(head))
	var out []Header
	for line := range strings.SplitSeq(unfolded, "\r\n") {
		if name, value, ok := strings.Cut(line, ":"); ok {
			out = append(out, Header{name, decoded(strings.TrimSpace(value))})
		}
	}
	return out
}

func decoded(s string) string {
	d := mime.WordDecoder{}
	if out, err := d.DecodeHeader(s); err == nil {
		return out
	}
	return s
}
