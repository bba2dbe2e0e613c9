"""Addresses of accounts. Only those of allauth that we use; their names are the library's, so there is no namespace."""

from allauth.account import views as account
from allauth.mfa.base import views as codes
from allauth.mfa.recovery_codes import views as sheet
from allauth.mfa.totp import views as totp
from django.urls import path

from nastavnik.access.http import open_to_all

from . import views

urlpatterns = [
    path("accounts/login/", open_to_all(views.SignIn.as_view()), name="account_login"),
    path("accounts/logout/", open_to_all(views.SignOut.as_view()), name="account_logout"),
    path("accounts/inactive/", views.inactive, name="account_inactive"),
    path(
        "accounts/reauthenticate/",
        open_to_all(account.ReauthenticateView.as_view()),
        name="account_reauthenticate",
    ),
    path(
        "accounts/password/change/",
        open_to_all(views.ChangePassword.as_view()),
        name="account_change_password",
    ),
    path(
        "accounts/password/reset/",
        open_to_all(views.ForgottenPassword.as_view()),
        name="account_reset_password",
    ),
    path(
        "accounts/password/reset/done/",
        open_to_all(account.PasswordResetDoneView.as_view()),
        name="account_reset_password_done",
    ),
    path(
        "accounts/password/reset/key/done/",
        open_to_all(account.PasswordResetFromKeyDoneView.as_view()),
        name="account_reset_password_from_key_done",
    ),
    path(
        "accounts/password/reset/key/<uidb36>-<key>/",
        open_to_all(account.PasswordResetFromKeyView.as_view()),
        name="account_reset_password_from_key",
    ),
    path("accounts/2fa/", open_to_all(codes.AuthenticateView.as_view()), name="mfa_authenticate"),
    path("accounts/2fa/again/", open_to_all(codes.ReauthenticateView.as_view()), name="mfa_reauthenticate"),
    path("accounts/2fa/on/", open_to_all(totp.ActivateTOTPView.as_view()), name="mfa_activate_totp"),
    path("accounts/2fa/off/", open_to_all(totp.DeactivateTOTPView.as_view()), name="mfa_deactivate_totp"),
    path(
        "accounts/2fa/codes/",
        open_to_all(sheet.ViewRecoveryCodesView.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path("accounts/kept/", views.show_kept, name="kept_text"),
    path("accounts/kept/drop/", views.drop_kept, name="kept_text_drop"),
    path("me/second-factor/", views.set_up_second_factor, name="mfa_index"),
    path("me/second-factor/codes/", views.print_codes, name="second_factor_codes"),
]
