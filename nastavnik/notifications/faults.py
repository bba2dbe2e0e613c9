"""Why a letter was not taken, in words for the log, and whether there is any use in trying again."""

from dataclasses import dataclass
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from .messengers import NotTaken

PERMANENT = 500  # codes of SMTP from here on mean «never»


@dataclass(frozen=True)
class Fault:
    words: str
    for_ever: bool = False


def fault_of(error: Exception) -> Fault:
    """Words of the server itself are not repeated: they may hold addresses and anything else."""
    if isinstance(error, NotTaken):
        return Fault(error.words, error.for_ever)
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()] or [550]
        if min(codes) < PERMANENT:
            return Fault(f"Сервер почты просит повторить позже (код {min(codes)}).")
        return Fault(f"Сервер почты не принимает письма на этот адрес (код {codes[0]}). Проверьте его.", True)
    if isinstance(error, SMTPAuthenticationError):
        return Fault("Почтовый сервер не принял имя и пароль. Скажите администратору установки.")
    if isinstance(error, SMTPDataError) and error.smtp_code >= PERMANENT:
        return Fault(f"Сервер почты отверг письмо (код {error.smtp_code}).", True)
    if isinstance(error, SMTPResponseException):
        return Fault(f"Почтовый сервер не принял письмо (код {error.smtp_code}). Попробуем ещё раз.")
    if isinstance(error, OSError):  # smtplib's own errors are of this family too
        return Fault("Почтовый сервер не отвечает. Попробуем ещё раз.")
    return Fault(f"Не удалось отправить ({type(error).__name__}). Попробуем ещё раз.")
