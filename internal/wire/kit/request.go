package kit

import (
	"strconv"
	"time"

	"github.com/souk-market/souk/internal/wire"
)

// The activities, in the order in which a binding sends them (saas-production-interface E.1 to E.5, E.7).
const (
	TenantSync      wire.Activity = "tenantSync"
	ApplicationSync wire.Activity = "applicationSync"
	AllOrgSync      wire.Activity = "allOrgSync"
	AuthSync        wire.Activity = "authSync"
	SingleOrgSync   wire.Activity = "singleOrgSync"
)

// Activities returns every activity.
func Activities() []wire.Activity {
	return []wire.Activity{TenantSync, ApplicationSync, AllOrgSync, AuthSync, SingleOrgSync}
}

// Flag says what a sync does with what it names.
type Flag int64

// The flags; which of them an activity has depends on the generation.
const (
	Delete Flag = 0
	Add    Flag = 1
	Modify Flag = 2
	Cancel Flag = 3 // of authSync in V2: the authorisation ends, the user stays
)

// MaxUsers is how many users one authSync may name (saas-production-interface E.3).
const MaxUsers = 500

// Request is one sync.
type Request interface {
	// Activity names the sync; it is also the last part of its address.
	Activity() wire.Activity
	members(g wire.Generation) []wire.Member
	common() Common
}

// Common is what every sync has.
type Common struct {
	InstanceID string // empty only while the seller applies for credentials or a test account
	TenantID   string
	Applying   bool // the seller applies: there is no order and no instance yet
	Test       bool // true sends testFlag 1, false 0: here it is always present
}

// TenantRequest tells that an enterprise bound the application, changed its name, or left (saas-production-interface E.1).
type TenantRequest struct {
	Common
	OrderID    string // empty only while the seller applies
	TenantCode string // routes the login of the enterprise's people
	Name       string
	DomainName string // of the authentication centre, with https://
	Flag       Flag
}

// ApplicationRequest tells the credentials of the enterprise's application (saas-production-interface E.2).
type ApplicationRequest struct {
	Common
	AppID        string
	ClientID     string
	ClientSecret string // as EncryptSecret made it
	Flag         Flag
}

// AuthRequest tells which users may use the application (saas-production-interface E.3).
type AuthRequest struct {
	Common
	AppID           string
	Users           []User // 1 to MaxUsers
	CurrentSyncTime time.Time
	Flag            Flag
}

// User is one person of an enterprise.
type User struct {
	UserName     string // the login name
	Name         string
	OrgCode      string
	Position     string // optional
	Admin        bool
	Enabled      bool
	EmployeeCode string // optional
	EmployeeType int64  // 1 regular, 2 intern, 3 dispatched, 4 outsourced; 0 when it is not told
	Mobile       string // optional
	Email        string // optional
	WorkPlace    string // optional
	EntryDate    string // optional, yyyy-MM-dd
}

// Org is one department; ParentCode is empty only at the top.
type Org struct{ Code, Name, ParentCode string }

// SingleOrgRequest tells that one department was made, changed or deleted (saas-production-interface E.4).
type SingleOrgRequest struct {
	Common
	Org  Org
	Flag Flag
}

// AllOrgRequest tells all departments as a flat list; it replaces what was told before (saas-production-interface E.5).
type AllOrgRequest struct {
	Common
	Orgs []Org
}

func (c Common) common() Common { return c }

func (TenantRequest) Activity() wire.Activity      { return TenantSync }      // Activity returns tenantSync.
func (ApplicationRequest) Activity() wire.Activity { return ApplicationSync } // Activity returns applicationSync.
func (AuthRequest) Activity() wire.Activity        { return AuthSync }        // Activity returns authSync.
func (SingleOrgRequest) Activity() wire.Activity   { return SingleOrgSync }   // Activity returns singleOrgSync.
func (AllOrgRequest) Activity() wire.Activity      { return AllOrgSync }      // Activity returns allOrgSync.

func (r TenantRequest) members(g wire.Generation) []wire.Member {
	order := wire.May("orderId", r.OrderID, 64)
	order.Required = !r.Applying
	return []wire.Member{order, wire.Must("tenantCode", r.TenantCode, 64), wire.Must("name", r.Name, 255),
		wire.Must("domainName", r.DomainName, 255), flag(r.Flag, modifying(g, Modify)...)}
}

func (r ApplicationRequest) members(g wire.Generation) []wire.Member {
	return []wire.Member{wire.Must("appId", r.AppID, 64), wire.Must("clientId", r.ClientID, 64),
		wire.Must("clientSecret", r.ClientSecret, 0), flag(r.Flag, modifying(g, Modify)...)}
}

func (r AuthRequest) members(g wire.Generation) []wire.Member {
	users := make([][]wire.Member, len(r.Users))
	for i, u := range r.Users {
		users[i] = u.members(g)
	}
	return []wire.Member{wire.Must("appId", r.AppID, 64), list(g, "userList", users),
		wire.Must("currentSyncTime", stamp(r.CurrentSyncTime), 17), flag(r.Flag, append([]Flag{Delete, Add, Modify}, onlyV2(g, Cancel)...)...)}
}

