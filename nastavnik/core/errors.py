"""What can go wrong on purpose. Anything else is a bug and should crash."""

import errno

DISK_WORDS = {
    errno.ENOENT: "такой папки нет",
    errno.EACCES: "нет прав на запись",
    errno.EPERM: "нет прав на запись",
    errno.EROFS: "диск только для чтения",
    errno.EISDIR: "это папка, а нужен файл",
    errno.ENOTDIR: "в пути файл вместо папки",
    errno.ENOSPC: "на диске нет места",
    errno.ENAMETOOLONG: "имя файла слишком длинное",
}


def disk_words(fault: OSError) -> str:
    """Why a file could not be written, in Russian; what is rare stays as the system says it."""
    return DISK_WORDS.get(fault.errno or 0) or fault.strerror or type(fault).__name__


class Refusal(Exception):
    """A rule said no. The text is a Russian sentence for the person at the screen: what to do next."""


class Conflict(Refusal):
    """Somebody else was faster."""


class Denied(Exception):
    """The actor may not do this here."""
