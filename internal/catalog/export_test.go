package catalog

// RefreshSeller is what a change of a seller starts.
var RefreshSeller = (*Service).refreshSeller

// RunCheck is what the job of CheckAsked does.
var RunCheck = (*Service).runCheck
