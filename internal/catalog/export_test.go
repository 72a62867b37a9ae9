package catalog

// RefreshSeller is what a change of a seller starts.
var RefreshSeller = (*Service).refreshSeller
