package notify

import (
	"context"
	_ "embed" // the frame of the HTML part
	"fmt"
	"html"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Mail is one mail, ready to be sent. Subject and ToName have one line.
type Mail struct {
	ID              string // of the message; the Message-ID is made of it
	Date            time.Time
	ToName, Address string
	Lang            string // "zh" or "en"
	Subject         string
	Text, HTML      string
}

// Mailer sends mail. An error that wraps ErrRefused is for good; after any other the mail is tried again.
type Mailer interface {
	Send(ctx context.Context, m Mail) error
}

//go:embed mail.html
var mailFrame string

// Texts around every mail.
var (
	greetingText = i18n.Text{ZH: "{name}，您好：", EN: "Hello {name},"}
	strangerText = i18n.Text{ZH: "您好：", EN: "Hello,"}
	buttonText   = i18n.Text{ZH: "查看详情", EN: "See details"}
	footerText   = i18n.Text{ZH: "此邮件由 Souk 云商店自动发送，请勿直接回复。您也可以在消息中心查看这条消息。",
		EN: "This mail was sent by the Souk marketplace; please do not reply to it. You also find the message in your message centre."}
)

// letter is what a mail says, apart from whom it greets.
type letter struct {
	id          string
	at          time.Time
	title, body string
	link        string // a path of ours, or ""
}

// compose renders a message as mail in the recipient's language. An address that is none is ErrRefused.
func (s *Service) compose(texts catalog, r row, to Recipient) (Mail, error) {
	title, body := texts.render(r.event, to.Lang, r.values())
	return s.letter(letter{id: r.id, at: r.createdAt, title: title, body: body, link: r.link}, to)
}

func (s *Service) letter(l letter, to Recipient) (Mail, error) {
	if a, err := netmail.ParseAddress(to.Email); err != nil || a.Address != to.Email {
		return Mail{}, fmt.Errorf("%w: the e-mail address is not one", ErrRefused)
	}
	link := ""
	if l.link != "" {
		link = strings.TrimSuffix(s.cfg.BaseURL, "/") + l.link
	}
	name := oneLine(to.Name)
	greeting := strings.Replace(greetingText.In(to.Lang), "{name}", name, 1)
	if name == "" {
		greeting = strangerText.In(to.Lang)
	}
	return Mail{ID: l.id, Date: l.at, ToName: name, Address: to.Email, Lang: to.Lang, Subject: l.title,
		Text: textPart(greeting, l.body, link, to.Lang),
		HTML: htmlPart(mailTexts{greeting, l.title, l.body, link, to.Lang})}, nil
}

func textPart(greeting, body, link, lang string) string {
	parts := []string{greeting, body}
	if link != "" {
		parts = append(parts, link)
	}
	return strings.Join(append(parts, "-- \n"+footerText.In(lang)), "\n\n") + "\n"
}

type mailTexts struct{ greeting, title, body, link, lang string }

// htmlPart puts escaped texts into the frame, all at once, so that none of them can bring a place of its own.
func htmlPart(t mailTexts) string {
	button, lang := "", "zh-CN"
	if t.link != "" {
		button = `<p style="margin:0"><a href="` + html.EscapeString(t.link) +
			`" style="display:inline-block;padding:10px 20px;background:#1f5eff;color:#ffffff;border-radius:6px;text-decoration:none">` +
			html.EscapeString(buttonText.In(t.lang)) + "</a></p>\n"
	}
	if t.lang == i18n.EN {
		lang = i18n.EN
	}
	return strings.NewReplacer("{lang}", lang, "{greeting}", html.EscapeString(t.greeting), "{title}", html.EscapeString(t.title),
		"{body}", html.EscapeString(t.body), "{button}", button, "{footer}", html.EscapeString(footerText.In(t.lang))).Replace(mailFrame)
}

// message is the mail as RFC 5322 and MIME have it: a text part and an HTML part, Message-ID and date from the message.
func message(from *netmail.Address, m Mail) *gomail.Msg {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	_, domain, _ := strings.Cut(from.Address, "@")
	msg.FromMailAddress(from)
	msg.ToMailAddress(&netmail.Address{Name: oneLine(m.ToName), Address: m.Address})
	msg.SetMessageIDWithValue(m.ID + "@" + domain)
	msg.SetDateWithValue(m.Date)
	msg.Subject(oneLine(m.Subject))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office answers, please
	lang := "zh-CN"
	if m.Lang == i18n.EN {
		lang = i18n.EN
	}
	msg.SetGenHeader("Content-Language", lang)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg
}

// parseFrom reads the sender's address: "Souk <no-reply@market.example.com>" or the bare one.
func parseFrom(s string) (*netmail.Address, error) {
	a, err := netmail.ParseAddress(s)
	if err != nil {
		return nil, fmt.Errorf("notify: sender address %q: %w", s, err)
	}
	a.Name = oneLine(a.Name)
	return a, nil
}
