package api_test

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// changes answers which exported methods of rooms change something: those that reach a call named InTx.
type changes struct {
	*sources
	memo map[*types.Func]bool
	ends func(*types.Func) bool // what is looked for
}

func newChanges(s *sources) *changes {
	return &changes{s, map[*types.Func]bool{}, func(fn *types.Func) bool { return fn.Name() == "InTx" }}
}

// newRecords answers the same of audit.Record: who changes something for a person leaves an entry in the audit log.
func newRecords(s *sources) *changes {
	return &changes{s, map[*types.Func]bool{}, func(fn *types.Func) bool { return fn.FullName() == module+"/internal/audit.Record" }}
}

// changing follows calls through all our packages. A function that is being looked at already adds nothing new.
func (c *changes) changing(fn *types.Func) bool {
	fn = fn.Origin()
	if known, ok := c.memo[fn]; ok {
		return known
	}
	b, ours := c.bodies[fn]
	if !ours {
		return c.ends(fn)
	}
	seen := map[*types.Func]bool{}
	found := c.reaches(b, seen)
	c.memo[fn] = found
	return found
}

func (c *changes) reaches(b body, seen map[*types.Func]bool) bool {
	found := false
	ast.Inspect(b.decl.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !found {
			if fn, ok := b.in.info.Uses[id].(*types.Func); ok {
				fn = fn.Origin()
				next, ours := c.bodies[fn]
				if c.ends(fn) {
					found = true
				} else if known, done := c.memo[fn]; done {
					found = known
				} else if ours && !seen[fn] {
					seen[fn] = true
					found = c.reaches(next, seen)
				}
			}
		}
		return !found
	})
	return found
}

// uses are the changing methods of rooms that packages below a folder use, called or handed on, each with one place.
func (c *changes) uses(folder string) map[string]string {
	out := map[string]string{}
	for name, p := range c.packages {
		if dir := strings.TrimPrefix(name, module+"/"); dir != folder && !strings.HasPrefix(dir, folder+"/") {
			continue
		}
		for id, object := range p.info.Uses {
			fn, ok := object.(*types.Func)
			if !ok || !fn.Exported() {
				continue
			}
			for _, method := range c.meant(fn.Origin()) {
				if where := c.fset.Position(id.Pos()).String(); out[method] == "" || where < out[method] {
					out[method] = where
				}
			}
		}
	}
	return out
}

// meant are the changing methods that a use of fn may lead to: fn itself, or, where fn belongs to an interface, whatever
// methods of that name the rooms have on a type that fills the interface.
func (c *changes) meant(fn *types.Func) []string {
	recv := fn.Signature().Recv()
	if recv == nil || fn.Pkg() == nil || !strings.HasPrefix(fn.Pkg().Path(), module+"/internal/") {
		return nil
	}
	face, ok := recv.Type().Underlying().(*types.Interface)
	if !ok {
		if named := receiver(recv.Type()); isRoom(fn.Pkg().Path()) && named != nil && named.Obj().Exported() && c.changing(fn) {
			return []string{methodName(fn)}
		}
		return nil
	}
	var out []string
	for candidate := range c.bodies {
		r := candidate.Signature().Recv()
		if r != nil && candidate.Name() == fn.Name() && isRoom(candidate.Pkg().Path()) && types.Implements(r.Type(), face) && c.changing(candidate) {
			out = append(out, methodName(candidate))
		}
	}
	return out
}

func receiver(t types.Type) *types.Named {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := t.(*types.Named)
	return named
}

// isRoom reports whether a package keeps the house's data: neither a page, nor the API, nor the ground below.
func isRoom(p string) bool {
	dir := strings.TrimPrefix(p, module+"/internal/")
	return !slices.ContainsFunc([]string{"web/", "api", "kernel/", "app"}, func(x string) bool { return strings.HasPrefix(dir, x) })
}

// methodName is "order.Place" for the Service of a room, and "blob.Store.Put" for another type.
func methodName(fn *types.Func) string {
	room := fn.Pkg().Name()
	if named := receiver(fn.Signature().Recv().Type()); named.Obj().Name() != "Service" {
		room += "." + named.Obj().Name()
	}
	return room + "." + fn.Name()
}
