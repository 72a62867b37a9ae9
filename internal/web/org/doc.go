// Package org is the pages of an organisation: its sub-users and user groups, access keys and API tokens.
//
// It owns no data: all of it is account's. The pages about a person alone (profile, password, sessions) are auth's.
//
// Invariants:
//
//  1. Sub-users and groups are for the main account ([account.MainUser]); tokens and keys are everybody's own.
//  2. A secret is on one page, once; that page is not stored by the browser.
//  3. A form that was refused comes back with what was typed, passwords excepted.
package org
