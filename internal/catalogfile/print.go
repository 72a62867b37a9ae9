package catalogfile

import (
	"fmt"
	"io"
)

// marks stand before a step.
var marks = map[Action]string{Create: "+", Modify: "~", Edit: "~", Submit: "^", Same: "=", Waiting: "=", Blocked: "!"}

// says is what an action does, for people.
var says = map[Action]string{
	Create:  "a new product",
	Modify:  "a new version of what is on sale",
	Edit:    "the draft changes",
	Submit:  "the draft is handed in",
	Same:    "no change",
	Waiting: "no change, it is under review",
	Blocked: "another version is under review: withdraw it, or wait",
}

// maxShown bounds the changes of a product that are listed.
const maxShown = 40

// Print writes a plan for people.
func Print(out io.Writer, steps []Step) {
	count := map[Action]int{}
	for _, st := range steps {
		count[st.Action]++
		_, _ = fmt.Fprintf(out, "%s %s  %s: %s\n", marks[st.Action], st.Document.Path, st.Document.name(), says[st.Action])
		if st.Action != Create {
			for i, c := range st.Changes {
				if i == maxShown {
					_, _ = fmt.Fprintf(out, "      … and %d more\n", len(st.Changes)-i)
					break
				}
				_, _ = fmt.Fprintf(out, "      %s: %s\n", c.Path, c.words())
			}
		}
		if st.Does() {
			for _, f := range st.Uploads {
				_, _ = fmt.Fprintf(out, "      upload %s\n", f)
			}
			for _, p := range st.Problems {
				_, _ = fmt.Fprintf(out, "      not ready: %s: %s\n", p.Field, p.Message)
			}
		}
	}
	_, _ = fmt.Fprintf(out, "%d new, %d changed, %d to hand in, %d unchanged, %d blocked\n", count[Create], count[Modify]+count[Edit], count[Submit],
		count[Same]+count[Waiting], count[Blocked])
}

func (c Change) words() string {
	switch {
	case c.Old == "":
		return "+ " + c.New
	case c.New == "":
		return "- " + c.Old
	}
	return c.Old + " → " + c.New
}
