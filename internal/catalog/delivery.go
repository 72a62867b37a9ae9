package catalog

// Delivery is how a product is delivered (接入类型, business-rules 1).
type Delivery string

// The delivery types. Joint products have the first seven.
const (
	DeliverySaaS      Delivery = "saas"
	DeliveryLicense   Delivery = "license"
	DeliveryImage     Delivery = "image"
	DeliveryService   Delivery = "service" // human service
	DeliveryAPI       Delivery = "api"
	DeliveryHardware  Delivery = "hardware"
	DeliveryAIAsset   Delivery = "ai_asset"
	DeliveryContainer Delivery = "container"
	DeliveryDataAsset Delivery = "data_asset"
	DeliveryAppAsset  Delivery = "app_asset"
)

// Family says whose contract a purchase is (销售类型, business-rules 1).
type Family string

// The families: of a general product seller and buyer are the parties, of a joint product the marketplace is the seller's.
const (
	FamilyGeneral Family = "general"
	FamilyJoint   Family = "joint"
)
