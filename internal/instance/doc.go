// Package instance is what a buyer owns (实例, 已购买的服务): which product, from when to when, and the seller's name for it.
//
// Invariants:
//
//  1. An order line opens one instance at most.
//  2. One seller's instance id stands for one instance: another order with the same id is refused
//     (saas-production-interface A.2.1: different orders have different ids).
//  3. The term is half-open, [opened, expires), counted in calendar months on Shanghai's calendar.
//  4. Only its buyer sees an instance; to everybody else it is not found.
//
// Access information (address, user name, password) is not kept here: it is asked from the seller's server each time.
package instance
