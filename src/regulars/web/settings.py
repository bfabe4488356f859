"""Django's settings: one file for every install. What differs comes from the environment (``environment.py``)."""

from __future__ import annotations

from regulars.web import environment

HOME = environment.home()
ADDRESS = environment.address()
LISTENS_AT = environment.setting("REGULARS_LISTENS_AT", "", str)  # told by the supervisor
HTTPS = ADDRESS.startswith("https://")

SECRET_KEY = environment.secret_key(HOME)
DEBUG = environment.setting("REGULARS_DEBUG", False, environment.switch)
ALLOWED_HOSTS = environment.hosts()
CSRF_TRUSTED_ORIGINS = [ADDRESS] if ADDRESS else []
ROOT_URLCONF = "regulars.web.urls"
WSGI_APPLICATION = "regulars.web.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "regulars.web.pages",
    "regulars.web.audit",
    "regulars.web.accounts",
    "regulars.web.company",
    "regulars.web.imports",
    "regulars.web.imports.feeds",
    "regulars.web.jobs",
    "regulars.web.files",
    "regulars.web.people",
    "regulars.web.people.search",
    "regulars.web.people.details",
    "regulars.web.people.duplicates",
    "regulars.web.people.promises",
    "regulars.web.people.cards",
    "regulars.web.people.offers",
    "regulars.web.people.trials",
    "regulars.web.people.quality",
    "regulars.web.people.timeline",
    "regulars.web.people.stages",
    "regulars.web.people.levels",
    "regulars.web.messages",
    "regulars.web.people.rights",
    "regulars.web.research",
    "regulars.web.research.touchpoints",
    "regulars.web.research.plans",
    "regulars.web.research.fieldwork",
    "regulars.web.research.events",
    "regulars.web.research.weights",
    "regulars.web.research.programme",
    "regulars.web.research.teams",
    "regulars.web.channels.link",
    "regulars.web.channels.poster",
    "regulars.web.channels.widget",
    "regulars.web.channels.feedback",
    "regulars.web.channels.kiosk",
    "regulars.web.channels.interviewer",
    "regulars.web.results",
    "regulars.web.worth",
    "regulars.web.results.today",
    "regulars.web.results.watching",
    "regulars.web.results.landmarks",
    "regulars.web.results.scorecard",
    "regulars.web.service",
    "regulars.web.cases",
    "regulars.web.cases.desk",
    "regulars.web.cases.intake",
    "regulars.web.cases.verdicts",
    "regulars.web.cases.knowledge",
    "regulars.web.cases.mail",
    "regulars.web.cases.advice",
    "regulars.web.cases.playbooks",
    "regulars.web.cases.policies",
    "regulars.web.cases.candidates",
    "regulars.web.cases.reviews",
    "regulars.web.worth.keep",
    "regulars.web.worth.steps",
    "regulars.web.worth.faces",
    "regulars.web.worth.falls",
    "regulars.web.api",
    "regulars.web.server",
    "allauth",  # after ours: its templates stand in only where we have none
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "regulars.web.server.health.HealthMiddleware",
    "regulars.web.channels.link.entrance.LinkMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "regulars.web.accounts.sessions.SessionLimits",
    "regulars.web.pages.middleware.ReaderMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

DATABASES = {"default": environment.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["regulars.web.pages.templatetags.words", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "regulars.web.pages.context.frame",
            ],
        },
    }
]

