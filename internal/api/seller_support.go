package api

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
)

type weekHoursView struct {
	Days []int  `json:"days" required:"false" doc:"1 is Monday, 7 is Sunday."`
	From string `json:"from" required:"false" example:"09:00"`
	To   string `json:"to" required:"false" example:"18:00"`
}

func weekHoursOf(h seller.Hours) weekHoursView {
	if h.Days == nil {
		h.Days = []int{}
	}
	return weekHoursView(h)
}

type serviceView struct {
	Rev         int64         `json:"rev" doc:"Grows with every save; send the one you saw."`
	Extension   int64         `json:"extension" doc:"On the marketplace's pre-sale line; 0 before numbers were bound for the first time."`
	Phones      []string      `json:"phones" doc:"A call goes to one of them. None: buyers see the customer service's contacts."`
	Hours       weekHoursView `json:"hours"`
	Tickets     bool          `json:"tickets" doc:"Buyers' tickets go to the seller."`
	TicketHours weekHoursView `json:"ticket_hours"`
}

func serviceOf(s seller.Support) serviceView {
	phones := s.Presale.Phones
	if phones == nil {
		phones = []string{}
	}
	return serviceView{s.Rev, s.Presale.Extension, phones, weekHoursOf(s.Presale.Hours), s.Tickets.Receive, weekHoursOf(s.Tickets.Hours)}
}

// AfterSaleGroupView is an after-sale group.
type AfterSaleGroupView struct {
	ID    string        `json:"id" example:"grp_01kb3v0000000000000000000"`
	Rev   int64         `json:"rev"`
	Name  textView      `json:"name"`
	Phone string        `json:"phone"`
	Email string        `json:"email"`
	Hours weekHoursView `json:"hours"`
}

func afterSaleGroupOf(g seller.Group) AfterSaleGroupView {
	return AfterSaleGroupView{g.ID, g.Rev, textOf(g.Name), g.Phone, g.Email, weekHoursOf(g.Hours)}
}

type presaleInput struct {
	Body struct {
		Rev    int64         `json:"rev"`
		Phones []string      `json:"phones" doc:"At most five."`
		Hours  weekHoursView `json:"hours"`
	}
}

type ticketsInput struct {
	Body struct {
		Rev     int64         `json:"rev"`
		Receive bool          `json:"receive"`
		Hours   weekHoursView `json:"hours" doc:"At least five days of eight hours when tickets are received."`
	}
}

type afterSaleGroupBody struct {
	Rev   int64         `json:"rev" required:"false" doc:"The revision that you saw; left out for a new one."`
	Name  textView      `json:"name"`
	Phone string        `json:"phone"`
	Email string        `json:"email"`
	Hours weekHoursView `json:"hours"`
}

func (b afterSaleGroupBody) input(who account.Actor, id string) seller.SaveGroupInput {
	return seller.SaveGroupInput{Actor: who, GroupID: id, Rev: b.Rev, Name: b.Name.text(), Phone: b.Phone, Email: b.Email, Hours: seller.Hours(b.Hours)}
}

type newAfterSaleGroupInput struct{ Body afterSaleGroupBody }

type afterSaleGroupInput struct {
	IDInput
	Body afterSaleGroupBody
}

