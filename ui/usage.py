"""click's own texts in Chinese.

click translates through gettext, which follows the language of the terminal and needs compiled catalogues; the product
speaks Chinese whatever the terminal says. So headings are set in a formatter, and wrong usage is explained from the
exception's type and fields, never from its English message.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corpus import COLUMN_NAMES, Column, squeeze

HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}


class ChineseFormatter(click.HelpFormatter):
    """Help pages with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line 用法：…"""
        super().write_usage(prog, args, prefix="用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """A heading in Chinese."""
        self.write(f"{'':>{self.current_indent}}{HEADINGS.get(heading, heading)}：\n")


class ChineseContext(click.Context):
    """What makes a verb format its help in Chinese."""

    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A verb; superfluous arguments are refused in Chinese."""

    context_class = ChineseContext

    def __init__(self, *args: Any, **attributes: Any) -> None:
        attributes.setdefault("options_metavar", "[选项]")
        attributes.setdefault("context_settings", {})["allow_extra_args"] = True
        super().__init__(*args, **attributes)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; words left over are wrong usage."""
        if ctx.args:
            raise click.UsageError(f"多余的参数：{' '.join(ctx.args)}（有空格的内容请加引号）", ctx)
        return super().invoke(ctx)


class ChineseGroup(click.Group):
    """The group of the verbs."""

    context_class = ChineseContext
    command_class = ChineseCommand

    def __init__(self, *args: Any, **attributes: Any) -> None:
        attributes |= {"options_metavar": "[选项]", "subcommand_metavar": "命令 [参数]…"}
        super().__init__(*args, **attributes)


class Port(click.ParamType[int]):
    """A TCP port; 0 lets the system choose one."""

    name = "端口"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; anything that is no port is wrong usage."""
        try:
            port = int(value)
        except ValueError:
            self.fail(f"{value} 不是数字", param, ctx)
        if not 0 <= port <= 65535:
            self.fail(f"{value} 不在 0–65535 之间", param, ctx)
        return port


class FilePath(click.ParamType[Path]):
    """A file or a folder; an empty name, as an unset variable leaves it, is not the current folder."""

    name = "文件"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; an empty one is wrong usage."""
        if not str(value).strip():
            self.fail("文件名是空的", param, ctx)
        return Path(value)


class Choice(click.Choice[str]):
    """One of a few words; any other is refused in Chinese."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """What there is to choose from."""
        return f"没有 {value}；可用的有 {'、'.join(self.normalize_choice(c, ctx) for c in self.choices)}"


class TableColumn(click.ParamType[Column]):
    """A column by its name, in Chinese or as the machine interface has it."""

    name = "列"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Column:
        """The column's key; anything that is no column is wrong usage."""
        asked = squeeze(str(value))
        column = next((column for column, name in COLUMN_NAMES.items() if asked in (column, squeeze(name))), None)
        if column is None:
            self.fail(f"没有列 {value}；可用的有 {'、'.join(COLUMN_NAMES.values())}", param, ctx)
        return column


def explain(error: click.UsageError) -> str:
    """What was wrong in the command line, in Chinese; several lines."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    lines = [f"错误：{_message(error)}"]
    if error.ctx is not None:
        lines.insert(0, error.ctx.get_usage())
        lines.append(f"详见 {error.ctx.command_path} --help")
    return "\n".join(lines)


def _message(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter(param=click.Parameter() as parameter):
            return f"缺少{_kind(parameter)} {_label(parameter)}"
        case click.BadParameter(param=click.Parameter() as parameter):
            return f"{_kind(parameter)} {_label(parameter)} 的值不对：{error.message}"
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}{_nearest(error.possibilities)}"
        case click.exceptions.NoSuchCommand():
            return f"没有命令 {error.command_name}{_nearest(error.possibilities)}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对：缺少值，或多给了值"
    return "缺少命令" if isinstance(error.cmd, click.Group) else error.message


def _kind(parameter: click.Parameter) -> str:
    return "选项" if isinstance(parameter, click.Option) else "参数"


def _label(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return (parameter.metavar or str(parameter.name)).strip("[]")


def _nearest(possibilities: list[str] | None) -> str:
    return f"，是不是 {' / '.join(possibilities)}？" if possibilities else ""
