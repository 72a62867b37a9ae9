package order

// OnceTx is onceTx: packages cannot be ordered yet.
var OnceTx = onceTx
