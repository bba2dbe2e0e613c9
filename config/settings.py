"""All settings, read from a typed environment once. Empty environment = a lone school on SQLite under DATA_DIR."""

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

import django_stubs_ext

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """A secret of this installation: from the environment, else made once and kept beside the data (mode 0600)."""
    if value := os.environ.get(name):
        return value
    path = DATA_DIR / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        draft.chmod(0o600)
        try:
            os.link(draft, path)  # of two processes that start together, the first one's secret stays
        except FileExistsError:
            pass
        except OSError:
            draft.replace(path)
        draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()


def _sqlite(path: Path) -> dict[str, Any]:
    pragmas = (
        "journal_mode=WAL",
        "synchronous=FULL",
        "cache_size=-16000",
        "temp_store=MEMORY",
        "foreign_keys=ON",
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # Writers queue instead of failing: 85 % errors without IMMEDIATE at 16 clients, none with it.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas),
        },
    }


def _database(url: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name` or `sqlite:///path`; empty is SQLite under DATA_DIR."""
    parts = urlparse(url)
    if not url:
        return _sqlite(DATA_DIR / "nastavnik.sqlite3")
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL: postgres://user:password@host:port/name or sqlite:///path")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3},
    }


DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {"default": _database(DATABASE_URL)}

SECRET_KEY = _kept_secret("SECRET_KEY")
DEBUG = _flag("DEBUG")
HTTPS = _flag("HTTPS")  # set behind a TLS proxy: cookies become Secure and HSTS is sent
BASE_URL = os.environ.get("BASE_URL", "")  # address in letters; never taken from the Host header


def _hosts() -> list[str]:
    """Named ones; else the host of BASE_URL and this machine; else any: a school's computer has no name to know."""
    named = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
    own = urlparse(BASE_URL).hostname
    if own:
        named = named or [own.encode("idna").decode(), "localhost", "127.0.0.1", "[::1]"]
    return named or ["*"]


ALLOWED_HOSTS = _hosts()

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "ru"
USE_TZ = True
TIME_ZONE = "Europe/Moscow"
FORM_RENDERER = "nastavnik.core.forms.Renderer"

FLOORS = (
    "core",
    "access",
    "organisations",
    "people",
    "documents",
    "notifications",
    "workload",
    "diagnostics",
    "bank",
    "pairs",
    "meetings",
    "matching",
    "programmes",
    "conversations",
    "council",
    "desk",
    "demo",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    *(f"nastavnik.{name}" for name in FLOORS),
    # After ours, so that our templates come first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
]
MIDDLEWARE = [
    "nastavnik.core.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nastavnik.people.middleware.ActorMiddleware",
    "nastavnik.people.accounts.middleware.SessionLimits",
    "nastavnik.people.accounts.middleware.SecondFactorWall",
    "nastavnik.core.once.OnceMiddleware",
    "nastavnik.workload.middleware.FormTimeMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nastavnik.core.middleware.request_code",
                "nastavnik.people.accounts.context.account",
                "nastavnik.desk.frame.frame",
            ],
        },
    }
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "nastavnik.people.hashing.ModestArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "nastavnik.people.accounts.views.csrf_failure"

# Accounts are opened by invitation only; e-mail is the login.
ACCOUNT_ADAPTER = "nastavnik.people.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation has proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no letter from us
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=10).total_seconds())
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",  # a whole school stands behind one address; guessing is stopped by axes
    "login_failed": "10/15m/key",  # codes of the second factor
    "reset_password": "100/h/ip,5/h/key",
}
ACCOUNT_FORMS = {
    name: f"nastavnik.people.accounts.forms.{form}"
    for name, form in {
        "login": "SignInForm",
        "change_password": "ChangePasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "NewPasswordForm",
        "reauthenticate": "ReauthenticateForm",
    }.items()
}
MFA_ADAPTER = "nastavnik.people.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Наставник"
MFA_TOTP_TOLERANCE = 1  # clocks of school computers drift
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "nastavnik.people.accounts.forms.CodeForm",
    "reauthenticate": "nastavnik.people.accounts.forms.CodeAgainForm",
    "activate_totp": "nastavnik.people.accounts.forms.ActivateForm",
}

# SEC-8: ten wrong passwords for account + address, fifty for an account from anywhere, then a quarter of an hour.
AXES_HANDLER = "nastavnik.people.accounts.guessing.Handler"
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]  # this order is known to the handler
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "nastavnik.people.accounts.guessing.account_named"
AXES_CLIENT_IP_CALLABLE = "nastavnik.access.addresses.client_address"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # Bootstrap draws its ticks and arrows from data: images
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

STATIC_URL = "static/"
STATICFILES_DIRS = [path for path in [BASE_DIR / "static"] if path.exists()]
STATIC_ROOT = BASE_DIR / ".stamps" / "static"
# The command that makes the manifest must already write in the manifest's way.
_MANIFEST = (STATIC_ROOT / "staticfiles.json").exists() or "collectstatic" in sys.argv
_COLLECTED = _MANIFEST and not DEBUG and not _flag("TESTING")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _COLLECTED
FILES_DIR = DATA_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "nastavnik@localhost")
EMAIL_TIMEOUT = 10

# LOG_JSON=1: one JSON object per line, with a line for every request.
_LOG_JSON = _flag("LOG_JSON")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"code": {"()": "nastavnik.core.logs.CodeFilter"}},
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s [%(code)s] %(message)s"},
        "json": {"()": "nastavnik.core.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if _LOG_JSON else "plain",
            "filters": ["code"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"nastavnik.requests": {"level": "INFO" if _LOG_JSON else "WARNING"}},
}

# Bots of messengers are off until the administrator of the installation gives their tokens; see docs/decisions/0010-messages.md.
MESSENGERS = {
    "max": {
        "token": os.environ.get("MAX_TOKEN", ""),
        "api": os.environ.get("MAX_API", "https://platform-api2.max.ru"),
    },
    "vk": {"token": os.environ.get("VK_TOKEN", ""), "api": os.environ.get("VK_API", "https://api.vk.com")},
    "telegram": {
        "token": os.environ.get("TELEGRAM_TOKEN", ""),
        "api": os.environ.get("TELEGRAM_API", "https://api.telegram.org"),
    },
}
