"""Words about uploaded files: why one cannot be read, and what the person can do about it."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint


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
