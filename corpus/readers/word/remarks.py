"""What people are told of a Word document: what was left out, or read in an unusual way, and where."""

from __future__ import annotations

from corpus.source import Remark

_SHOWN_PLACES = 5
PICTURE = "有 {count} 张图片，未识别"
CHART = "有 {count} 个图表或 SmartArt，未读取"
WORD_ART = "有 {count} 处艺术字，未读取"
OBJECT = "有 {count} 个嵌入对象（OLE），未打开"
FOREIGN_PART = "有 {count} 个嵌入的其他格式片段，未读取"
HIDDEN = "有 {count} 处隐藏文字，未读取"
COVERED = "有 {count} 处文字被合并单元格遮住，未读取"
PLACEHOLDER = "有 {count} 个未填写的内容控件，其提示文字未读取"
FIELD = "有 {count} 处内容由域代码画出（带圈字符、勾选框等），未读取"
BAD_SIGN = "有 {count} 个符号不知是何字符，记作 \ufffd"
EQUATION = "有 {count} 个公式，按一行文字读取"
NESTED = "有 {count} 个嵌套的表格，已并入所在处的文字"
BOX = "有 {count} 个文本框，文字接在所在段落或单元格之后"
CHANGE = "有 {count} 处修订，按接受全部修订后的文字读取"
NUMBER = "有 {count} 处自动编号，已按 Word 显示的编号写在段落之前"
COMMENT = "有 {count} 条批注，未读取"
NOTE = "有 {count} 条脚注或尾注，列在文末"
LOST_NOTE = "有 {count} 条脚注或尾注找不到内容"
FOOTER = "页脚有文字，未读取"
MACROS = "文件带有宏，没有运行，也未读取"
DAMAGED_PART = "{part} 已损坏，{lost}未读取"
OUTSIDE = {
    "hyperlink": "有 {count} 个指向外部的超链接，没有打开，文字已读取",
    "image": "有 {count} 张图片存在文件之外，没有获取",
    "attachedTemplate": "引用了外部模板，没有获取",
}
OUTSIDE_OTHER = "引用了 {count} 个外部文件，没有获取"
_WHOLE_FILE = {CHANGE, NUMBER, COMMENT, NOTE, LOST_NOTE}  # remarks that count, and name no place
DRAWN = {
    "pic:pic": PICTURE,
    "v:imagedata": PICTURE,
    "c:chart": CHART,
    "dgm:relIds": CHART,
    "v:textpath": WORD_ART,
}


class Findings:
    """What was left out or read in an unusual way, and where."""

    def __init__(self) -> None:
        self.where = ""
        self._places: dict[str, list[str]] = {}

    def note(self, what: str) -> None:
        """Once more `what`, at the place that is being read."""
        self._places.setdefault(what, []).append("" if what in _WHOLE_FILE else self.where)

    def remarks(self) -> tuple[Remark, ...]:
        """One remark a kind."""
        return tuple(
            Remark(where=_list_places(places), what=what.replace("{count}", str(len(places))))
            for what, places in self._places.items()
        )


def _list_places(places: list[str]) -> str:
    distinct = [place for place in dict.fromkeys(places) if place]
    return "、".join(distinct[:_SHOWN_PLACES]) + (" 等处" if len(distinct) > _SHOWN_PLACES else "")
