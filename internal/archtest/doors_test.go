package archtest

import (
	"strings"
	"testing"
)

// ownMux may route by itself.
var ownMux = []exception{
	{"internal/web/door", "the door itself"},
	{"internal/web/ui/gallery", "samples of components, one public route of the door"},
}

// besideTheDoor finds pages that are served without naming a permission.
func besideTheDoor(t *tree) []fault {
	return uses(t.where(func(f *file) bool { return !f.test && strings.HasPrefix(f.dir, "internal/web/") && !f.in(ownMux...) }), "net/http",
		oneOf("NewServeMux", "Handle", "HandleFunc"))
}

func TestPagesComeThroughTheDoor(t *testing.T) {
	t.Parallel()
	hold(t, besideTheDoor, "register a door.Route with the permission that it needs: docs/permissions.md is made from the routes")
}

func TestDoorRuleSeesARouteBesideIt(t *testing.T) {
	t.Parallel()
	breaks(t, besideTheDoor, map[string]string{
		"internal/web/buyer/a.go": "package buyer\n\nimport \"net/http\"\n\nvar mux = http.NewServeMux()\n\nfunc f() { http.HandleFunc(\"/x\", nil) }\n",
		"internal/web/door/a.go":  "package door\n\nimport \"net/http\"\n\nfunc f() *http.ServeMux { return http.NewServeMux() }\n",
	}, "internal/web/buyer/a.go:5", "internal/web/buyer/a.go:7")
}
