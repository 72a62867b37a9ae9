package ui

// Tone is the meaning of a colour.
type Tone string

// The tones. Neutral is the zero value.
const (
	Neutral Tone = ""
	Info    Tone = "info"
	Success Tone = "success"
	Warning Tone = "warning"
	Danger  Tone = "danger"
)

// Class returns the CSS class that sets the colours of the tone.
func (t Tone) Class() string {
	switch t {
	case Info, Success, Warning, Danger:
		return "tone-" + string(t)
	}
	return "tone-neutral"
}

// Icon returns the name of the icon that says the same as the colour.
func (t Tone) Icon() string {
	switch t {
	case Success:
		return "check-circle"
	case Warning:
		return "alert"
	case Danger:
		return "error"
	}
	return "info"
}

// ToneOf returns the usual tone of a status code of any room. Unknown codes are neutral.
func ToneOf(status string) Tone {
	switch status {
	case "active", "approved", "certified", "completed", "confirmed", "delivered", "live", "ok", "on_sale", "open", "opened", "paid",
		"published", "sent", "settled", "succeeded", "success":
		return Success
	case "awaiting_payment", "due", "expiring", "in_review", "pending", "pending_payment", "pending_review", "retrying", "reviewing",
		"submitted", "unpaid", "waiting", "warning":
		return Warning
	case "delivering", "opening", "polling", "processing", "provisioning", "running", "scheduled", "trial":
		return Info
	case "error", "expired", "failed", "frozen", "locked", "refused", "rejected", "suspended", "timeout":
		return Danger
	}
	return Neutral
}
