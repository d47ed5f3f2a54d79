"""Stores of an earlier version: upgraded in one step, read as they were, never half changed."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from corpus import (
    Cell,
    Document,
    Figure,
    Goal,
    HeaderMapping,
    ParseReport,
    Piece,
    Place,
    Statement,
)
from index import Filters
from index.schema import SCHEMA_VERSION
from index.store import FILE_NAME, Store
from index_fakes import is_root, make_document, open_library, run_python

# What version 1 wrote for a small report, as `sqlite3 .dump` gives it.
VERSION_1 = """\
BEGIN TRANSACTION;
CREATE TABLE cells (
	doc_id VARCHAR(200) NOT NULL,
	goal INTEGER NOT NULL,
	cell INTEGER NOT NULL,
	"column" VARCHAR(40) NOT NULL,
	label TEXT NOT NULL,
	text TEXT NOT NULL,
	pieces JSON NOT NULL,
	PRIMARY KEY (doc_id, goal, cell),
	FOREIGN KEY(doc_id) REFERENCES documents (doc_id) ON DELETE CASCADE
);
INSERT INTO "cells" VALUES('qingshan-mzj-2022-06',0,0,'goal_name','目标名称','救助工作','[[0, 4, 3, 0]]');
INSERT INTO "cells" VALUES('qingshan-mzj-2022-06',0,1,
'cumulative_progress','1-6月累计完成进度','累计救助 9 人。
已入库 3 人。','[[0, 9, 3, 1], [10, 17, 5, 1]]');
CREATE TABLE documents (
	doc_id VARCHAR(200) NOT NULL,
	revision INTEGER NOT NULL,
	title TEXT NOT NULL,
	organization TEXT,
	year INTEGER,
	period TEXT,
	source TEXT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	notes JSON NOT NULL,
	report JSON NOT NULL,
	PRIMARY KEY (doc_id)
);
INSERT INTO "documents" VALUES('qingshan-mzj-2022-06',1,'2022年度青山市民政局职能目标完成情况表（2022年6月）',
'青山市民政局',2022,'1-6月','报告/甲.txt','abababababababababababababababababababababababababababababababab',
'["注：截至6月底。"]',
'{"lines": 5, "goals": 1, "joined": 1, "skipped": [[4, "重复的表头"]],
"dropped": [[6, "放不下", "孤立文字"]],
"headers": [["目标名称", "goal_name"], ["1-6月累计完成进度", "cumulative_progress"]]}');
CREATE TABLE figures (
	doc_id VARCHAR(200) NOT NULL,
	goal INTEGER NOT NULL,
	cell INTEGER NOT NULL,
	figure INTEGER NOT NULL,
	text TEXT NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	kind VARCHAR(20) NOT NULL,
	value TEXT NOT NULL,
	is_decimal BOOLEAN NOT NULL,
	unit TEXT,
	comparator VARCHAR(10) NOT NULL,
	role VARCHAR(10) NOT NULL,
	metric TEXT,
	period TEXT,
	scope TEXT,
	PRIMARY KEY (doc_id, goal, cell, figure),
	FOREIGN KEY(doc_id) REFERENCES documents (doc_id) ON DELETE CASCADE
);
INSERT INTO "figures" VALUES('qingshan-mzj-2022-06',0,1,0,'9 人',5,8,'count','9',1,'人','eq','actual','累计救助','1-6月',NULL);
CREATE TABLE goals (
	doc_id VARCHAR(200) NOT NULL,
	goal INTEGER NOT NULL,
	number INTEGER NOT NULL,
	name TEXT NOT NULL,
	starred BOOLEAN NOT NULL,
	PRIMARY KEY (doc_id, goal),
	FOREIGN KEY(doc_id) REFERENCES documents (doc_id) ON DELETE CASCADE
);
INSERT INTO "goals" VALUES('qingshan-mzj-2022-06',0,1,'救助工作',1);
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL,
	value INTEGER NOT NULL,
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema_version',1);
INSERT INTO "meta" VALUES('revision',1);
CREATE TABLE questions (
	id INTEGER NOT NULL,
	asked_at VARCHAR(40) NOT NULL,
	question TEXT NOT NULL,
	status VARCHAR(20) NOT NULL,
	answer TEXT NOT NULL,
	doc_ids JSON NOT NULL,
	PRIMARY KEY (id)
);
INSERT INTO "questions" VALUES(1,'2022-07-01T08:33:53.407+00:00','救助了多少人？','answered','9 人[1]','["qingshan-mzj-2022-06"]');
CREATE TABLE statements (
	doc_id VARCHAR(200) NOT NULL,
	goal INTEGER NOT NULL,
	cell INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	item INTEGER NOT NULL,
	lead TEXT NOT NULL,
	PRIMARY KEY (doc_id, goal, cell, statement),
	FOREIGN KEY(doc_id) REFERENCES documents (doc_id) ON DELETE CASCADE
);
INSERT INTO "statements" VALUES('qingshan-mzj-2022-06',0,1,0,0,9,0,'');
INSERT INTO "statements" VALUES('qingshan-mzj-2022-06',0,1,1,10,17,1,'入库');
COMMIT;
"""
# The same of version 2.
VERSION_2 = """\
BEGIN TRANSACTION;
CREATE TABLE cells (
	doc_id VARCHAR(200) NOT NULL,
	goal INTEGER NOT NULL,
	cell INTEGER NOT NULL,
	"column" VARCHAR(40) NOT NULL,
	label TEXT NOT NULL,
	text TEXT NOT NULL,
	pieces JSON NOT NULL,
	doubts JSON DEFAULT '[]' NOT NULL,
	PRIMARY KEY (doc_id, goal, cell),
	FOREIGN KEY(doc_id) REFERENCES documents (doc_id) ON DELETE CASCADE
);
INSERT INTO "cells" VALUES('qingshan-mzj-2022-06',0,0,'goal_name','目标名称','救助工作','[[0, 4, 3, 1, 0, 0, "", null]]','[]');
INSERT INTO "cells" VALUES('qingshan-mzj-2022-06',0,1,
'cumulative_progress','1-6月累计完成进度','累计救助 9 人。
已入库 3 人。','[[0, 9, 3, 2, 0, 0, "", null], [10, 17, 5, 2, 0, 0, "", null]]','[]');
CREATE TABLE documents (
	doc_id VARCHAR(200) NOT NULL,
	revision INTEGER NOT NULL,
	title TEXT NOT NULL,
	organization TEXT,
	year INTEGER,
	period TEXT,
	source TEXT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	notes JSON NOT NULL,
	report JSON NOT NULL,
	reader INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (doc_id)
);
INSERT INTO "documents" VALUES('qingshan-mzj-2022-06',1,
'2022年度青山市民政局职能目标完成情况表（2022年6月）','青山市民政局',2022,'1-6月','报告/甲.txt',
'abababababababababababababababababababababababababababababababab',
'["注：截至6月底。"]',
'{"lines": 5, "goals": 1, "joined": 1, "skipped": [["第 4 行", "重复的表头"]],
"dropped": [["第 6 行", "放不下", "孤立文字"]],
"headers": [["目标名称", "goal_name", "rule"], ["1-6月累计完成进度", "cumulative_progress", "rule"]], "remarks": []}',2);
CREATE TABLE figures (
	doc_id VARCHAR(200) NOT NULL,
	goal INTEGER NOT NULL,
	cell INTEGER NOT NULL,
	figure INTEGER NOT NULL,
	text TEXT NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	kind VARCHAR(20) NOT NULL,
	value TEXT NOT NULL,
	is_decimal BOOLEAN NOT NULL,
	unit TEXT,
	comparator VARCHAR(10) NOT NULL,
	role VARCHAR(10) NOT NULL,
	metric TEXT,
	period TEXT,
	scope TEXT,
	PRIMARY KEY (doc_id, goal, cell, figure),
	FOREIGN KEY(doc_id) REFERENCES documents (doc_id) ON DELETE CASCADE
);
INSERT INTO "figures" VALUES('qingshan-mzj-2022-06',0,1,0,'9 人',5,8,'count','9',1,'人','eq','actual','累计救助','1-6月',NULL);
CREATE TABLE files (
	sha256 VARCHAR(64) NOT NULL,
	name TEXT NOT NULL,
	data BLOB NOT NULL,
	PRIMARY KEY (sha256)
);
CREATE TABLE goals (
	doc_id VARCHAR(200) NOT NULL,
	goal INTEGER NOT NULL,
	number INTEGER NOT NULL,
	name TEXT NOT NULL,
	starred BOOLEAN NOT NULL,
	PRIMARY KEY (doc_id, goal),
	FOREIGN KEY(doc_id) REFERENCES documents (doc_id) ON DELETE CASCADE
);
INSERT INTO "goals" VALUES('qingshan-mzj-2022-06',0,1,'救助工作',1);
CREATE TABLE header_choices (
	header TEXT NOT NULL,
	"column" VARCHAR(40) NOT NULL,
	PRIMARY KEY (header)
);
INSERT INTO "header_choices" VALUES('所属领域','other');
CREATE TABLE history (
	id INTEGER NOT NULL,
	doc_id VARCHAR(200) NOT NULL,
	replaced_at VARCHAR(40) NOT NULL,
	reason VARCHAR(20) NOT NULL,
	title TEXT NOT NULL,
	source TEXT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	goals INTEGER NOT NULL,
	document JSON NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL,
	value INTEGER NOT NULL,
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema_version',2);
INSERT INTO "meta" VALUES('revision',1);
CREATE TABLE questions (
	id INTEGER NOT NULL,
	asked_at VARCHAR(40) NOT NULL,
	question TEXT NOT NULL,
	status VARCHAR(20) NOT NULL,
	answer TEXT NOT NULL,
	doc_ids JSON NOT NULL,
	PRIMARY KEY (id)
);
INSERT INTO "questions" VALUES(1,'2022-07-01T08:33:53.407+00:00','救助了多少人？','answered','9 人[1]','["qingshan-mzj-2022-06"]');
CREATE TABLE statements (
	doc_id VARCHAR(200) NOT NULL,
	goal INTEGER NOT NULL,
	cell INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL,
	item INTEGER NOT NULL,
	lead TEXT NOT NULL,
	PRIMARY KEY (doc_id, goal, cell, statement),
	FOREIGN KEY(doc_id) REFERENCES documents (doc_id) ON DELETE CASCADE
);
INSERT INTO "statements" VALUES('qingshan-mzj-2022-06',0,1,0,0,9,0,'');
INSERT INTO "statements" VALUES('qingshan-mzj-2022-06',0,1,1,10,17,1,'入库');
CREATE INDEX documents_by_content ON documents (sha256);
CREATE INDEX ix_history_doc_id ON history (doc_id);
CREATE INDEX ix_history_sha256 ON history (sha256);
COMMIT;
"""
OLD_VERSIONS = {1: VERSION_1, 2: VERSION_2}
PROGRESS = "累计救助 9 人。\n已入库 3 人。"
DOCUMENT = Document(
    doc_id="qingshan-mzj-2022-06",
    title="2022年度青山市民政局职能目标完成情况表（2022年6月）",
    organization="青山市民政局",
    year=2022,
    period="1-6月",
    source="报告/甲.txt",
    sha256="ab" * 32,
    goals=(
        Goal(
            number=1,
            name="救助工作",
            starred=True,
            cells=(
                Cell("goal_name", "目标名称", "救助工作", (Piece(0, 4, Place(row=3, column=1)),)),
                Cell(
                    "cumulative_progress",
                    "1-6月累计完成进度",
                    PROGRESS,
                    (Piece(0, 9, Place(row=3, column=2)), Piece(10, 17, Place(row=5, column=2))),
                    (Statement(0, 9), Statement(10, 17, 1, "入库")),
                    (
                        Figure(
                            "9 人", 5, 8, "count", Decimal(9), "人", role="actual", metric="累计救助", period="1-6月"
                        ),
                    ),
                ),
            ),
        ),
    ),
    notes=("注：截至6月底。",),
    report=ParseReport(
        lines=5,
        goals=1,
        joined=1,
        skipped=(("第 4 行", "重复的表头"),),
        dropped=(("第 6 行", "放不下", "孤立文字"),),
        headers=(
            HeaderMapping("目标名称", "goal_name", "rule"),
            HeaderMapping("1-6月累计完成进度", "cumulative_progress", "rule"),
        ),
    ),
)


@pytest.fixture(params=OLD_VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    """Every earlier version in turn."""
    return int(request.param)


@pytest.fixture
def old(tmp_path: Path, version: int) -> Path:
    """A data folder of that version."""
    path = tmp_path / FILE_NAME
    with sqlite3.connect(path) as connection:
        connection.executescript(OLD_VERSIONS[version])
    connection.close()
    return tmp_path


def version_of(folder: Path) -> int:
    with sqlite3.connect(folder / FILE_NAME) as connection:
        (version,) = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    connection.close()
    return int(version)


def structure(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The columns of each table, but for their order."""
    with sqlite3.connect(path) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {name: sorted(row[1:4] for row in connection.execute(f"PRAGMA table_info({name})")) for name in names}
    connection.close()
    return columns


def test_an_old_folder_is_upgraded_and_searched(old: Path, version: int) -> None:
    with open_library(old) as library:
        assert library.documents() == (DOCUMENT,)
        hit = library.search("救助了多少人", filters=Filters(level="statement"))[0]
        assert (hit.doc_id, hit.goal, hit.statement) == (DOCUMENT.doc_id, 1, 0)
        assert [asked.question for asked in library.questions()] == ["救助了多少人？"]
        assert (library.history(), library.file(DOCUMENT.doc_id)) == ((), None)
        assert library.header_choices() == ({} if version == 1 else {"所属领域": "other"})
        assert library.add(make_document("b")) == "added"
    assert version_of(old) == SCHEMA_VERSION


def test_what_is_upgraded_has_the_tables_of_what_is_new(old: Path, tmp_path: Path) -> None:
    Store.open_file(old / FILE_NAME).prepare()
    Store.open_file(tmp_path / "new.sqlite").prepare()
    assert structure(old / FILE_NAME) == structure(tmp_path / "new.sqlite")


def test_what_an_old_reader_read_is_read_again_once(old: Path) -> None:
    with open_library(old) as library:
        assert library.holding(DOCUMENT.sha256) == ()
        assert library.add(DOCUMENT) == "unchanged"
        assert library.holding(DOCUMENT.sha256) == (DOCUMENT,)


def test_an_old_database_by_url_is_upgraded(old: Path) -> None:
    for _ in range(2):
        store = Store.open_url(f"sqlite:///{old / FILE_NAME}")
        store.prepare()
        assert dict(store.snapshot({}).news) == {DOCUMENT.doc_id: DOCUMENT}
        store.close()


STEPS = ["_claim", "_add_column", "schema.metadata.create_all", "_read_again"]


@pytest.mark.parametrize(
    ("version", "step"),
    [*((1, step) for step in [*STEPS, "_rewrite_pieces", "_rewrite_reports"]), *((2, step) for step in STEPS)],
    indirect=["version"],
)
def test_killed_while_upgrading(old: Path, version: int, step: str) -> None:
    before = structure(old / FILE_NAME)
    code = f"""
import os, signal, sys
from index import migration
from index_fakes import open_library
from pathlib import Path
done = migration.{step}
def die(*arguments): done(*arguments); os.kill(os.getpid(), signal.SIGKILL)
migration.{step} = die
open_library(Path(sys.argv[1]))
"""
    assert run_python(code, old).returncode == -signal.SIGKILL
    assert (version_of(old), structure(old / FILE_NAME)) == (version, before)
    with open_library(old) as library:
        assert library.documents() == (DOCUMENT,)


@pytest.mark.skipif(is_root() and shutil.which("setpriv") is None, reason="permissions can't be had here")
def test_an_old_folder_that_cannot_be_written_says_so(old: Path, version: int) -> None:
    (old / FILE_NAME).chmod(0o444)
    old.chmod(0o555)
    code = """
import sys
from pathlib import Path
from corpus import StoreReadOnly
from index_fakes import open_library
try: open_library(Path(sys.argv[1]))
except StoreReadOnly as exc: print(exc)
"""
    child = run_python(code, old, without_override=True)
    old.chmod(0o755)
    assert f"格式 {version}" in child.stdout and "可写的位置" in child.stdout, child.stderr
    assert version_of(old) == version
