"""Turn a file's bytes into text, strictly: a wrong guess would store nonsense under a policy's name.

Nothing is replaced or skipped; what cannot be decoded in one of the known encodings is refused.
"""

import codecs
import re

from pydantic import BaseModel, ConfigDict

from knowledge.documents.intake import IntakeError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_COMMON = re.compile("[\u3041-\u309f\u30a1-\u30fc\u4e00-\u9fff。、「」]")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")
_MAX_CONTROL_SHARE = 0.01


class UndecodableTextError(IntakeError):
    """The bytes are no text in an encoding that is read."""

    code = "undecodable"


class DecodedText(BaseModel):
    """Text with the encoding it was read in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode_text(data: bytes) -> DecodedText:
    """Decode UTF-8, UTF-16 (marked or evident), ISO-2022-JP, cp932 or EUC-JP.

    Args:
        data: The whole file.

    Returns:
        The text as written, with a warning unless it was UTF-8 or carried a mark.

    Raises:
        UndecodableTextError: If no encoding fits strictly, or the content is binary.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_decode(data, encoding), encoding, warnings=())
    evident = _evident_utf16(data)
    if evident is not None:
        return _checked(_decode(data, evident), evident, warnings=(f"read as {evident}",))
    escaped = _decode(data, "iso2022_jp") if b"\x1b$" in data else None
    if escaped is not None:
        return _checked(escaped, "iso2022_jp", warnings=("read as ISO-2022-JP",))
    unicode = _decode(data, "utf-8")
    if unicode is not None:
        return _checked(unicode, "utf-8", warnings=())
    encoding, japanese = _best_japanese(data)
    return _checked(japanese, encoding, warnings=(f"read as {encoding}; save it as UTF-8 to be sure",))


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding, errors="strict")
    except UnicodeDecodeError:
        return None


def _evident_utf16(data: bytes) -> str | None:
    """Mostly Latin text in UTF-16 without a mark has a NUL in every other byte."""
    sample = data[:2_000]
    if len(data) % 2 or len(sample) < 4:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.4 * half and sample[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _best_japanese(data: bytes) -> tuple[str, str | None]:
    """Many byte strings are valid in both; the wrong one shows as half-width kana and rare kanji."""
    read = [(encoding, _decode(data, encoding)) for encoding in ("cp932", "euc_jp")]
    return max(read, key=lambda pair: -2.0 if pair[1] is None else _plausibility(pair[1]))


def _plausibility(text: str) -> float:
    sample = [character for character in text[:50_000] if ord(character) > 0x7F]
    if not sample:
        return 0.0
    joined = "".join(sample)
    return (len(_COMMON.findall(joined)) - len(_HALF_WIDTH_KANA.findall(joined))) / len(joined)


def _checked(text: str | None, encoding: str, *, warnings: tuple[str, ...]) -> DecodedText:
    if text is None:
        raise UndecodableTextError(
            "the bytes are not text in a known encoding", remedy="save the file as UTF-8"
        )
    if encoding in {"cp932", "euc_jp"} and _plausibility(text) < 0.3:
        raise UndecodableTextError("the text's encoding cannot be told", remedy="save the file as UTF-8")
    controls = len(_CONTROL.findall(text))
    if controls > _MAX_CONTROL_SHARE * len(text) + 8:
        raise UndecodableTextError("the content is binary, not text", remedy="export it as text or Markdown")
    if controls:
        warnings = (*warnings, f"{controls} control characters were left out")
    return DecodedText(text=text, encoding=encoding, warnings=warnings)
