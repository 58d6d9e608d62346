"""Know which package speaks to which provider, without importing any."""

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


def is_installed(model: str) -> bool:
    """Tell whether the package for `provider:model` is there; a provider we do not know is not."""
    package = _PACKAGES.get(model.partition(":")[0])
    return package is not None and find_spec(package) is not None
