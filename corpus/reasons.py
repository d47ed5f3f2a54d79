"""Why the system refused something, in Chinese.

`OSError.strerror` follows the C library's language, which is English where no other is installed; so the common reasons
are told by their number.
"""

from __future__ import annotations

import errno

REASONS = {
    errno.ENOENT: "找不到",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的磁盘只能读",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被使用",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.EADDRINUSE: "已被占用",
    errno.EADDRNOTAVAIL: "不是本机的地址",
}


def reason_of(error: OSError) -> str:
    """The reason alone: 没有权限; what has no translation is left as the system says it."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


def explain_os_error(error: OSError) -> str:
    """The reason with the file that it is about, where there is one: /a/b：没有权限."""
    return f"{error.filename}：{reason_of(error)}" if error.filename else reason_of(error)
