package blob

import "github.com/souk-market/souk/internal/kernel/apperr"

// Why an upload is refused, and the absence of a file.
var (
	ErrNotFound = apperr.Def(apperr.NotFound, "file_not_found",
		"There is no such file.", "文件不存在。")
	ErrEmpty = apperr.Def(apperr.Invalid, "file_empty",
		"The file is empty. Choose another one.", "文件内容为空，请重新选择文件。")
	ErrTooLarge = apperr.Def(apperr.TooLarge, "file_too_large",
		"The file is larger than {max} MB. Make it smaller and upload it again.", "文件大小超过 {max} MB，请压缩后重新上传。")
	ErrAccountFull = apperr.Def(apperr.TooLarge, "account_files_full",
		"This account has no room for more files: it may keep {max} MB. Ask support for help.", "账号的文件空间已满（上限 {max} MB），请联系客服处理。")
	ErrDayLimit = apperr.Def(apperr.TooLarge, "upload_day_limit",
		"An account may upload {files} files and {gb} GB in a day, and this one has, or would go beyond it. Go on tomorrow.",
		"每个账号每天最多上传 {files} 个文件、{gb} GB，当前上传已超出限制，请明天再试。")
	ErrExtension = apperr.Def(apperr.Invalid, "file_extension",
		"Files of this kind are not accepted here. Choose one of: {types}.", "不支持该文件格式，请上传以下格式的文件：{types}。")
	ErrPackageName = apperr.Def(apperr.Invalid, "package_name",
		"Name the package with letters, digits and - _ ( ) . only, without spaces.", "软件包文件名只能包含英文字母、数字和 - _ ( ) .，不能有空格。")
	ErrMismatch = apperr.Def(apperr.Invalid, "file_mismatch",
		"The file is named .{extension} but its content is something else ({found}). Save it in the right format; renaming is not enough.",
		"文件扩展名为 .{extension}，但实际内容不是该格式（{found}）。请另存为正确的格式，仅修改扩展名无效。")
	ErrPictureBroken = apperr.Def(apperr.Invalid, "picture_broken",
		"The picture is damaged or cut off. Export it again.", "图片已损坏或不完整，请重新导出后上传。")
	ErrPictureSize = apperr.Def(apperr.Invalid, "picture_size",
		"The picture is {width}×{height} pixels; it has to be exactly {want}.", "图片尺寸为 {width}×{height} 像素，要求为 {want} 像素，请调整后重新上传。")
	ErrPictureRange = apperr.Def(apperr.Invalid, "picture_range",
		"The picture is {width}×{height} pixels; it has to be {minw} to {maxw} wide and {minh} to {maxh} high.",
		"图片尺寸为 {width}×{height} 像素，要求宽度为 {minw}～{maxw} 像素，高度为 {minh}～{maxh} 像素，请调整后重新上传。")
	ErrVideoBroken = apperr.Def(apperr.Invalid, "video_broken",
		"The video is damaged, cut off, or without a picture. Export it again as MP4 or MOV.", "视频已损坏、不完整或不含画面，请重新导出为 MP4 或 MOV 后上传。")
	ErrVideoSize = apperr.Def(apperr.Invalid, "video_size",
		"The video is {width}×{height} pixels; it has to be exactly {want}.", "视频画面为 {width}×{height} 像素，要求为 {want} 像素，请调整后重新上传。")
	ErrVideoRange = apperr.Def(apperr.Invalid, "video_range",
		"The video is {width}×{height} pixels; it has to be {minw} to {maxw} wide and {minh} to {maxh} high.",
		"视频画面为 {width}×{height} 像素，要求宽度为 {minw}～{maxw} 像素，高度为 {minh}～{maxh} 像素，请调整后重新上传。")
	ErrTemplateMain = apperr.Def(apperr.Invalid, "template_main",
		"The template has no main.tf at its top. Pack the files of the module, not the folder around them.",
		"模板包的最外层缺少 main.tf，请直接打包模板文件，不要包含外层文件夹。")
	ErrArchiveBroken = apperr.Def(apperr.Invalid, "archive_broken",
		"The archive is damaged or of an unusual form. Pack it again as an ordinary ZIP file, or save the document again.",
		"压缩包或文档已损坏，或不是标准的 ZIP 格式，请重新打包或重新保存后上传。")
	ErrArchiveEntries = apperr.Def(apperr.Invalid, "archive_entries",
		"The archive holds more than {max} files. Pack fewer.", "压缩包内的文件数量超过 {max} 个，请减少文件后重新打包。")
	ErrArchiveSize = apperr.Def(apperr.Invalid, "archive_size",
		"Unpacked, the archive is larger than {max} MB. Pack less.", "压缩包解压后的总大小超过 {max} MB，请减少内容后重新打包。")
	ErrArchiveRatio = apperr.Def(apperr.Invalid, "archive_ratio",
		"{name} inside the archive unpacks to more than {max} times its size, which is the mark of an archive bomb. Leave it out.",
		"压缩包内的 {name} 解压后超过压缩前的 {max} 倍，疑似压缩炸弹，请移除该文件后重新打包。")
	ErrArchivePath = apperr.Def(apperr.Invalid, "archive_path",
		"{name} inside the archive has a name that leads out of its folder, or is a link. Pack plain files with plain names.",
		"压缩包内的 {name} 使用了不安全的路径或链接，请使用普通文件和文件名重新打包。")
	ErrArchiveEncrypted = apperr.Def(apperr.Invalid, "archive_encrypted",
		"The archive is protected by a password. Upload it without one, so that buyers can open it.",
		"压缩包设置了密码，买家将无法打开，请取消密码后重新上传。")
	ErrArchiveOverlap = apperr.Def(apperr.Invalid, "archive_overlap",
		"Files inside the archive overlap, which is the mark of an archive bomb. Pack it again with an ordinary program.",
		"压缩包内的文件数据相互重叠，疑似压缩炸弹，请使用常规压缩软件重新打包。")
	ErrArchiveMethod = apperr.Def(apperr.Invalid, "archive_method",
		"{name} inside the archive is packed by a method that not every program can read. Pack it again with the method Deflate.",
		"压缩包内的 {name} 使用了不通用的压缩算法，请使用 Deflate 算法重新打包。")
)
