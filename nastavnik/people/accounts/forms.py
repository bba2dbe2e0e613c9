"""Forms of sign-in, password and codes in our own words; the checks behind them are allauth's."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from nastavnik.core.forms import Form, speak_plainly
from nastavnik.people.models import User

WHAT_FITS = (
    "Не короче 8 знаков. Не годятся частые пароли вроде «12345678» и пароль, похожий на ваше имя или почту."
)
NOT_THE_SAME = "Пароли не совпали. Введите одно и то же в обоих полях."


class _Plain:
    """Labels and hints of ours, no placeholders: they vanish when one begins to type."""

    use_required_attribute = False
    labels: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
        speak_plainly(self)  # type: ignore[arg-type]


class SignInForm(_Plain, account.LoginForm):
    labels: ClassVar = {"login": "Электронная почта", "password": "Пароль"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["remember"]
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "inputmode": "email"}
        self.fields["foreign"] = forms.BooleanField(
            label="Чужой компьютер", required=False, help_text="Выйдем сами, когда вы закроете браузер."
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[no-untyped-call]
        cleaned["remember"] = not cleaned.get("foreign")
        return cleaned


class _TwoPasswords(_Plain):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        errors = self.errors.get("password2")  # type: ignore[attr-defined]
        if errors:
            errors.data = [ValidationError(NOT_THE_SAME)] if cleaned.get("password1") else errors.data
        return cleaned


class ChangePasswordForm(_TwoPasswords, account.ChangePasswordForm):
    labels: ClassVar = {
        "oldpassword": "Нынешний пароль",
        "password1": "Новый пароль",
        "password2": "Новый пароль ещё раз",
    }
    hints: ClassVar = {"password1": WHAT_FITS}


class NewPasswordForm(_TwoPasswords, account.ResetPasswordKeyForm):
    labels: ClassVar = {"password1": "Новый пароль", "password2": "Новый пароль ещё раз"}
    hints: ClassVar = {"password1": WHAT_FITS}


class ResetPasswordForm(_Plain, account.ResetPasswordForm):
    labels: ClassVar = {"email": "Электронная почта"}


class ReauthenticateForm(_Plain, account.ReauthenticateForm):
    labels: ClassVar = {"password": "Пароль"}


class _Code(_Plain):
    labels: ClassVar = {"code": "Код"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class CodeForm(_Code, codes.AuthenticateForm):
    hints: ClassVar = {"code": "Шесть цифр из приложения или следующий код с напечатанного листка"}


class CodeAgainForm(_Code, codes.ReauthenticateForm):
    hints: ClassVar = {"code": "Шесть цифр из приложения или следующий код с напечатанного листка"}


class ActivateForm(_Code, ActivateTOTPForm):
    labels: ClassVar = {"code": "Код из приложения"}
    hints: ClassVar = {"code": "Шесть цифр, которые приложение показывает сейчас"}


class NewAccountForm(Form):
    """A password chosen for the first time, typed twice."""

    password1 = forms.CharField(
        label="Придумайте пароль",
        help_text=WHAT_FITS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Пароль ещё раз",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        first, again = self.cleaned_data.get("password1"), self.cleaned_data["password2"]
        if first and first != again:
            raise ValidationError(NOT_THE_SAME)
        return str(again)
