package account

// subSeparator stands between the account and the name of a sub-user. checkLogin refuses it in names that people
// choose, so no login can be mistaken for a sub-user.
const subSeparator = ":"

// SubLoginKey is the compared form under which a sub-user signs in (business-rules 2.9): its name is unique within its
// main account only, so the id of that account stands before it.
func SubLoginKey(ownerID, name string) string {
	return ownerID + subSeparator + LoginKey(name)
}

// loginKeyOf is the compared form of an account's own login.
func loginKeyOf(a Account) string {
	if a.OwnerID != "" {
		return SubLoginKey(a.OwnerID, a.Login)
	}
	return LoginKey(a.Login)
}
