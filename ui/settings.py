"""What a person may configure: one frozen object, read once at the edge.

A misspelt key would otherwise be ignored without a word, so every unknown `KAOPING_*` variable is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from corpus.errors import SettingsError

PREFIX = "KAOPING_"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data are and what reads them. An empty variable counts as not set.

    data:            folder of the database, the vectors and the lexical index; created when something is written.
    database_url:    SQLAlchemy URL of a shared database; None is SQLite in `data`.
    chroma_url:      http(s) URL of a Chroma server; None is Chroma embedded in `data`.
    embedding_model: name or folder of a sentence-transformers model; None is the bundled model.
    reranker_model:  name or folder of a sentence-transformers cross-encoder that weighs the best passages; None is none.
    llm_base_url:    http(s) URL of an OpenAI-compatible endpoint that words answers and proposes what answers a target; None is none.
    llm_model:       name of the model there; needed where there is an endpoint.
    llm_api_key:     its key; None where it asks for none.
    """

    data: Path
    database_url: str | None = None
    chroma_url: str | None = None
    embedding_model: str | None = None
    reranker_model: str | None = None
    llm_base_url: str | None = None
    llm_model: str | None = None
    llm_api_key: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read the variable `KAOPING_…` of each field.

        Raises SettingsError for any other key that begins with `KAOPING_`, and for half an endpoint.
        """
        _refuse_unknown(environ)
        _refuse_half_endpoint(environ)
        data = environ.get("KAOPING_DATA")
        return cls(
            data=Path(data).expanduser() if data else default_data_folder(environ),
            database_url=environ.get("KAOPING_DATABASE_URL") or None,
            chroma_url=environ.get("KAOPING_CHROMA_URL") or None,
            embedding_model=environ.get("KAOPING_EMBEDDING_MODEL") or None,
            reranker_model=environ.get("KAOPING_RERANKER_MODEL") or None,
            llm_base_url=environ.get("KAOPING_LLM_BASE_URL") or None,
            llm_model=environ.get("KAOPING_LLM_MODEL") or None,
            llm_api_key=environ.get("KAOPING_LLM_API_KEY") or None,
        )


KEYS = tuple(PREFIX + name.upper() for name in Settings.__dataclass_fields__)


def default_data_folder(environ: Mapping[str, str]) -> Path:
    """`$XDG_DATA_HOME/kaoping`, or `~/.local/share/kaoping`; only named here, never created."""
    base = environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "kaoping"


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    unknown = sorted(key for key in environ if key.startswith(PREFIX) and key not in KEYS)
    if unknown:
        nearest = get_close_matches(unknown[0].removeprefix(PREFIX), [key.removeprefix(PREFIX) for key in KEYS], n=1)
        hint = f"是不是 {PREFIX}{nearest[0]}？" if nearest else "可用的有 " + "、".join(KEYS)
        raise SettingsError(f"没有名为 {unknown[0]} 的设置；{hint}")


def _refuse_half_endpoint(environ: Mapping[str, str]) -> None:
    url, model = environ.get("KAOPING_LLM_BASE_URL"), environ.get("KAOPING_LLM_MODEL")
    if bool(url) != bool(model):
        given, missing = ("BASE_URL", "MODEL") if url else ("MODEL", "BASE_URL")
        raise SettingsError(f"设了 {PREFIX}LLM_{given}，还缺 {PREFIX}LLM_{missing}；两项要一起设，或都不设")
    if url and not url.startswith(("http://", "https://")):
        raise SettingsError(f"KAOPING_LLM_BASE_URL 应是 http(s) 地址，现在是 {url}")
