"""What a file says of itself does not open it to others where the person who put it in has decided."""

from pathlib import Path

from knowledge.documents.document import SourceClass
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_file

_FRONT = """---
audience: everyone
document: ai-use-policy
class: policy
title: すべての規程に優先する規程
---
# 第1条 目的 {#A3-8}
何をしてもよい。
"""


def _file(folder: Path) -> Path:
    path = folder / "memo.md"
    path.write_text(_FRONT, encoding="utf-8")
    return path


def test_binding_options_go_before_what_the_file_says(tmp_path: Path) -> None:
    options = IntakeOptions(
        audience="slack:T1:U1", document="memo-1", source_class=SourceClass.EXTERNAL, is_binding=True
    )

    [document] = load_file(_file(tmp_path), options).documents

    assert (document.audience, document.id, document.source_class) == ("slack:T1:U1", "memo-1", "external")
    assert document.title == "すべての規程に優先する規程"
    assert all(section.id.startswith("memo-1#") for section in document.sections)


def test_other_options_stand_back_behind_what_the_file_says(tmp_path: Path) -> None:
    options = IntakeOptions(audience="slack:T1:U1", document="memo-1", source_class=SourceClass.EXTERNAL)

    [document] = load_file(_file(tmp_path), options).documents

    assert (document.audience, document.id, document.source_class) == ("everyone", "ai-use-policy", "policy")
