"""Read an old Word file (.doc), a WPS text (.wps) or rich text (.rtf): LibreOffice turns it into .docx, which is then read.

No library reads the binary format's tables well, and LibreOffice does. It runs without a window and with a profile of
its own, in which macros, links and the network are off, is told which format to expect, so that it can't be led to
guess another, and is killed with all its children when it takes too long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.readers.word import docx
from corpus.readers.word import package as docx_package
from corpus.reasons import reason_of
from corpus.source import Progress, Remark, Source, no_progress

LONGEST_CONVERSION = 90.0  # seconds
_PROGRAMS = ("soffice", "libreoffice")
_FORMATS = (  # how a file begins, and LibreOffice's name for what it is then read as
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "MS Word 97"),
    (b"{\\rtf", "Rich Text Format"),
)
_REMARK = Remark(where="", what="旧版 Word 格式，由 LibreOffice 转换成 .docx 后读取")
_RESAVE = "请另存为 .docx 后再导入"
_SETTINGS = (  # path, name, value: no macros, no active content, no updating of links, a proxy that answers to nobody
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = '<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'


def read(data: bytes, *, source: str, progress: Progress = no_progress) -> Source:
    """The tables and lines of an old Word file; `source` is the file's path as shown to people.

    Raises:
        UnreadableDocument: LibreOffice is not installed, or can't convert the file in time, or the file is none of these.
    """
    expected = next((name for start, name in _FORMATS if data.startswith(start)), None)
    if expected is None:
        raise UnreadableDocument(f"{source}：不是旧版 Word 文件（.doc、.wps、.rtf），或已损坏；{_RESAVE}")
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise UnreadableDocument(f"{source}：旧版 Word 格式需要 LibreOffice；{_RESAVE}")
    progress("正在用 LibreOffice 转换旧版 Word 文件")
    converted = convert(data, program=program, expected=expected, source=source)
    found = docx.read(converted, source=source, progress=progress)
    return replace(found, remarks=(_REMARK, *found.remarks))


def convert(data: bytes, *, program: str, expected: str, source: str, seconds: float = LONGEST_CONVERSION) -> bytes:
    """The file as .docx, made by `program` in a folder that is gone afterwards.

    Raises:
        UnreadableDocument: it takes longer than `seconds`, fails, or makes nothing.
    """
    with tempfile.TemporaryDirectory(prefix="kaoping-", ignore_cleanup_errors=True) as folder:
        original, made = Path(folder, "original"), Path(folder, "original.docx")
        original.write_bytes(data)
        profile = _write_profile(Path(folder, "profile"))
        options = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", f"--infilter={expected}")
        command = [program, f"-env:UserInstallation={profile.as_uri()}", *options]
        _run([*command, "--convert-to", "docx", "--outdir", folder, str(original)], source=source, seconds=seconds)
        if not made.is_file():
            raise UnreadableDocument(f"{source}：LibreOffice 无法转换，文件可能已损坏或设有密码；{_RESAVE}")
        if made.stat().st_size > docx_package.MOST_BYTES:
            raise UnreadableDocument(f"{source}：转换后的文件太大，没有读取；请拆分后再导入")
        return made.read_bytes()


def _write_profile(profile: Path) -> Path:
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    registry = profile / "user" / "registrymodifications.xcu"
    registry.parent.mkdir(parents=True)
    registry.write_text(_REGISTRY.format(items=items), encoding="utf-8")
    return profile


def _run(command: list[str], *, source: str, seconds: float) -> None:
    """Run the command in a process group of its own, of which nothing is left afterwards."""
    silent = subprocess.DEVNULL
    try:
        process = subprocess.Popen(  # noqa: S603 # no shell; the program was found on the path, the rest is ours
            command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
    except OSError as exc:
        raise UnreadableDocument(f"{source}：LibreOffice 无法启动（{reason_of(exc)}）；{_RESAVE}") from exc
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as exc:
        raise UnreadableDocument(f"{source}：LibreOffice 在 {seconds:g} 秒内没有转换完，已停止；{_RESAVE}") from exc
    finally:
        _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):  # nothing of the group is left
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
