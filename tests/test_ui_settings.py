from __future__ import annotations

from pathlib import Path

import pytest

from corpus import SettingsError
from ui import Settings
from ui.settings import KEYS


def test_defaults_follow_the_platform(tmp_path: Path) -> None:
    settings = Settings.from_environment({"XDG_DATA_HOME": str(tmp_path)})

    assert settings == Settings(data=tmp_path / "kaoping")
    assert not settings.data.exists()


def test_every_key_is_read() -> None:
    given = (
        "/d",
        "postgresql://h/db",
        "http://h:8000",
        "BAAI/bge-m3",
        "BAAI/bge-reranker-v2-m3",
        "http://h:8080/v1",
        "qwen",
        "secret",
    )
    values = dict(zip(KEYS, given, strict=True))

    assert Settings.from_environment(values) == Settings(Path("/d"), *list(values.values())[1:])


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_variable_counts_as_unset(key: str) -> None:
    assert Settings.from_environment({key: ""}) == Settings.from_environment({})


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("KAOPING_DATE", "KAOPING_DATA"),
        ("KAOPING_EMBEDING_MODEL", "KAOPING_EMBEDDING_MODEL"),
        ("KAOPING_COLOUR", "可用的有 KAOPING_DATA、"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_one(key: str, hint: str) -> None:
    with pytest.raises(SettingsError, match=f"没有名为 {key} 的设置.*{hint}"):
        Settings.from_environment({key: "x"})


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"KAOPING_LLM_BASE_URL": "http://h/v1"}, "还缺 KAOPING_LLM_MODEL"),
        ({"KAOPING_LLM_MODEL": "qwen"}, "还缺 KAOPING_LLM_BASE_URL"),
        ({"KAOPING_LLM_BASE_URL": "h:8080", "KAOPING_LLM_MODEL": "qwen"}, r"http\(s\).*h:8080"),
    ],
    ids=["no model", "no address", "no URL"],
)
def test_half_an_endpoint_is_refused(values: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        Settings.from_environment(values)


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(Settings(Path("/d"), llm_api_key="secret"))


def test_other_variables_are_ignored() -> None:
    assert Settings.from_environment({"_KAOPING_COMPLETE": "bash_source", "PATH": "/bin"})
