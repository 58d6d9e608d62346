"""Know which package speaks to which provider and what it reads from the environment; imports none."""

from collections.abc import Mapping
from importlib.util import find_spec

_PACKAGES = {
    "openai": "langchain_openai",
    "azure_openai": "langchain_openai",
    "anthropic": "langchain_anthropic",
    "ollama": "langchain_ollama",
    "google_genai": "langchain_google_genai",
    "bedrock": "langchain_aws",
    "bedrock_converse": "langchain_aws",
}
# A provider that is not here needs no key (ollama) or has chains of credentials of its own (aws).
_KEYS = {
    "openai": ("OPENAI_API_KEY",),
    "azure_openai": ("AZURE_OPENAI_API_KEY", "OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google_genai": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
}
_PLACES = {
    "openai": ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
    "azure_openai": ("AZURE_OPENAI_ENDPOINT",),
    "anthropic": ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
    "ollama": ("OLLAMA_HOST",),
}


def is_installed(model: str) -> bool:
    """Tell whether the package for `provider:model` is there; a provider we do not know is not."""
    package = _PACKAGES.get(_provider(model))
    return package is not None and find_spec(package) is not None


def missing_key(model: str, environment: Mapping[str, str]) -> str | None:
    """Name the variable that would hold the provider's key; None when one is set or none is needed."""
    names = _KEYS.get(_provider(model), ())
    return None if not names or any(environment.get(name) for name in names) else names[0]


def address_variable(model: str, environment: Mapping[str, str]) -> str | None:
    """Name the variable by which the provider's client is sent elsewhere; None when none is set."""
    return next((name for name in _PLACES.get(_provider(model), ()) if environment.get(name)), None)


def _provider(model: str) -> str:
    return model.partition(":")[0]
