"""Conversations are kept for their owner alone, found by their words, and never without limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from corpus import StoreError
from corpus.errors import UnknownConversation
from index import conversations as module
from index import schema
from index.conversations import Conversations, KeptExchange
from index.feedback import Feedback, Opinion
from index.store import FILE_NAME, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open_file(tmp_path / FILE_NAME)
    opened.prepare()
    yield opened
    opened.close()


def exchange(question: str = "清淤多少公里？", answer: str = "已清淤 21 公里[1]。", *doc_ids: str) -> KeptExchange:
    return KeptExchange(question, answer, doc_ids or ("a",), {"answer": {"answer": answer}})


def kept(conversations: Conversations, owner: str = "甲", *exchanges: KeptExchange) -> str:
    identifier = conversations.start(owner, "清淤")
    for one in exchanges or (exchange(),):
        conversations.append(owner, identifier, one)
    return identifier


def test_what_was_said_is_found_again_in_order(store: Store) -> None:
    identifier = kept(store.conversations, "甲", exchange("一？"), exchange("二？"))

    (found,) = store.conversations.of("甲")

    assert (found.id, found.title, found.exchanges) == (identifier, "清淤", 2) and found.changed_at > found.created_at
    assert [one.question for one in store.conversations.exchanges("甲", identifier)] == ["一？", "二？"]


def test_the_one_changed_last_comes_first(store: Store) -> None:
    first, second = kept(store.conversations), kept(store.conversations)
    store.conversations.append("甲", first, exchange())

    assert [one.id for one in store.conversations.of("甲")] == [first, second]


@pytest.mark.parametrize("identifier", ["mine", "none", "", "' OR 1=1 --"])
def test_nobody_gets_at_the_conversation_of_another(store: Store, identifier: str) -> None:
    mine = kept(store.conversations)
    asked = mine if identifier == "mine" else identifier
    conversations = store.conversations

    for attempt in (
        lambda: conversations.exchanges("乙", asked),
        lambda: conversations.get("乙", asked),
        lambda: conversations.append("乙", asked, exchange()),
        lambda: conversations.rename("乙", asked, "我的"),
        lambda: conversations.delete("乙", asked),
    ):
        with pytest.raises(UnknownConversation):
            attempt()
    assert conversations.of("乙") == () and conversations.get("甲", mine).title == "清淤"
    assert len(conversations.exchanges("甲", mine)) == 1


def test_renaming_and_deleting(store: Store) -> None:
    identifier = kept(store.conversations)

    store.conversations.rename("甲", identifier, "  新\n名\0 ")
    store.conversations.rename("甲", identifier, "   ")  # changes nothing
    assert store.conversations.get("甲", identifier).title == "新 名\ufffd"
    store.conversations.rename("甲", identifier, "长" * 500)
    assert len(store.conversations.get("甲", identifier).title) == module.LONGEST_TITLE

    store.conversations.delete("甲", identifier)
    assert store.conversations.of("甲") == ()


def test_all_of_an_owner_can_be_forgotten(store: Store) -> None:
    store.conversations.forget("甲")
    kept(store.conversations)
    other = kept(store.conversations, "乙")

    store.conversations.forget("甲")

    assert store.conversations.of("甲") == () and store.conversations.get("乙", other).exchanges == 1


@pytest.mark.parametrize(
    ("words", "visible", "found"),
    [
        ("清淤", (), True),
        ("21 公里", ("a",), True),
        ("公里 21", ("a",), True),
        ("21", (), False),
        ("没有", ("a",), False),
        ("%", ("a",), False),
        ("_", ("a",), False),
        ("ABC", ("a",), True),
    ],
    ids=["title", "answer", "words apart", "answer unseen", "absent", "percent", "underscore", "case"],
)
def test_words_are_searched_for_in_what_may_be_seen(
    store: Store, words: str, visible: tuple[str, ...], found: bool
) -> None:
    kept(store.conversations, "甲", exchange("abc 多少？"))

    assert bool(store.conversations.search("甲", words, visible=visible)) == found
    assert store.conversations.search("乙", words, visible=visible) == ()


def test_too_many_conversations_give_way_the_oldest_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CONVERSATIONS", 3)
    others = kept(store.conversations, "乙")
    first, *rest = [kept(store.conversations) for _ in range(4)]

    assert {one.id for one in store.conversations.of("甲")} == set(rest)
    assert store.conversations.get("乙", others)
    with pytest.raises(UnknownConversation):
        store.conversations.exchanges("甲", first)


def test_a_full_conversation_and_a_huge_answer_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    identifier = kept(store.conversations)
    monkeypatch.setattr(module, "MOST_EXCHANGES", 1)
    with pytest.raises(StoreError, match="请开始新对话"):
        store.conversations.append("甲", identifier, exchange())
    monkeypatch.setattr(module, "LARGEST_RECORD", 10)
    with pytest.raises(StoreError, match="太长"):
        store.conversations.append("甲", identifier, exchange())


def test_what_databases_refuse_is_replaced(store: Store) -> None:
    identifier = kept(store.conversations, "甲", KeptExchange("\0\ud800？", "\0", (), {"a": ["\0", {"b": "\\u0000"}]}))

    (found,) = store.conversations.exchanges("甲", identifier)

    assert found.question == "\ufffd?？" and found.record == {"a": ["\ufffd", {"b": "\\u0000"}]}


def test_a_store_of_an_earlier_version_gets_the_tables_when_they_are_needed(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with closing(Store.open_file(path)) as store:
        store.prepare()
    engine = create_engine(f"sqlite:///{path}")
    for table in (schema.exchanges, schema.conversations, schema.feedback):
        table.drop(engine)
    engine.dispose()

    with closing(Store.open_file(path)) as store:
        assert store.conversations.of("甲") == () and store.feedback.all() == ()
        assert store.conversations.search("甲", "x", visible=()) == ()
        with pytest.raises(UnknownConversation):
            store.conversations.delete("甲", "x")
        kept(store.conversations)
        store.feedback.give(Opinion("甲", "up", "", "", (), {}))
        assert len(store.conversations.of("甲")) == len(store.feedback.all()) == 1


def test_opinions_are_kept_with_what_they_are_about(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    feedback: Feedback = store.feedback
    for number in range(3):
        feedback.give(Opinion("甲", "down", "figure", "错" * 900, ("a",), {"answer": number}))
    monkeypatch.setattr("index.feedback.MOST", 2)
    feedback.give(Opinion("", "up", "", "", (), {"answer": 3}))

    assert [opinion.record["answer"] for opinion in feedback.all()] == [2, 3]
    assert len(feedback.all()[0].note) == 500 and feedback.all()[0].given_at
