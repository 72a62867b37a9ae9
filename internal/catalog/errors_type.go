package catalog

import "github.com/souk-market/souk/internal/kernel/apperr"

// The errors of what differs between delivery types (business-rules 4.3, 4.4, 4.8, 4.12, 4.13).
var (
	ErrChoice = apperr.Def(apperr.Invalid, "product_choice", "Choose one of those that are offered.", "请从可选项中选择。")
	ErrNumber = apperr.Def(apperr.Invalid, "product_number",
		"Enter a whole number from {min} to {max}.", "请输入 {min} 至 {max} 之间的整数。")
	ErrDeliveryLocked = apperr.Def(apperr.Invalid, "delivery_locked",
		"The delivery type cannot change after the first approval; it is {name}. Publish another product instead.", "首次审核通过后不能更改接入类型（当前为 {name}），请另行发布商品。")
	ErrFamilyLocked = apperr.Def(apperr.Invalid, "family_locked",
		"Whether a product is general or joint cannot change after the first approval.", "首次审核通过后不能在通用商品与联营商品之间切换。")
	ErrFamilyType = apperr.Def(apperr.Invalid, "family_type",
		"{name} products cannot be joint products.", "{name}类商品不支持联营。")
	ErrJointPlan = apperr.Def(apperr.Invalid, "joint_plan",
		"Join the joint plan before you publish a joint product.", "请先加入联营计划，再发布联营商品。")
	ErrCertificateOwn = apperr.Def(apperr.Invalid, "certificate_own",
		"Your product “{name}” uses this certificate: one certificate is for one product. Offer editions as specs of that product, or delist it first.",
		"您的商品“{name}”已使用该证书，一个证书只能用于一个商品。不同版本请作为该商品的规格，或先下架该商品。")
	ErrCertificateTaken = apperr.Def(apperr.Invalid, "certificate_taken",
		"A product of another seller uses this certificate: one certificate is for one product. Upload the certificate of this product; if this one is yours, ask the marketplace.",
		"该证书已用于其他商家的商品，一个证书只能用于一个商品。请上传本商品的证书；如该证书属于您，请联系云商店运营。")
	ErrHardwareList = apperr.Def(apperr.Invalid, "hardware_whitelist",
		"Only sellers on the list for hardware can publish it. Ask the marketplace to put you on it.", "仅白名单商家可以发布硬件商品，请联系云商店运营申请加入。")
	ErrNotOfType = apperr.Def(apperr.Invalid, "not_of_type",
		"Products of the type {name} do not have this. Leave it out.", "{name}类商品没有此项，请勿填写。")
	ErrImages = apperr.Def(apperr.Invalid, "product_images",
		"Upload {min} to {max} main images.", "请上传 {min}–{max} 张商品主图。")
	ErrRelease = apperr.Def(apperr.Invalid, "product_release",
		"Write the version like V1.0; versions below V1 are not published.", "版本号请使用“V1.0”的格式，不支持 V0.x 或“初版”。")
	ErrReleaseSame = apperr.Def(apperr.Invalid, "release_same",
		"The image changes, so the version has to change too: {release} is on sale.", "镜像已更换，请同时更新版本号：{release} 正在销售。")
	ErrAssetID = apperr.Def(apperr.Invalid, "asset_id",
		"Enter the id as the platform shows it: letters, digits and . _ : / -, 3 to 100.", "请填写平台上的资产 ID，仅含字母、数字及 . _ : / -，3–100 个字符。")
	ErrPorts = apperr.Def(apperr.Invalid, "image_ports",
		"Write ports like 22, 80, 8000-8010/tcp.", "请按 22, 80, 8000-8010/tcp 的格式填写端口。")
	ErrRegistry = apperr.Def(apperr.Invalid, "registry_address",
		"Enter an address such as swr.example.com/team/app:1.0.", "请填写镜像地址，例如 swr.example.com/team/app:1.0。")
	ErrKubernetes = apperr.Def(apperr.Invalid, "kubernetes_version",
		"Enter a version such as v1.25.", "请填写 Kubernetes 版本，例如 v1.25。")
	ErrEnglish = apperr.Def(apperr.Invalid, "english_needed",
		"Products that are sold abroad need English texts.", "面向海外销售的商品须填写英文内容。")
	ErrStandard = apperr.Def(apperr.Invalid, "delivery_standard",
		"Give the delivery standard 1 to {max} lines: buyers accept by it.", "请填写 1–{max} 条交付标准，买家将据此验收。")
	ErrStandardUseless = apperr.Def(apperr.Invalid, "delivery_standard_useless",
		"Orders of this product are not supervised, so it has no delivery standard.", "该商品不纳入服务监管，无需填写交付标准。")
)

