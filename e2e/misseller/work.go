package misseller

import (
	"context"
	"strconv"

	"github.com/souk-market/souk/isv"
)

// behaviourKey carries the behaviour of a request to the callbacks.
type behaviourKey struct{}

func behaviourOf(ctx context.Context) Behaviour {
	b, _ := ctx.Value(behaviourKey{}).(Behaviour)
	return b
}

// callbacks is what a decent server would do; the misbehaviour comes afterwards.
func (s *Server) callbacks() isv.Callbacks {
	return isv.Callbacks{
		NewInstance:   s.newInstance,
		QueryInstance: s.queryInstance,
		RefreshInstance: func(_ context.Context, r isv.RefreshInstanceRequest) error {
			return s.change(r.InstanceID, func(in *Instance) { in.ExpireTime = r.ExpireTime })
		},
		UpdateInstanceStatus: func(_ context.Context, r isv.UpdateInstanceStatusRequest) error {
			return s.change(r.InstanceID, func(in *Instance) { in.Frozen = r.Freeze })
		},
		ReleaseInstance: func(_ context.Context, r isv.ReleaseInstanceRequest) error {
			return s.change(r.InstanceID, func(in *Instance) { in.Released = true })
		},
		UpgradeInstance: func(_ context.Context, r isv.UpgradeInstanceRequest) error {
			return s.change(r.InstanceID, func(*Instance) {})
		},
		ChangeInstanceCheck: func(_ context.Context, r isv.ChangeInstanceCheckRequest) error {
			return s.change(r.InstanceID, func(*Instance) {})
		},
		OrderNotify: func(context.Context, isv.OrderNotifyRequest) error { return nil },
	}
}

func (s *Server) newInstance(ctx context.Context, r isv.NewInstanceRequest) (isv.NewInstanceAnswer, error) {
	b := behaviourOf(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	var in *Instance
	for _, old := range s.instances {
		if old.OrderID == r.OrderID && old.OrderLineID == r.OrderLineID && b.Kind != ChangeInstanceID {
			in = old
		}
	}
	if in == nil {
		in = &Instance{
			InstanceID: "inst-" + strconv.Itoa(len(s.instances)+1), OrderID: r.OrderID, OrderLineID: r.OrderLineID,
			forever: b.Kind == PendingForever, lost: b.Kind == ChangeInstanceID,
		}
		if b.Kind == Pending {
			in.readyAt = s.opts.Now().Add(b.For)
		}
		s.instances = append(s.instances, in)
	}
	in.BusinessIDs = append(in.BusinessIDs, r.BusinessID)
	if s.pending(in) {
		return isv.Accepted(in.InstanceID), nil
	}
	return isv.Opened(in.InstanceID), nil
}

func (s *Server) pending(in *Instance) bool { return in.forever || s.opts.Now().Before(in.readyAt) }

func (s *Server) queryInstance(_ context.Context, r isv.QueryInstanceRequest) (isv.QueryInstanceAnswer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var answer isv.QueryInstanceAnswer
	for _, id := range r.InstanceIDs {
		in := s.find(id)
		if in == nil || in.lost {
			return answer, isv.NoInstance(id)
		}
		if s.pending(in) {
			return answer, isv.InProgress()
		}
		answer.Instances = append(answer.Instances, isv.Instance{InstanceID: id, AppInfo: &isv.AppInfo{
			FrontEndURL: s.HTTP.URL + "/app/" + id, AdminURL: s.HTTP.URL + "/admin/" + id,
			UserName: "admin-" + id, Password: "initial-" + id, Memo: "请尽快修改初始密码 / change the initial password soon",
		}})
	}
	return answer, nil
}

func (s *Server) find(id string) *Instance {
	for _, in := range s.instances {
		if in.InstanceID == id {
			return in
		}
	}
	return nil
}

func (s *Server) change(id string, apply func(*Instance)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	in := s.find(id)
	if in == nil {
		return isv.NoInstance(id)
	}
	apply(in)
	return nil
}
