package isvserver

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/souk-market/souk/isv"
)

// site is what a callback must know about the request that it answers.
type site struct {
	base  string // scheme and host for the links
	async bool   // the call came to /async
}

type siteKey struct{}

func (s *Server) callbacks() isv.Callbacks {
	return isv.Callbacks{
		NewInstance: s.open, QueryInstance: s.query, RefreshInstance: s.refresh, UpdateInstanceStatus: s.updateStatus,
		ReleaseInstance: s.release, UpgradeInstance: s.upgrade, ChangeInstanceCheck: s.checkChange,
		OrderNotify: func(context.Context, isv.OrderNotifyRequest) error { return nil }, // it is in the list of calls: that is all we want
	}
}

func (s *Server) open(ctx context.Context, r isv.NewInstanceRequest) (isv.NewInstanceAnswer, error) {
	here, _ := ctx.Value(siteKey{}).(site)
	now := s.cfg.Now()
	var in instance
	err := s.store.commit(func() (record, error) {
		if id, ok := s.store.byKey[r.Key()]; ok {
			in = *s.store.instances[id]
			return record{}, nil
		}
		id := r.BusinessID
		if _, taken := s.store.instances[id]; taken || !plainID(id) {
			id = rand.Text()
		}
		ready := now
		if n := len(s.store.instances) + 1; here.async || s.cfg.AsyncEvery > 0 && n%s.cfg.AsyncEvery == 0 {
			ready = now.Add(s.cfg.AsyncDelay)
		}
		in = instance{ID: id, ReadyAt: ready}
		return record{Kind: "open", Key: r.Key(), ID: id, Order: r.OrderID, Line: r.OrderLineID, User: "admin",
			Password: rand.Text()[:12], At: now, Until: ready, On: r.Test}, nil
	})
	if err != nil {
		return isv.NewInstanceAnswer{}, err
	}
	if now.Before(in.ReadyAt) {
		return isv.Accepted(in.ID), nil
	}
	return isv.Opened(in.ID), nil
}

// plainID tells whether a businessId can be an instance id and a part of an address as it is.
func plainID(id string) bool {
	return id != "" && len(id) <= 64 && !strings.ContainsFunc(id, func(r rune) bool {
		return !(r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	})
}

func (s *Server) query(ctx context.Context, r isv.QueryInstanceRequest) (isv.QueryInstanceAnswer, error) {
	here, _ := ctx.Value(siteKey{}).(site)
	var answer isv.QueryInstanceAnswer
	for _, id := range r.InstanceIDs {
		in, ok := s.store.get(id)
		if !ok || in.Released {
			return answer, isv.NoInstance(id)
		}
		if s.cfg.Now().Before(in.ReadyAt) {
			if len(r.InstanceIDs) == 1 {
				return answer, isv.InProgress()
			}
			answer.Instances = append(answer.Instances, isv.Instance{InstanceID: id}) // the others must not wait for it
			continue
		}
		front := here.base + "/app/" + url.PathEscape(id)
		answer.Instances = append(answer.Instances, isv.Instance{InstanceID: id, AppInfo: &isv.AppInfo{
			FrontEndURL: front, AdminURL: front + "/admin", UserName: in.UserName, Password: in.Password,
			Memo: "请使用用户名和初始密码登录工作区。Log in to the workspace with this user name and initial password.",
		}})
	}
	return answer, nil
}

func (s *Server) refresh(_ context.Context, r isv.RefreshInstanceRequest) error {
	return s.change(r.InstanceID, errNoInstance, func(*instance) (record, error) {
		return record{Kind: "refresh", Order: r.OrderID, Until: r.ExpireTime}, nil
	})
}

func (s *Server) updateStatus(_ context.Context, r isv.UpdateInstanceStatusRequest) error {
	return s.change(r.InstanceID, errNoInstance, func(in *instance) (record, error) {
		if in.Frozen == r.Freeze {
			return record{}, nil
		}
		return record{Kind: "freeze", On: r.Freeze}, nil
	})
}

func (s *Server) release(_ context.Context, r isv.ReleaseInstanceRequest) error {
	// Released before: success again (saas-production-interface A.5, B.6).
	return s.change(r.InstanceID, nil, func(*instance) (record, error) {
		return record{Kind: "release", Order: r.OrderID, At: s.cfg.Now()}, nil
	})
}

func (s *Server) upgrade(_ context.Context, r isv.UpgradeInstanceRequest) error {
	return s.change(r.InstanceID, errNoInstance, func(in *instance) (record, error) {
		if s.store.upgrades[in.ID+"\x1f"+r.OrderID] {
			return record{}, nil
		}
		return record{Kind: "upgrade", Order: r.OrderID}, nil
	})
}

// checkChange refuses to shrink a workspace below what is in it.
func (s *Server) checkChange(_ context.Context, r isv.ChangeInstanceCheckRequest) error {
	in, ok := s.store.get(r.InstanceID)
	if !ok || in.Released {
		return isv.NoInstance(r.InstanceID)
	}
	if r.LinearValue != nil && int64(len(in.Notes)) > *r.LinearValue {
		return isv.Errorf(isv.CodeBadRequest, "工作区已有 %d 条笔记，不能缩减到 %d 条。The workspace holds %d notes and cannot shrink to %d.",
			len(in.Notes), *r.LinearValue, len(in.Notes), *r.LinearValue)
	}
	return nil
}

func (s *Server) change(id string, onReleased error, decide func(*instance) (record, error)) error {
	err := s.store.change(id, onReleased, decide)
	if errors.Is(err, errNoInstance) {
		return isv.NoInstance(id)
	}
	return err
}

// received is one line of the list of calls.
type received struct {
	At      time.Time
	Call    isv.Call
	Success bool
}

const maxReceived = 200

func (s *Server) observe(_ context.Context, c isv.Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, received{s.cfg.Now(), c, c.Err == nil || c.ResultCode == isv.CodeInProgress})
	if extra := len(s.calls) - maxReceived; extra > 0 {
		s.calls = append(s.calls[:0], s.calls[extra:]...)
	}
}
