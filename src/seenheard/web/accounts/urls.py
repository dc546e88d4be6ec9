"""Addresses of signing in and of accounts. Only these of allauth's pages exist: no sign-up, no reset by e-mail."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as directory
from django.urls import path

from seenheard.web.accounts.views.ask import answer, urgent
from seenheard.web.accounts.views.change import change, new_account, settle
from seenheard.web.accounts.views.give_reason import give_reason
from seenheard.web.accounts.views.go_home import home
from seenheard.web.accounts.views.grant import grants, withdraw
from seenheard.web.accounts.views.list import accounts
from seenheard.web.accounts.views.open_urgently import open_urgently
from seenheard.web.accounts.views.sign_on import to_directory

urlpatterns = [
    path("", home, name="home"),
    path("accounts/", accounts, name="accounts"),
    path("accounts/new/", new_account, name="new_account"),
    path("accounts/<int:identity>/", change, name="change_account"),
    path("accounts/changes/<int:identity>/", settle, name="settle_change"),
    path("urgent/", urgent, name="urgent"),
    path("urgent/open/", open_urgently, name="open_urgently"),
    path("urgent/<int:identity>/", answer, name="answer_urgent"),
    path("reason/", give_reason, name="give_reason"),
    path("grants/", grants, name="grants"),
    path("grants/<int:identity>/withdraw/", withdraw, name="withdraw_grant"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-step/", factor.index, name="mfa_index"),
    path("sign-in/second-step/", factor.authenticate, name="mfa_authenticate"),
    path("account/second-step/confirm/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-step/app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-step/keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-step/keys/confirm/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-step/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("sign-in/directory/", to_directory, {"provider_id": "directory"}, name="openid_connect_login"),
    path("sign-in/directory/back/", directory.callback, {"provider_id": "directory"}, name="openid_connect_callback"),
    path("sign-in/directory/stopped/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-step/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
