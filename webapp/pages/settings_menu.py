"""The pages of the settings: their groups, who is offered which, and how they are searched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, request, url_for

from core.access import Permission
from core.refusals import sentence
from webapp import current
from webapp.text.translation import gettext

LONGEST = 100
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """
    `endpoint` also marks the page one is on: all routes of its blueprint belong to it.

    `about` is shown below its name in the overview. `also` is what people call it, to be found by.
    """

    endpoint: str
    icon: str
    word: str
    permission: Permission
    about: str
    also: str = ""

    def matches(self, words: str) -> bool:
        """Whether each of the words that were typed begins a word that is said of this page."""
        said = " ".join(gettext(text) for text in (self.word, self.about, self.also) if text)
        known = WORD.findall(said.casefold())
        typed = WORD.findall(words.casefold())
        return all(any(each.startswith(word) for each in known) for word in typed)

    def is_current(self) -> bool:
        """Pages below its address are its own, whatever blueprint they are of."""
        here = self.endpoint.partition(".")[0] == request.blueprint
        return here or request.path.startswith(url_for(self.endpoint) + "/")


@dataclass(frozen=True, slots=True)
class SettingsGroup:
    word: str
    pages: tuple[SettingsPage, ...]


GROUPS: tuple[SettingsGroup, ...] = (
    SettingsGroup(
        sentence("Your account"),
        (
            SettingsPage(
                "preferences.edit",
                "sliders-horizontal",
                sentence("Preferences"),
                Permission.OWN_ACCOUNT,
                sentence("Your name, language, time zone, notifications and signature"),
                sentence("profile e-mail alerts notify me about saved signature initials"),
            ),
            SettingsPage(
                "credentials.show",
                "shield-check",
                sentence("Sign-in security"),
                Permission.OWN_ACCOUNT,
                sentence("Password, passkeys, authenticator app and recovery codes"),
                sentence(
                    "2fa mfa otp totp two-factor two-step second factor login change password"
                ),
            ),
            SettingsPage(
                "own_sessions.index",
                "monitor",
                sentence("Sessions"),
                Permission.OWN_ACCOUNT,
                sentence("The browsers you are signed in with, and signing out of them"),
                sentence("devices sign out everywhere log out"),
            ),
            SettingsPage(
                "allowed_applications.index",
                "blocks",
                sentence("Allowed applications"),
                Permission.ALLOW_APPLICATIONS,
                sentence("Applications that act for you, and ending their access"),
                sentence("oauth connected apps third-party consent revoke integration"),
            ),
            SettingsPage(
                "memberships.index",
                "building-2",
                sentence("Your organizations"),
                Permission.OWN_ACCOUNT,
                sentence("Switch to another organization, or leave this one"),
                sentence("workspace account company"),
            ),
            SettingsPage(
                "sso_identities.show",
                "link",
                sentence("Work account"),
                Permission.OWN_ACCOUNT,
                sentence("Connect the account your employer gave you"),
                sentence("sso single sign-on at work google microsoft okta identity"),
            ),
        ),
    ),
    SettingsGroup(
        sentence("People"),
        (
            SettingsPage(
                "people.index",
                "users",
                sentence("People"),
                Permission.READ_PEOPLE,
                sentence("Everyone in your organization, their roles and invitations"),
                sentence("users members invite invitation roles admin owner remove a person"),
            ),
            SettingsPage(
                "teams.index",
                "users-round",
                sentence("Teams"),
                Permission.READ_PEOPLE,
                sentence("Groups of colleagues who can see each other’s envelopes"),
                sentence("groups departments sharing"),
            ),
            SettingsPage(
                "signing_groups.index",
                "users",
                sentence("Signing groups"),
                Permission.SEND_ENVELOPES,
                sentence("People of whom any one can sign for all"),
                sentence("groups recipients departments any one of signers approvers"),
            ),
            SettingsPage(
                "sign_in_policies.edit",
                "lock",
                sentence("Sign-in policy"),
                Permission.MANAGE_SIGN_IN,
                sentence("How everyone signs in, and how long a session lasts"),
                sentence("2fa mfa require two-factor password rules session timeout idle security"),
            ),
            SettingsPage(
                "sso_connection.edit",
                "log-in",
                sentence("Single sign-on"),
                Permission.MANAGE_SIGN_IN,
                sentence("Your identity provider and your domains"),
                sentence("sso oidc openid saml google microsoft entra okta domain provisioning"),
            ),
        ),
    ),
    SettingsGroup(
        sentence("Organization"),
        (
            SettingsPage(
                "organization.edit",
                "building-2",
                sentence("General"),
                Permission.MANAGE_SETTINGS,
                sentence("Name, time zone, language and defaults for new envelopes"),
                sentence("company rename date format reminders expiry"),
            ),
            SettingsPage(
                "branding.edit",
                "palette",
                sentence("Branding"),
                Permission.MANAGE_SETTINGS,
                sentence("Logo, colors, sender name and e-mail texts"),
                sentence("colour theme design reply-to mail templates"),
            ),
            SettingsPage(
                "signing_domains.index",
                "link",
                sentence("Signing domain"),
                Permission.MANAGE_SIGNING_DOMAINS,
                sentence("A domain of your own for signing links and e-mails"),
                sentence("host hostname url custom domain dns white label subdomain"),
            ),
            SettingsPage(
                "identity_proofs.edit",
                "shield-check",
                sentence("Proof of identity"),
                Permission.MANAGE_SETTINGS,
                sentence("What every recipient has to prove before they open documents"),
                sentence("authentication access code sms code e-mail verify signer minimum kba"),
            ),
            SettingsPage(
                "disclosures.index",
                "scroll-text",
                sentence("Consent texts"),
                Permission.MANAGE_SETTINGS,
                sentence("What recipients agree to before they read or sign"),
                sentence("disclosure esign consent terms legal electronic records"),
            ),
            SettingsPage(
                "custom_fields.index",
                "tags",
                sentence("Custom fields"),
                Permission.MANAGE_SETTINGS,
                sentence(
                    "Information you record for each envelope, such as a project or a cost center"
                ),
                sentence("metadata details attributes columns"),
            ),
            SettingsPage(
                "usage.show",
                "gauge",
                sentence("Usage"),
                Permission.READ_REPORTS,
                sentence("Envelopes, storage and API calls used, and your limits"),
                sentence("limits quota plan billing"),
            ),
        ),
    ),
    SettingsGroup(
        sentence("Data"),
        (
            SettingsPage(
                "retention.edit",
                "hourglass",
                sentence("Retention"),
                Permission.MANAGE_SETTINGS,
                sentence("How long documents are kept"),
                sentence("delete erase automatically purge archive"),
            ),
            SettingsPage(
                "exports.index",
                "file-archive",
                sentence("Export"),
                Permission.EXPORT_ORGANIZATION,
                sentence("Everything in one ZIP file"),
                sentence("download backup takeout zip all data"),
            ),
            SettingsPage(
                "copy_targets.edit",
                "hard-drive",
                sentence("Copies"),
                Permission.MANAGE_SETTINGS,
                sentence("Store sealed documents in S3 or Nextcloud as well"),
                sentence("s3 webdav nextcloud owncloud bucket storage backup archive folder"),
            ),
            SettingsPage(
                "legal_holds.index",
                "gavel",
                sentence("Legal holds"),
                Permission.HOLD_ENVELOPES,
                sentence("What must not be deleted, and why"),
                sentence("litigation preserve freeze"),
            ),
            SettingsPage(
                "erasures.index",
                "user-x",
                sentence("Erase a person"),
                Permission.ERASE_PEOPLE,
                sentence("Remove one person’s data from all envelopes"),
                sentence("gdpr privacy delete forget right to be forgotten"),
            ),
            SettingsPage(
                "admin_events.index",
                "scroll-text",
                sentence("Audit log"),
                Permission.READ_ADMIN_LOG,
                sentence("Who changed what in this organization"),
                sentence("history activity events security log"),
            ),
            SettingsPage(
                "closings.show",
                "door-open",
                sentence("Close organization"),
                Permission.CLOSE_ORGANIZATION,
                sentence("Close this organization and delete all of its data"),
                sentence("cancel account terminate"),
            ),
        ),
    ),
    SettingsGroup(
        sentence("Developers"),
        (
            SettingsPage(
                "api_keys.index",
                "key-round",
                sentence("API keys"),
                Permission.MANAGE_API_KEYS,
                sentence("Let a program create and send envelopes"),
                sentence("rest token integration secret developer"),
            ),
            SettingsPage(
                "oauth_clients.index",
                "blocks",
                sentence("Applications"),
                Permission.MANAGE_OAUTH_CLIENTS,
                sentence("Let an application act for people who allow it"),
                sentence("oauth openid connect client integration redirect consent app"),
            ),
            SettingsPage(
                "webhooks.index",
                "webhook",
                sentence("Webhooks"),
                Permission.MANAGE_WEBHOOKS,
                sentence("Tell your own systems what happens to envelopes"),
                sentence("events callback endpoint notification http post integration developer"),
            ),
            SettingsPage(
                "embedding.edit",
                "monitor",
                sentence("Embedded signing"),
                Permission.MANAGE_SETTINGS,
                sentence("Let people sign inside your own web application"),
                sentence("iframe frame origin redirect return message after signing thank you"),
            ),
        ),
    ),
)


def register(app: Flask) -> None:
    app.jinja_env.globals["settings_menu"] = offered


def offered(words: str = "") -> tuple[SettingsGroup, ...]:
    """What this member may open and `words` name; a group without a page is left out."""
    return tuple(_offered(words[:LONGEST]))


def _offered(words: str) -> Iterator[SettingsGroup]:
    member = current.member()
    for group in GROUPS:
        pages = tuple(p for p in group.pages if member.may(p.permission) and p.matches(words))
        if pages:
            yield SettingsGroup(group.word, pages)