func (s *server) sellerSupport() {
	may, gone := need(account.SellerSupport), []*apperr.Error{seller.ErrSellerNotFound}
	stale := append([]*apperr.Error{seller.ErrSupportChanged}, gone...)
	register(s, operation{id: "get-support", method: get, path: "/support", tag: tagSellers, summary: "Get service and support settings",
		description: "The pre-sale line and the reception of tickets.", needs: may, service: []string{"seller.SupportOf"}, errors: gone},
		func(ctx context.Context, _ *none) (*output[serviceView], error) {
			out, err := s.Sellers.SupportOf(ctx, actor(ctx))
			return answer(serviceOf(out), err)
		})
	register(s, operation{id: "set-presale", method: put, path: "/support/presale", tag: tagSellers, summary: "Bind numbers to the pre-sale extension",
		description: "The extension is given with the first numbers and stays.", needs: may, service: []string{"seller.SetPresale"}, errors: stale},
		func(ctx context.Context, in *presaleInput) (*output[serviceView], error) {
			out, err := s.Sellers.SetPresale(ctx, seller.SetPresaleInput{Actor: actor(ctx), Rev: in.Body.Rev, Phones: in.Body.Phones, Hours: seller.Hours(in.Body.Hours)})
			return answer(serviceOf(out), err)
		})
	register(s, operation{id: "set-ticket-reception", method: put, path: "/support/tickets", tag: tagSellers, summary: "Receive buyers' tickets, or not",
		description: "Without it they go to the marketplace.", needs: may, service: []string{"seller.SetTickets"}, errors: stale},
		func(ctx context.Context, in *ticketsInput) (*output[serviceView], error) {
			out, err := s.Sellers.SetTickets(ctx, seller.SetTicketsInput{Actor: actor(ctx), Rev: in.Body.Rev,
				Tickets: seller.Tickets{Receive: in.Body.Receive, Hours: seller.Hours(in.Body.Hours)}})
			return answer(serviceOf(out), err)
		})
	register(s, operation{id: "list-after-sale-groups", method: get, path: "/support/groups", tag: tagSellers, summary: "List after-sale groups",
		description: "At most six.", needs: may, service: []string{"seller.Groups"}, errors: gone},
		func(ctx context.Context, _ *none) (*listOutput[AfterSaleGroupView], error) {
			groups, err := s.Sellers.Groups(ctx, actor(ctx))
			return &listOutput[AfterSaleGroupView]{list[AfterSaleGroupView]{Items: all(groups, afterSaleGroupOf)}}, err
		})
	register(s, operation{id: "create-after-sale-group", method: post, path: "/support/groups", tag: tagSellers, summary: "Add an after-sale group",
		description: "A product names one when it is published.", needs: may, service: []string{"seller.SaveGroup"}, status: http.StatusCreated,
		errors: append(stale, seller.ErrGroupsFull, seller.ErrGroupNotFound)},
		func(ctx context.Context, in *newAfterSaleGroupInput) (*output[AfterSaleGroupView], error) {
			g, err := s.Sellers.SaveGroup(ctx, in.Body.input(actor(ctx), ""))
			return answer(afterSaleGroupOf(g), err)
		})
	register(s, operation{id: "update-after-sale-group", method: put, path: "/support/groups/{id}", tag: tagSellers, summary: "Change an after-sale group",
		description: "Products that name it show it at once.", needs: may, service: []string{"seller.SaveGroup"}, errors: append(stale, seller.ErrGroupNotFound)},
		func(ctx context.Context, in *afterSaleGroupInput) (*output[AfterSaleGroupView], error) {
			g, err := s.Sellers.SaveGroup(ctx, in.Body.input(actor(ctx), in.ID))
			return answer(afterSaleGroupOf(g), err)
		})
	register(s, operation{id: "remove-after-sale-group", method: remove, path: "/support/groups/{id}", tag: tagSellers, summary: "Remove an after-sale group",
		description: "Products that name it keep showing it until they name another one.", needs: may, service: []string{"seller.RemoveGroup"},
		errors: append(stale, seller.ErrGroupNotFound)},
		func(ctx context.Context, in *deleteDraftInput) (*none, error) {
			return nil, s.Sellers.RemoveGroup(ctx, seller.RemoveGroupInput{Actor: actor(ctx), GroupID: in.ID, Rev: in.Rev})
		})
	s.sellerPlans()
	s.publicSellers()
}

type publicGroup struct {
	Name  textView      `json:"name"`
	Phone string        `json:"phone"`
	Email string        `json:"email"`
	Hours weekHoursView `json:"hours"`
}

func publicGroupOf(g seller.Group) publicGroup {
	return publicGroup{textOf(g.Name), g.Phone, g.Email, weekHoursOf(g.Hours)}
}

type publicSellerView struct {
	ID         string         `json:"id"`
	Name       textView       `json:"name"`
	Profile    textView       `json:"profile"`
	Logo       string         `json:"logo,omitempty" doc:"File; served with ?seller= and the seller's id."`
	Phone      string         `json:"phone" doc:"Of the customer service."`
	Email      string         `json:"email"`
	Extension  int64          `json:"extension,omitempty" doc:"On the marketplace's pre-sale line."`
	Level      string         `json:"level" enum:"certified,preferred,leading"`
	Groups     []publicGroup  `json:"groups" doc:"After-sale service."`
	Storefront storefrontView `json:"storefront"`
}

func (s *server) publicSellers() {
	register(s, operation{id: "get-seller", method: get, path: "/sellers/{id}", tag: tagSellers, summary: "Get a seller's public page",
		description: "Logo, profile, level, contacts and the brand story that was approved last. Of a seller that left or was expelled there is none.", needs: need(account.Public), service: []string{"seller.PublicStorefront"},
		errors: []*apperr.Error{seller.ErrSellerNotFound}},
		func(ctx context.Context, in *IDInput) (*output[publicSellerView], error) {
			p, err := s.Sellers.PublicStorefront(ctx, in.ID)
			v := publicSellerView{Extension: p.Seller.Line.Extension, ID: p.Seller.ID, Name: textOf(p.Seller.Name), Profile: textOf(p.Seller.Intro), Logo: p.Seller.Info.Logo,
				Phone: p.Seller.SupportPhone, Email: p.Seller.SupportEmail, Level: string(p.Level), Groups: all(p.Groups, publicGroupOf), Storefront: storefrontOf(p.Storefront)}
			return answer(v, err)
		})
}