# --- the reader's language and zone: see pages/middleware.py ---
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- signing in ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "regulars.web.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a new password or second step, to the account itself
ACCOUNT_FORMS = {
    "login": "regulars.web.accounts.forms.library.LoginForm",
    "reauthenticate": "regulars.web.accounts.forms.library.ReauthenticateForm",
    "reset_password": "regulars.web.accounts.forms.library.ResetPasswordForm",
    "reset_password_from_key": "regulars.web.accounts.forms.library.ResetPasswordKeyForm",
    "change_password": "regulars.web.accounts.forms.library.ChangePasswordForm",
    "set_password": "regulars.web.accounts.forms.library.SetPasswordForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Regulars"
MFA_TOTP_TOLERANCE = 1  # a telephone may be half a minute off
MFA_ADAPTER = "regulars.web.accounts.adapter.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from administrators
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow passkeys over HTTP on this machine alone
MFA_FORMS = {
    "authenticate": "regulars.web.accounts.forms.library.CodeForm",
    "reauthenticate": "regulars.web.accounts.forms.library.CodeAgainForm",
    "activate_totp": "regulars.web.accounts.forms.library.ActivateForm",
    "deactivate_totp": "regulars.web.accounts.forms.library.DeactivateForm",
    "generate_recovery_codes": "regulars.web.accounts.forms.library.RecoveryForm",
    "add_webauthn": "regulars.web.accounts.forms.library.AddPasskeyForm",
    "edit_webauthn": "regulars.web.accounts.forms.library.EditPasskeyForm",
}
# Behind a proxy the visitor's address is the last of so many in X-Forwarded-For; limits count by it.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.setting("REGULARS_PROXIES", 0, environment.whole_number)
PASSWORD_RESET_TIMEOUT = 24 * 3600
SESSION_COOKIE_AGE = 14 * 24 * 3600  # accounts/sessions.py ends them sooner where nobody works
# Limits of tries are counted over all workers, without writing to the database for each try.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- security ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SESSION_COOKIE_NAME = "regulars_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "regulars.web.pages.views.errors.forged"
LANGUAGE_COOKIE_NAME = "regulars_language"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does that, if there is one
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # the index of a questionnaire with 400 ratings, texts in thirty languages

# --- files ---
UPLOAD_LIMIT_MB = environment.setting("REGULARS_UPLOAD_LIMIT_MB", 2048, int)  # a file of purchases or answers
API_REQUESTS = environment.setting("REGULARS_API_REQUESTS", 600, environment.whole_number)  # a minute, for one token
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# --- jobs and mail ---
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "soon", "now"]}}
EMAIL_HOST = environment.setting("REGULARS_SMTP_HOST", "localhost", str)
EMAIL_PORT = environment.setting("REGULARS_SMTP_PORT", 25, int)
EMAIL_HOST_USER = environment.setting("REGULARS_SMTP_USER", "", str)
EMAIL_HOST_PASSWORD = environment.setting("REGULARS_SMTP_PASSWORD", "", str)
EMAIL_USE_TLS = environment.setting("REGULARS_SMTP_STARTTLS", False, environment.switch)
EMAIL_USE_SSL = environment.setting("REGULARS_SMTP_TLS", False, environment.switch)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.setting("REGULARS_SENDER", "regulars@localhost", str)
REGULARS_BOUNCES_URL = environment.setting("REGULARS_BOUNCES_URL", "", environment.mailbox)
REGULARS_BOUNCES_ADDRESS = environment.setting("REGULARS_BOUNCES_ADDRESS", "", str)
REGULARS_CASES_URL = environment.setting(
    "REGULARS_CASES_URL", "", lambda text: environment.mailbox(text, "REGULARS_CASES_URL")
)
REGULARS_CASES_ADDRESS = environment.setting("REGULARS_CASES_ADDRESS", "", str)
REGULARS_CASES_ASK_AFTER = environment.setting("REGULARS_CASES_ASK_AFTER", 2, int)  # business hours after the answer
REGULARS_ALLOW_PRIVATE_GATEWAYS = environment.setting("REGULARS_ALLOW_PRIVATE_GATEWAYS", False, environment.switch)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"words": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["words"], "level": "WARNING"},
    "loggers": {
        "regulars": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # They write addresses of gateways into the log, and whoever has one may send in the company's name.
        "apprise": {"level": "CRITICAL", "propagate": False},
        "urllib3": {"level": "ERROR"},
    },
}
