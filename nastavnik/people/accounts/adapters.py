"""How allauth behaves here: nobody signs up, letters go through the outbox, links never trust the Host header."""

import base64
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from nastavnik.access.addresses import client_address
from nastavnik.core.models import Channel, OutgoingMessage
from nastavnik.people.models import User

WRONG_PAIR = "Почта и пароль не подошли друг к другу. Проверьте раскладку и Caps Lock."
WRONG_CODE = "Код не подошёл. Введите новый код из приложения или следующий код с листка."


def letters_go_out() -> bool:
    """E-mail works only with a server to send through and an address of our own to put into links."""
    return bool(settings.EMAIL_HOST and settings.BASE_URL)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG_PAIR,
        "incorrect_password": "Пароль не подошёл. Проверьте раскладку и Caps Lock.",
        "enter_current_password": "Нынешний пароль не подошёл. Проверьте раскладку и Caps Lock.",
        "too_many_login_attempts": "Слишком много попыток. Подождите 15 минут и попробуйте снова.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """Passwords are counted by axes alone: the count here would let a stranger lock the owner out."""
        self._login_failed_rl_usage = None

    def is_safe_url(self, url: str) -> bool:
        """Only addresses inside the site, whatever Host the request claims."""
        if not url or not url.startswith("/") or url.startswith(("//", "/\\")):
            return False
        # Browsers drop these while reading, so that «/\t/evil» becomes «//evil».
        if any(character < " " or character in "\\\x7f" for character in url):
            return False
        parts = urlsplit(url)
        return not parts.scheme and not parts.netloc

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """A fresh sign-in needs no second proof for the next ten minutes."""
        super().login(request, user)
        record_authentication(request, user, method="password", reauthenticated=True)
        now = timezone.now()
        request.session["signed_in_at"] = request.session["seen_at"] = int(now.timestamp())
        User.objects.filter(pk=user.pk, first_login_at=None).update(first_login_at=now)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """«Вы вошли» says nothing that is not seen."""

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return settings.BASE_URL.rstrip("/") + path

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter into the outbox; without a mail server it is not written at all."""
        if not letters_go_out():
            return
        words = {**context, "email": email, "site": settings.BASE_URL}
        OutgoingMessage.objects.create(
            address=email,
            channel=Channel.EMAIL,
            kind=template_prefix.rsplit("/", 1)[-1],
            subject=" ".join(render_to_string(f"{template_prefix}_subject.txt", words).split())[:200],
            text=render_to_string(f"{template_prefix}_message.txt", words).strip(),
            why="Вы или кто-то другой попросили об этом на странице входа.",
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
    }

    def is_mfa_enabled(self, user: AbstractBaseUser, types: Any = None) -> bool:
        """A printed sheet of codes is a second factor of its own, also without an application."""
        asked_at_sign_in = types is not None and {
            Authenticator.Type.TOTP,
            Authenticator.Type.WEBAUTHN,
        } <= set(types)
        if asked_at_sign_in:
            types = [*types, Authenticator.Type.RECOVERY_CODES]
        return bool(super().is_mfa_enabled(user, types))

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    if not settings.SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY")
    key = sha256(b"nastavnik second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
