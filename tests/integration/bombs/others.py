"""PDF, web and text files that harm."""

import random
import zlib
from collections.abc import Callable

from tests.integration import page_files
from tests.integration.company_texts import USE

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Put numbered objects into a PDF with a true table of places."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(data))
    return data + table + end


def drawing(content: bytes, filters: bytes = b"/FlateDecode", resources: bytes = b"") -> bytes:
    """One page that draws a stream."""
    stream = b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), filters, content)
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
    )
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % resources,
        stream,
        _FONT,
    )


def _zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()


def _much_text() -> bytes:
    line = b"BT /F 8 Tf 10 10 Td (all work and no play makes a long file) Tj ET\n"
    return zlib.compress(line * 900_000, 9)


def _calling_itself() -> bytes:
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length 12>>"
        b"stream\n/X Do /X Do\n\nendstream"
    )
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        form,
        b"<</Length 5>>stream\n/X Do\nendstream",
    )


def _page(extra: bytes = b"", kids: bytes = b"[3 0 R]", count: bytes = b"1", catalog: bytes = b"") -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids%s/Count %s>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]%s>>" % extra,
    )


def _bad_table() -> bytes:
    good = page_files.prose_over_pages(USE)
    at = good.rfind(b"startxref")
    return good[:at] + b"startxref\n99999999\n%%EOF\n"


def _noise(count: int) -> bytes:
    return random.Random(3).randbytes(count)


PDF_BOMBS: dict[str, Callable[[], bytes]] = {
    "pdf_400_mb.pdf": lambda: drawing(_zeros(400)),
    "pdf_twice_packed.pdf": lambda: drawing(zlib.compress(_zeros(400), 9), b"/FlateDecode/FlateDecode"),
    "pdf_60_mb_of_text.pdf": lambda: drawing(_much_text()),
    "pdf_calling_itself.pdf": _calling_itself,
    "pdf_page_circle.pdf": lambda: _page(kids=b"[2 0 R 2 0 R 3 0 R]", count=b"3"),
    "pdf_million_pages.pdf": lambda: _page(count=b"1000000"),
    "pdf_huge_page.pdf": lambda: _page(b"/MediaBox[0 0 1e30 1e30]/UserUnit 1e30"),
    "pdf_bad_table.pdf": _bad_table,
    "pdf_table_circle.pdf": lambda: pdf(b"<</Type/Catalog>>", trailer=b"/Root 1 0 R/Prev 15"),
    "pdf_script.pdf": lambda: _page(
        catalog=b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>"
    ),
    "pdf_launch.pdf": lambda: _page(catalog=b"/OpenAction<</S/Launch/F(/bin/sh)>>"),
    "pdf_noise.pdf": lambda: b"%PDF-1.7\n" + _noise(2_000_000) + b"\n%%EOF",
    "pdf_deep_arrays.pdf": lambda: _page(b"/Annots " + b"[" * 200_000 + b"]" * 200_000),
    "pdf_no_end.pdf": lambda: page_files.prose_over_pages(USE)[:-40],
    "pdf_only_head.pdf": lambda: b"%PDF-1.7\n%%EOF",
}
TEXT_BOMBS: dict[str, Callable[[], bytes]] = {
    "html_deep.html": lambda: b"<html><body>" + b"<div>" * 300_000 + b"x",
    "html_deep_lists.html": lambda: b"<html><body>" + b"<ul><li>" * 100_000 + b"x",
    "html_attributes.html": lambda: b"<html><body><p " + b"a='b' " * 2_000_000 + b">x",
    "html_brackets.html": lambda: b"<html>" + b"<" * 5_000_000,
    "html_comments.html": lambda: b"<html>" + b"<!--" * 1_000_000,
    "html_entities.html": lambda: b"<html><body>" + b"&amp;" * 3_000_000,
    "html_wide_table.html": lambda: b"<html><body><table>" + b"<tr><td>1<td>2" * 400_000,
    "html_far_pictures.html": lambda: b"<html><body><p>text</p>" + b"<img src=http://127.0.0.1:9/x>" * 500,
    "html_entity_file.html": lambda: (
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>text &x;</p></body></html>'
    ),
    "csv_open_quote.csv": lambda: b'a,b\n"' + b"x,\n" * 3_000_000,
    "csv_commas.csv": lambda: b"a" + b"," * 5_000_000,
    "csv_many_rows.csv": lambda: b"a,b\n" + b"1,2\n" * 900_000,
    "csv_nuls.csv": lambda: bytes(3_000_000),
    "csv_formula.csv": lambda: b"name,value\n=cmd|' /C calc'!A0,1\n",
    "md_deep_quotes.md": lambda: b">" * 40_000 + b" x",
    "txt_one_line.txt": lambda: b"a" * 4_000_000,
    "txt_numbers.txt": lambda: "\n".join(f"第{at}条" for at in range(60_000)).encode(),
    "jsonl_deep.jsonl": lambda: b'{"id":"a","text":' + b"[" * 900_000,
}
