"""PDF files as companies have them: several pages, heads and feet, tables, two columns, scans, a password."""

import io
from collections.abc import Callable

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from tests.integration.company_texts import Rules

_SERIF, _SANS = "HeiseiMin-W3", "HeiseiKakuGo-W5"
_GRID = [("FONTNAME", (0, 0), (-1, -1), _SERIF), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
for _font in (_SERIF, _SANS):
    pdfmetrics.registerFont(UnicodeCIDFont(_font))


def clauses_over_pages(rules: Rules) -> bytes:
    """One numbered clause a page, with a head and a foot on each."""
    story: list[Flowable] = [Paragraph(rules.title, _style(rules, 18))]
    for at, clause in enumerate(rules.clauses, start=1):
        name = f"第{at}条（{clause.caption}）" if rules.language == "ja" else f"Article {at} {clause.caption}"
        story += [Paragraph(name, _style(rules, 14)), *_prose(rules, clause.text), PageBreak()]
    story += [Paragraph(_supplement(rules), _style(rules, 14)), Paragraph(rules.start, _style(rules))]
    return _build(rules, story)


def prose_over_pages(rules: Rules) -> bytes:
    """Text without numbers or headings, one subject a page."""
    story: list[Flowable] = []
    for clause in rules.clauses:
        story += [*_prose(rules, clause.text), PageBreak()]
    return _build(rules, story)


def with_table(rules: Rules) -> bytes:
    """A table below a heading."""
    heading = "別表1 上限額" if rules.language == "ja" else "Appendix A Limits"
    story = [
        Paragraph(rules.title, _style(rules, 18)),
        *_prose(rules, rules.clauses[0].text),
        Paragraph(heading, _style(rules, 14)),
        Table([list(row) for row in rules.table], style=_GRID, colWidths=130),
        Spacer(1, 12),
        Paragraph(rules.start, _style(rules)),
    ]
    return _build(rules, story)


def partly_scanned(rules: Rules) -> bytes:
    """Text on the first page, a picture of text on the second."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4)
    canvas.setFont(_font_of(rules), 10)
    canvas.drawString(60, 760, rules.clauses[0].text[:60])
    canvas.drawString(60, 740, rules.clauses[3].text[:60])
    canvas.showPage()
    _draw_picture(canvas)
    canvas.showPage()
    canvas.save()
    return held.getvalue()


def scanned(_rules: Rules) -> bytes:
    """Pictures of text only."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4)
    for _ in range(3):
        _draw_picture(canvas)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def with_password(rules: Rules) -> bytes:
    """A file that asks for a password."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, encrypt=StandardEncryption("secret", "owner"))
    canvas.setFont(_font_of(rules), 10)
    canvas.drawString(60, 760, rules.clauses[0].text[:60])
    canvas.save()
    return held.getvalue()


PAGE_MAKERS: dict[str, Callable[[Rules], bytes]] = {
    "clauses": clauses_over_pages,
    "prose": prose_over_pages,
    "table": with_table,
}


def _font_of(rules: Rules) -> str:
    return _SERIF if rules.language == "ja" else "Times-Roman"


def _style(rules: Rules, size: float = 10.5) -> ParagraphStyle:
    bold = _SANS if rules.language == "ja" else "Helvetica-Bold"
    return ParagraphStyle(
        f"size {size}",
        fontName=bold if size > 12 else _font_of(rules),
        fontSize=size,
        leading=size * 1.5,
        wordWrap="CJK" if rules.language == "ja" else None,
        spaceAfter=6,
    )


def _prose(rules: Rules, text: str) -> list[Flowable]:
    """A sentence of interest among others, in one paragraph that wraps."""
    before = "社内の各部門は、次に定めるところに従うものとする。" if rules.language == "ja" else (
        "Every department follows what is set out here, and asks when anything is unclear. "
    )  # fmt: skip
    after = "疑義があるときは、情報管理室が解釈を示す。" if rules.language == "ja" else (
        " The security office answers questions on how this is to be read."
    )  # fmt: skip
    return [Paragraph(before * 2 + text + after, _style(rules))]


def _supplement(rules: Rules) -> str:
    return "附則" if rules.language == "ja" else "Supplementary provisions"


def _build(rules: Rules, story: list[Flowable]) -> bytes:
    def decorate(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(_font_of(rules), 8)
        canvas.drawString(60, 815, "社外秘" if rules.language == "ja" else "Confidential - internal use only")
        canvas.drawCentredString(297, 25, f"- {template.page} -")

    held = io.BytesIO()
    SimpleDocTemplate(held, pagesize=A4).build(story, onFirstPage=decorate, onLaterPages=decorate)
    return held.getvalue()


def _draw_picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (400, 500), 200)), 60, 200, 400, 500)
