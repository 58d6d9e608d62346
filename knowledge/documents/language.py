"""Tell Japanese from English by script; no word lists beyond the commonest English ones.

A third language in Latin letters counts as English: both share the Latin-letter index.
"""

import re

from knowledge.documents.document import Language

_SAMPLE_CHARS = 20_000
_HIRAGANA = re.compile("[\u3041-\u309f]")
_CJK = re.compile("[\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f々]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’-]*")
_QUOTED = re.compile("「[^「」]*」|『[^『』]*』")
_ENGLISH = re.compile(
    r"\b(?:an?|the|is|are|was|were|be|do|does|did|can|could|may|might|must|shall|should|will|would|how|what"
    r"|when|where|which|who|whom|why|of|to|in|on|at|by|for|from|with|about|into|if|and|or|not|no|we|i|you|it"
    r"|they|our|your|this|that|these|those|says?|have|has|need|me|my|us|tell|please)\b",
    re.IGNORECASE | re.ASCII,
)


def detect_language(text: str, *, default: Language = "ja") -> Language:
    """Tell in which language a question or a section is written.

    Args:
        text: Any length; the first 20,000 characters decide.
        default: The answer where there are no letters at all.

    Returns:
        `en` for an English sentence that quotes Japanese words, `ja` for a Japanese one full of acronyms.
    """
    sample = text[:_SAMPLE_CHARS]
    outside_quotes = _QUOTED.sub(" ", sample)
    if _LATIN_WORD.search(outside_quotes) or _CJK.search(outside_quotes):
        sample = outside_quotes
    cjk = len(_CJK.findall(sample))
    words = _LATIN_WORD.findall(sample)
    if not cjk:
        is_acronym = len(words) == 1 and len(words[0]) <= 6 and words[0].isupper()
        return "en" if words and not is_acronym else default
    if _HIRAGANA.search(sample):
        return "ja" if cjk >= len(words) else "en"
    is_english_sentence = len(words) > 1 and _ENGLISH.search(sample) is not None
    return "en" if is_english_sentence and cjk <= 3 * len(words) else "ja"