func (r SingleOrgRequest) members(wire.Generation) []wire.Member {
	return []wire.Member{wire.Must("orgCode", r.Org.Code, 64), wire.Must("orgName", r.Org.Name, 128), wire.May("parentCode", r.Org.ParentCode, 64),
		flag(r.Flag, Delete, Add, Modify)}
}

func (r AllOrgRequest) members(g wire.Generation) []wire.Member {
	name, listName := "orgName", "orgInfoList"
	if g == wire.KitV1 {
		name, listName = "name", "orgInfo"
	}
	orgs := make([][]wire.Member, len(r.Orgs))
	for i, o := range r.Orgs {
		orgs[i] = []wire.Member{wire.Must("orgCode", o.Code, 64), wire.Must(name, o.Name, 128), wire.May("parentCode", o.ParentCode, 64)}
	}
	return []wire.Member{list(g, listName, orgs)}
}

func (u User) members(g wire.Generation) []wire.Member {
	role := "user"
	if u.Admin {
		role = "admin"
	}
	out := []wire.Member{wire.Must("userName", u.UserName, 64), wire.Must("name", u.Name, 64), wire.Must("orgCode", u.OrgCode, 64),
		wire.May("position", u.Position, 64), wire.Must("role", role, 32).OneOf("user", "admin"),
		wire.Must("enable", strconv.FormatBool(u.Enabled), 8).OneOf("true", "false"), wire.May("employeeCode", u.EmployeeCode, 64),
		wire.May("mobile", u.Mobile, 32), wire.May("email", u.Email, 128)}
	more := []wire.Member{wire.May("workPlace", u.WorkPlace, 255), wire.May("entryDate", u.EntryDate, 10), wire.Number("employeeType", told(u.EmployeeType)).OneOf("1", "2", "3", "4")}
	if g == wire.KitV2 {
		return append(out, more...)
	}
	for _, m := range more {
		if !m.Absent() { // the first generation nests these, and has no empty object
			return append(out, wire.Member{Name: "extension", Type: wire.Struct, Members: more})
		}
	}
	return out
}

func told(n int64) *int64 {
	if n == 0 {
		return nil
	}
	return &n
}

// list is an array in V2 and the text of an array in V1 (saas-production-interface E.3, E.5). An empty one is sent too: an
// enterprise may have no department left.
func list(g wire.Generation, name string, items [][]wire.Member) wire.Member {
	m := wire.Member{Name: name, Type: wire.List, Required: true, Items: items}
	if g == wire.KitV1 {
		m.Textual = true
	}
	return m
}

func flag(f Flag, allowed ...Flag) wire.Member {
	n := int64(f)
	values := make([]string, len(allowed))
	for i, a := range allowed {
		values[i] = strconv.FormatInt(int64(a), 10)
	}
	m := wire.Number("flag", &n).OneOf(values...)
	m.Required = true
	return m
}

// modifying are the flags of what V1 can only add and delete.
func modifying(g wire.Generation, more ...Flag) []Flag {
	return append([]Flag{Delete, Add}, onlyV2(g, more...)...)
}

func onlyV2(g wire.Generation, flags ...Flag) []Flag {
	if g == wire.KitV2 {
		return flags
	}
	return nil
}

// zone is that of the times in a sync, whatever the place of the marketplace (saas-production-interface E.0).
var zone = time.FixedZone("GMT+8", 8*60*60)

func stamp(t time.Time) string { return wire.FormatMillis(t.In(zone)) }

// all are the members of a message at a moment.
func all(g wire.Generation, r Request, now time.Time) []wire.Member {
	c := r.common()
	test := int64(0)
	if c.Test {
		test = 1
	}
	instance := wire.May("instanceId", c.InstanceID, 64)
	instance.Required = !c.Applying
	testFlag := wire.Number("testFlag", &test)
	testFlag.Required = true
	return append(r.members(g), instance, wire.Must("tenantId", c.TenantID, 64), testFlag, wire.Must("timeStamp", stamp(now), 17))
}

// Table is the table of an activity's members, as the specification prints it.
func Table(g wire.Generation, a wire.Activity) []wire.Member {
	one := []Org{{}}
	for _, r := range []Request{TenantRequest{}, ApplicationRequest{}, AuthRequest{Users: []User{{}}}, SingleOrgRequest{}, AllOrgRequest{Orgs: one}} {
		if r.Activity() == a {
			return all(g, r, time.Time{})
		}
	}
	return nil
}

// Validate lists what the tables of the specification forbid. A request with faults must not be sent.
func Validate(g wire.Generation, r Request) wire.Faults {
	faults := wire.Validate("", all(g, r, time.Unix(0, 0)))
	auth, ok := r.(AuthRequest)
	switch n := len(auth.Users); {
	case !ok:
	case n == 0:
		faults.Add(wire.Fault{Code: wire.FaultFieldMissing, Field: "userList"})
	case n > MaxUsers:
		faults.Add(wire.Fault{Code: wire.FaultTooMany, Field: "userList", Want: strconv.Itoa(MaxUsers), Got: strconv.Itoa(n)})
	}
	return faults
}
