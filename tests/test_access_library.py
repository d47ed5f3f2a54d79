"""A library as some people see it: nothing of what belongs to others, by whichever method."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus import Document, UnknownDocument
from corpus.errors import AccessDenied
from index import EVERYONE, Filters, Library
from index.view import View
from index_fakes import make_document, make_goal, open_library

OURS, THEIRS = "甲局", "乙局"


def report(doc_id: str, *goals: str, title: str = "", data: bytes = b"") -> tuple[Document, bytes]:
    """A report and the file that it was read from."""
    data = data or doc_id.encode()
    made = make_document(doc_id, *(make_goal(n, goal, f"{goal}已完成 {n} 项。") for n, goal in enumerate(goals, 1)))
    return replace(made, sha256=hashlib.sha256(data).hexdigest(), title=title or made.title), data


def put(library: Library, doc_id: str, *goals: str, group: str | None, **more: Any) -> Document:
    made, data = report(doc_id, *goals, **more)
    library.add(made, file=data, groups=None if group is None else frozenset({group}))
    return made


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path) as library:
        put(library, "ours", "河道清淤", group=OURS)
        put(library, "theirs", "河道清淤与护岸", "秘密泵站", group=THEIRS)
        put(library, "nobodys", "河道清淤工程", group=None)
        put(library, "shared", "河道巡查", group=EVERYONE)
        yield library


@pytest.fixture
def view(whole: Library) -> Library:
    return whole.within([OURS])


def ids(found: Any) -> set[str]:
    return {one.doc_id for one in found}


def test_only_documents_of_ones_groups_and_of_everyone_are_there(whole: Library, view: Library) -> None:
    assert ids(view.documents()) == {"ours", "shared"}
    assert ids(whole.within([]).documents()) == {"shared"}
    assert ids(whole.within([OURS, THEIRS]).documents()) == {"ours", "theirs", "shared"}
    assert len(whole.documents()) == 4


@pytest.mark.parametrize("leg", ["search", "search_dense", "search_lexical"])
def test_searches_find_what_is_seen_up_to_their_limit(whole: Library, view: Library, leg: str) -> None:
    for number in range(30):
        put(whole, f"theirs-{number}", "河道清淤", group=THEIRS)
    hits = getattr(view, leg)("河道清淤", limit=6)

    assert ids(hits) == {"ours", "shared"} and len(hits) == 6
    assert ids(getattr(view, leg)("秘密泵站", limit=50)) <= {"ours", "shared"}
    assert getattr(view, leg)("河道", filters=Filters(doc_ids=("theirs", "nobodys"))) == []
    assert ids(getattr(view, leg)("河道", filters=Filters(doc_ids=("theirs", "ours")))) == {"ours"}
    assert getattr(whole.within(["无"]), leg)("秘密泵站", filters=Filters(doc_ids=("theirs",))) == []


@pytest.mark.parametrize("doc_id", ["theirs", "nobodys", "never-was"])
def test_what_is_hidden_is_as_what_never_was(view: Library, doc_id: str) -> None:
    said = set()
    for ask in (view.document, view.file, view.remove, view.groups_of):
        with pytest.raises(UnknownDocument) as error:
            ask(doc_id)
        said.add(str(error.value).replace(doc_id, "…"))

    assert said == {"没有编号为 … 的报告；现有报告：ours、shared"}
    assert view.holding(hashlib.sha256(doc_id.encode()).hexdigest()) == () and view.history(doc_id) == ()
    assert not view.may_change(doc_id)


def test_the_past_of_hidden_reports_is_hidden_too(whole: Library, view: Library) -> None:
    put(whole, "theirs", "秘密泵站二期", group=THEIRS, data=b"newer")
    whole.remove("theirs")
    whole.remove("ours")
    hidden = [past.id for past in whole.history("theirs")]

    assert ids(view.history()) == {"ours"} and len(hidden) == 2
    for past_id in (*hidden, 99):
        for ask in (view.past_document, view.past_file, view.forget_past):
            with pytest.raises(UnknownDocument):
                ask(past_id)
    assert view.past_document(view.history()[0].id).goals[0].name == "河道清淤"


def test_a_view_follows_what_happens(whole: Library, view: Library) -> None:
    seen = view.documents()
    assert view.documents() is seen  # what depends on it needn't be worked out anew

    whole.assign("theirs", groups=[THEIRS, OURS])
    assert "theirs" in ids(view.documents()) and "theirs" in ids(view.search("秘密泵站"))
    whole.assign("theirs", groups=[])
    assert "theirs" not in ids(view.documents()) and "theirs" not in ids(view.search("秘密泵站"))


def test_what_is_brought_in_belongs_to_the_groups_of_whoever_brings_it(whole: Library, view: Library) -> None:
    made, data = report("new", "绿化养护")

    assert view.add(made, file=data) == "added"
    assert whole.groups_of("new") == {OURS} and "new" not in ids(whole.within([THEIRS]).documents())
    view.remove("new")
    assert view.add(made, file=data) == "added" and whole.groups_of("new") == {OURS}


@pytest.mark.parametrize("hidden", ["theirs", "nobodys"])
@pytest.mark.parametrize("removed", [False, True], ids=["there", "removed"])
def test_the_same_report_of_others_is_neither_replaced_nor_shown(
    whole: Library, view: Library, hidden: str, removed: bool
) -> None:
    before = whole.document(hidden)
    if removed:
        whole.remove(hidden)
    made, data = report(hidden, "我们自己的目标", data=b"ours of the same name")
    adopted = view.adopt(made)

    assert adopted.doc_id != hidden and view.status_of(adopted) == "added" == view.status_of(made)
    view.add(adopted, file=data)
    assert view.adopt(made).doc_id == adopted.doc_id and not view.history(adopted.doc_id)
    assert removed or whole.document(hidden) == before
    with pytest.raises(AccessDenied):
        view.add(made, file=data)


def test_what_everyone_sees_is_changed_by_nobody_in_particular(view: Library) -> None:
    made, data = report("shared", "改过的目标", data=b"changed")

    for change in (lambda: view.add(view.adopt(made), file=data), lambda: view.remove("shared")):
        with pytest.raises(AccessDenied):
            change()
    assert view.document("shared").goals[0].name == "河道巡查"


def test_who_is_in_no_group_brings_nothing_in(whole: Library) -> None:
    made, data = report("new", "绿化养护")

    with pytest.raises(AccessDenied, match="不在任何分组"):
        whole.within([]).add(made, file=data)


def test_two_groups_can_not_take_one_id_at_once(whole: Library, view: Library) -> None:
    made, data = report("new", "绿化养护")
    adopted = view.adopt(made)
    whole.within([THEIRS]).add(made, file=data)  # between the two steps of the other

    with pytest.raises(AccessDenied):
        view.add(adopted, file=data)
    assert whole.groups_of("new") == {THEIRS}


def test_every_method_of_the_library_says_what_it_is_in_a_view() -> None:
    public = {name for name in vars(Library) if not name.startswith("_")} - {"open"}

    assert public <= set(vars(View))


@pytest.mark.parametrize("closed", ["accounts", "credentials", "trail"])
def test_users_and_trail_are_not_to_be_had_through_a_view(view: Library, closed: str) -> None:
    with pytest.raises(AccessDenied):
        getattr(view, closed)
    with pytest.raises(AccessDenied):
        view.assign("ours", groups=[OURS, THEIRS])


def test_a_view_gives_no_more_by_being_narrowed_again(view: Library) -> None:
    assert ids(view.within([OURS, THEIRS]).documents()) == {"ours", "shared"}
    view.close()
    assert view.questions() == () and ids(view.documents()) == {"ours", "shared"}


def test_another_process_sees_who_belongs_where(tmp_path: Path) -> None:
    with open_library(tmp_path) as first, open_library(tmp_path) as second:
        put(first, "a", "河道清淤", group=OURS)
        assert ids(second.within([OURS]).documents()) == {"a"}
        second.assign("a", groups=[THEIRS])
        assert first.within([OURS]).documents() == ()


def test_a_folder_of_an_earlier_version_gets_the_new_tables(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        put(library, "a", "河道清淤", group=None)
    with sqlite3.connect(tmp_path / "kaoping.sqlite") as connection:
        for table in ("document_groups", "user_groups", "sign_ins", "tokens", "users", "trail"):
            connection.execute(f"DROP TABLE {table}")
    with open_library(tmp_path) as library:
        assert library.within([OURS]).documents() == () and not library.accounts.any_ever()
        library.assign("a", groups=[OURS])
        assert ids(library.within([OURS]).documents()) == {"a"}
