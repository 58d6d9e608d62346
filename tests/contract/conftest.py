"""Servers that several suites use, started once for a run, and cleared for each test."""

from collections.abc import Iterator

import pytest

from tests.contract.servers import running_chroma, running_postgres


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a PostgreSQL that lives as long as the run."""
    with running_postgres(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a Chroma server that lives as long as the run."""
    with running_chroma(tmp_path_factory.mktemp("chroma")) as url:
        yield url