// The errors of single types.
var (
	ErrImageDisk = apperr.Def(apperr.Invalid, "image_disk",
		"The disk must hold the image, which has {size} GB.", "最小系统盘不能小于镜像大小（{size} GB）。")
	ErrImageRAM = apperr.Def(apperr.Invalid, "image_ram",
		"The most memory must not be less than the least, {min} GB.", "最大内存不能小于最小内存（{min} GB）。")
	ErrImageReplace = apperr.Def(apperr.Invalid, "image_replace",
		"An image on sale is replaced by one of the same kind. Publish another product for this one.", "更换镜像时须与在售版本保持一致，如需更改请另行发布商品。")
	ErrImageRegion = apperr.Def(apperr.Invalid, "image_region_kept",
		"The image is on sale in {name}; regions can be added, not dropped.", "镜像已在{name}销售，只能新增区域，不能移除。")
	ErrServiceFlow = apperr.Def(apperr.Invalid, "service_flow",
		"The basic flow of joint products is for joint products only.", "联营基础服务流仅适用于联营商品。")
	ErrAPIAuth = apperr.Def(apperr.Invalid, "api_auth",
		"The API gateway needs the APP signature; simple authentication is an addition.", "API 网关须启用 APP 签名认证，简易认证只能作为补充。")
	ErrAPIGroup = apperr.Def(apperr.Invalid, "api_group",
		"Start with a letter; then letters, digits, - and _, 3 to 64 together.", "以字母开头，仅含字母、数字、- 和 _，3–64 个字符。")
	ErrAPIGroupTaken = apperr.Def(apperr.Invalid, "api_group_taken",
		"The group “{group}” belongs to another spec, for ever. Choose another one.", "分组“{group}”已归属其他规格，不能再次使用，请更换分组。")
	ErrAPIGroupLocked = apperr.Def(apperr.Invalid, "api_group_locked",
		"The spec is on sale with the group “{group}” and keeps it.", "规格在售，须保留原分组“{group}”。")
	ErrGatewayLocked = apperr.Def(apperr.Invalid, "api_gateway_locked",
		"The gateway cannot change once the product is on sale.", "商品在售后不能更换网关。")
	ErrAgentsRegion = apperr.Def(apperr.Invalid, "agents_region",
		"The Agents gateway is in CN North-Beijing4 only.", "Agents 网关目前仅支持华北-北京四。")
	ErrMetering = apperr.Def(apperr.Invalid, "api_metering",
		"Choose what is counted: the Agents gateway bills by it.", "请选择至少一个计量项，Agents 网关将据此计费。")
	ErrMeteringPath = apperr.Def(apperr.Invalid, "metering_path",
		"Write the place of the number like usage.total_tokens.", "请按 usage.total_tokens 的格式填写字段路径。")
	ErrMeteringCounted = apperr.Def(apperr.Invalid, "metering_counted",
		"The gateway counts this by itself; leave the place empty.", "该计量项由网关自行统计，无需填写字段路径。")
	ErrHardwareStock = apperr.Def(apperr.Invalid, "hardware_stock",
		"Give the number of pieces in stock: hardware is shipped.", "硬件类商品须填写库存数量。")
	ErrComplianceLetter = apperr.Def(apperr.Invalid, "compliance_letter_missing",
		"Hand in the data compliance letter, and wait for its approval, before you publish data.", "发布数据资产前，请先上传数据合规承诺函并通过审核。")
)

// The errors of names and tags.
var (
	ErrSuffix = apperr.Def(apperr.Invalid, "name_suffix",
		"“{suffix}” is how names of {name} products end. Leave it out, or choose that type.", "“{suffix}”是{name}类商品的名称后缀，请去掉该后缀或更换接入类型。")
	ErrSuffixHCS = apperr.Def(apperr.Invalid, "name_suffix_hcs",
		"“{suffix}” is for products with the tag for hybrid cloud.", "仅带“混合云”标签的商品可使用“{suffix}”后缀。")
	ErrNameForm = apperr.Def(apperr.Invalid, "name_form",
		"You sell “{name}” as {type} already. End the Chinese name with “{suffix}”, so that buyers can tell the two apart.",
		"您已发布同名的{type}类商品“{name}”，请在名称末尾加上“{suffix}”以便买家区分。")
	ErrNameHCS = apperr.Def(apperr.Invalid, "name_hcs",
		"The Chinese name of a product for hybrid cloud ends with “{suffix}”.", "混合云商品的名称须以“{suffix}”结尾。")
	ErrTagWording = apperr.Def(apperr.Invalid, "tag_wording",
		"Say “{word}” here: the product has its tag.", "商品带有对应标签，此处须说明“{word}”。")
	ErrTagCertificate = apperr.Def(apperr.Invalid, "tag_certificate",
		"The tag “{tag}” needs a certificate that is in force. Hand it in under technical certificates.", "标签“{tag}”需要有效的技术认证证书，请先在“技术认证证书”中提交。")
	ErrTagProduct = apperr.Def(apperr.Invalid, "tag_product",
		"The certificate for the tag “{tag}” was given for a product of another name.", "标签“{tag}”的证书所载产品名称与商品名称不一致。")
	ErrTagPlan = apperr.Def(apperr.Invalid, "tag_plan",
		"The tag “{tag}” is for members of the {plan}. Join it first.", "标签“{tag}”要求先加入{plan}。")
	ErrKunpengArch = apperr.Def(apperr.Invalid, "kunpeng_arch",
		"An image with the tag Kunpeng is an ARM64 image.", "带“鲲鹏”标签的镜像须为 ARM64 架构。")
	ErrKunpengRegion = apperr.Def(apperr.Invalid, "kunpeng_region",
		"Kunpeng images are published in CN North-Beijing4, CN South-Guangzhou and CN East-Shanghai1 only, not in {name}.",
		"鲲鹏镜像仅可在华北-北京四、华南-广州、华东-上海一发布，不支持{name}。")
	ErrProofEnded = apperr.Def(apperr.FailedPrecondition, "product_proof_ended",
		"This cannot be approved any more: {reason}", "暂不能通过审核：{reason}")
)
