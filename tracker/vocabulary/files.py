"""Words about uploaded files: why one cannot be read, and what the person can do about it."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class FileProblem(Complaint):
    """What can be wrong with a file before anybody looks at its rows."""

    MISSING = "missing", "没有找到文件，请选择要导入的文件"
    EMPTY = "empty", "文件是空的，请检查后重新选择"
    UNRECOGNISED = "unrecognised", "这不是能识别的表格文件，请用 WPS 或 Excel 打开后另存为 .xlsx 再导入"
    WEB_PAGE = "web-page", "文件其实是网页或 XML，不是表格，请用 WPS 或 Excel 打开后另存为 .xlsx 再导入"
    OLD_WORD = "old-word", "这是旧版 Word 文档，请用 WPS 或 Word 打开后另存为 .docx 再导入"
    PASSWORD = "password", "文件有密码保护，请取消密码后再导入"
    TOO_LARGE = "too-large", "文件过大或压缩比异常，已拒绝；请删去图片和空白的行、列，另存后再导入"
    UNSAFE = "unsafe", "文件内容不安全，已拒绝；请用 WPS 或 Excel 打开后另存为新文件再导入"
    TOO_MANY_ROWS = "too-many-rows", "“{sheet}”最多 {limit} 行，当前至少 {count} 行，请分成几个文件导入"
    TOO_MANY_COLUMNS = (
        "too-many-columns",
        "“{sheet}”最多 {limit} 列，当前第 {count} 列还有内容，请删去多余的列后再导入",
    )
    TOO_MUCH_CONTENT = "too-much-content", "文件内容过多，无法一次读入，请分成几个文件导入"
    TOO_HEAVY = (
        "too-heavy",
        "读取这个文件需要的内存过多，已停止；请另存为 .xlsx，并删去空白的行、列，或分成几个文件导入",
    )
    TOO_SLOW = "too-slow", "读取这个文件用时过长，已停止；请另存为 .xlsx，或分成几个文件导入"
    DAMAGED = "damaged", "文件已损坏，无法读取，请用 WPS 或 Excel 打开后另存为新文件再导入"
    NO_TABLE = "no-table", "文档里没有找到表格，也没有找到带“牵头单位”等标注的任务清单，请核对是否选对了文件"


class FileKind(Word):
    """What may be kept as evidence: documents, pictures and tables that run nothing when they are opened."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPG"
    PNG = "png", "PNG"
    WORD = "word", "DOCX"
    WORKBOOK = "workbook", "XLSX"
    OFD = "ofd", "OFD"
    OLD_WORD = "old-word", "DOC"
    OLD_WORKBOOK = "old-workbook", "XLS"
    TEXT = "text", "TXT、CSV"


class EvidenceProblem(Complaint):
    """Why a file cannot be kept as evidence."""

    EMPTY = "empty", "“{name}”是空文件，请检查后重新选择"
    TOO_LARGE = "too-large", "“{name}”超过{limit}MB，请压缩或拆分后再上传"
    TOO_MANY = "too-many", "一次最多{limit}个文件，未上传：{names}"
    WRONG_KIND = "wrong-kind", "“{name}”不是支持的文件类型，可用：{kinds}"
    NOT_AS_NAMED = "not-as-named", "“{name}”的内容不是{kind}，请用原来的软件打开，另存后再上传"
    MISNAMED = "misnamed", "“{name}”的内容与扩展名不符（内容是{kind}），请改正扩展名或另存后再上传"
    MACROS = "macros", "“{name}”含有宏，请另存为不含宏的文件后再上传"
    DAMAGED = "damaged", "“{name}”已损坏、有密码或内容不安全，请另存为新文件后再上传"
    QUOTA = "quota", "“{name}”放不下：每个事项的佐证合计不超过{limit}MB，请压缩后再上传"
    STORE_DOWN = "store-down", "附件服务暂不可用，“{name}”没有存上；其他内容不受影响，请稍后再补附件"
    NOT_OF_TASK = "not-of-task", "所选佐证不属于该事项，请重新选择"
