"""Turn errors into words for people: what happened, in general terms, and what they can do.

Exception text never reaches a person: it may hold paths, addresses or somebody's question. Operators
find it in the log under the reference that the apology ends with. Surfaces post these words.
"""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

from knowledge.documents.document import Language
from knowledge.documents.intake import IntakeError
from retrieval.interface import EmbeddingMismatchError, IndexUnavailableError


class Trouble(StrEnum):
    """What went wrong, as far as a person needs to know."""

    INDEX_UNAVAILABLE = "index_unavailable"
    STORE_BUSY = "store_busy"
    STORE_UNREADABLE = "store_unreadable"
    DISK_FULL = "disk_full"
    NOT_PERMITTED = "not_permitted"
    UNREADABLE_FILE = "unreadable_file"
    EMBEDDING_MISMATCH = "embedding_mismatch"
    TOO_SLOW = "too_slow"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_FULL = {sqlite3.SQLITE_FULL}
_NOT_PERMITTED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}
_PRIMARY_CODE = 0xFF  # the low byte; the rest says which variant

_JAPANESE = {
    Trouble.INDEX_UNAVAILABLE: (
        "申し訳ありません。"
        "文書の索引をいま開けません。"
        "数分おいて、もう一度お尋ねください。"
        "続く場合は、管理者に `sandan doctor` の実行をご依頼ください。"
    ),
    Trouble.STORE_BUSY: (
        "申し訳ありません。"
        "データベースがほかの処理で混み合っています。"
        "一分ほどおいて、もう一度お試しください。"
    ),
    Trouble.STORE_UNREADABLE: (
        "申し訳ありません。データベースを読めません。管理者に `sandan doctor` の実行をご依頼ください。"
    ),
    Trouble.DISK_FULL: (
        "申し訳ありません。"
        "サーバーの空き容量が足りず、処理を終えられませんでした。"
        "管理者に、空き容量を増やすようご依頼ください。"
    ),
    Trouble.NOT_PERMITTED: (
        "申し訳ありません。"
        "必要なファイルを読み書きする権限がありません。"
        "管理者に `sandan doctor` の実行をご依頼ください。"
    ),
    Trouble.UNREADABLE_FILE: (
        "申し訳ありません。"
        "このファイルは読み取れませんでした。"
        "UTF-8 のテキスト、Markdown、または .jsonl で保存し直してからお試しください。"
    ),
    Trouble.EMBEDDING_MISMATCH: (
        "申し訳ありません。"
        "保存済みの索引と、設定された埋め込みモデルが合っていません。"
        "管理者に `sandan doctor` の実行をご依頼ください。"
    ),
    Trouble.TOO_SLOW: (
        "申し訳ありません。"
        "時間内に処理を終えられませんでした。"
        "もう一度お試しいただくか、質問を短く分けてください。"
    ),
    Trouble.UNREACHABLE: (
        "申し訳ありません。接続先に届きませんでした。ネットワークを確かめて、もう一度お試しください。"
    ),
    Trouble.UNKNOWN: (
        "申し訳ありません。"
        "予期しない問題が起き、お答えできませんでした。"
        "もう一度お試しください。"
        "続く場合は、管理者にお知らせください。"
    ),
}
_ENGLISH = {
    Trouble.INDEX_UNAVAILABLE: (
        "Sorry, the index of the documents cannot be opened right now. Please ask again in a few "
        "minutes. If it goes on, ask your administrator to run `sandan doctor`."
    ),
    Trouble.STORE_BUSY: ("Sorry, the database is busy with other work. Please try again in a minute."),
    Trouble.STORE_UNREADABLE: (
        "Sorry, the database cannot be read. Please ask your administrator to run `sandan doctor`."
    ),
    Trouble.DISK_FULL: (
        "Sorry, the server has run out of disk space, so this could not be finished. Please ask "
        "your administrator to free some."
    ),
    Trouble.NOT_PERMITTED: (
        "Sorry, I am not permitted to read or write a file that is needed. Please ask your "
        "administrator to run `sandan doctor`."
    ),
    Trouble.UNREADABLE_FILE: (
        "Sorry, this file could not be read. Please save it as UTF-8 text, Markdown or .jsonl and try again."
    ),
    Trouble.EMBEDDING_MISMATCH: (
        "Sorry, the stored index and the configured embedding model do not match. Please ask your"
        " administrator to run `sandan doctor`."
    ),
    Trouble.TOO_SLOW: (
        "Sorry, this could not be finished in time. Please try again, or split the question into "
        "shorter ones."
    ),
    Trouble.UNREACHABLE: (
        "Sorry, the other side could not be reached. Please check the network and try again."
    ),
    Trouble.UNKNOWN: (
        "Sorry, something unexpected happened and I could not answer. Please try again. If it "
        "goes on, tell your administrator."
    ),
}
_WORDS: dict[Language, dict[Trouble, str]] = {"ja": _JAPANESE, "en": _ENGLISH}
_REFERENCE: dict[Language, str] = {
    "ja": "（お問い合わせ番号: {reference}）",
    "en": " (Reference: {reference})",
}


def apologise(error: BaseException, language: Language, *, reference: str = "") -> str:
    """Say in words what went wrong and what to do, without any text of the error itself.

    Args:
        error: What was raised; its causes are looked at too.
        language: The reader's.
        reference: Number under which the log holds the error; left out when empty.
    """
    words = _WORDS[language][recognise_trouble(error)]
    return words + _REFERENCE[language].format(reference=reference) if reference else words


def recognise_trouble(error: BaseException) -> Trouble:
    """Tell what kind of trouble an error is, by its class or by the class of what caused it."""
    for cause in _chain(error):
        trouble = _trouble_of(cause)
        if trouble is not Trouble.UNKNOWN:
            return trouble
    return Trouble.UNKNOWN


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        yield cause
        seen.add(id(cause))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _trouble_of(error: BaseException) -> Trouble:
    match error:
        case IndexUnavailableError():
            return Trouble.INDEX_UNAVAILABLE
        case EmbeddingMismatchError():
            return Trouble.EMBEDDING_MISMATCH
        case sqlite3.Error():
            return _trouble_of_sqlite(error)
        case IntakeError() | UnicodeError():
            return Trouble.UNREADABLE_FILE
        case TimeoutError():
            return Trouble.TOO_SLOW
        case ConnectionError():
            return Trouble.UNREACHABLE
        case OSError():
            return _trouble_of_system(error)
        case _:
            return Trouble.UNKNOWN


def _trouble_of_system(error: OSError) -> Trouble:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return Trouble.DISK_FULL
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Trouble.NOT_PERMITTED
    if error.errno in {errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG}:
        return Trouble.UNREADABLE_FILE
    return Trouble.UNKNOWN


def _trouble_of_sqlite(error: sqlite3.Error) -> Trouble:
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
    if code in _BUSY:
        return Trouble.STORE_BUSY
    if code in _FULL:
        return Trouble.DISK_FULL
    if code in _NOT_PERMITTED:
        return Trouble.NOT_PERMITTED
    return Trouble.STORE_UNREADABLE
