"""Recognise countries and regions as people write them; the names are data (`countries.yaml`)."""

import re
from functools import lru_cache
from importlib.resources import files

import yaml

HOME = "JP"
_HOME = re.compile(r"国内|日本(?!語)|我が国|\bjapan(?:ese)?\b|\bdomestic(?:ally)?\b|in.country")
_ABROAD = re.compile(r"国外|海外|外国|overseas|abroad|offshore|outside (?:of )?japan|foreign|another country")
ABROAD = "abroad"


@lru_cache(maxsize=1)
def country_patterns() -> dict[str, re.Pattern[str]]:
    """Give the names of every country but our own, by code."""
    raw = yaml.safe_load(files("bot.advisor").joinpath("countries.yaml").read_text(encoding="utf-8"))
    return {code: re.compile("|".join(f"(?:{one})" for one in names)) for code, names in raw.items()}


def countries_in(folded: str) -> frozenset[str]:
    """List the codes of the countries that a folded text names: `JP` for our own, `abroad` for any other."""
    found = {code for code, pattern in country_patterns().items() if pattern.search(folded)}
    if _ABROAD.search(folded):
        found.add(ABROAD)
        folded = _ABROAD.sub(" ", folded)
    if _HOME.search(folded):
        found.add(HOME)
    return frozenset(found)
