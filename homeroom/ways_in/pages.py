"""What Synapse serves besides its routes: pages, files, other protocols, by the class of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One row. What is not in the table is refused."""

    path: str
    open: bool
    why: str


ROUTED = Page(path="/_matrix, /_synapse/admin", open=True, why="each of its routes has a row")
NOTHING = Page(path="/", open=True, why="says that there is nothing here")
NAMES = "names are the roster's"
ROSTER = "accounts are the roster's"
ALONE = "no foreign servers"
LATER_JUDGED = "the session that comes of it is judged as any"
AUTHENTICATION = "the district's authentication service, by a shared secret"

SERVER, SYNAPSE = "synapse.http.server", "synapse.rest.synapse"
SSO, MAS = f"{SYNAPSE}.client", f"{SYNAPSE}.mas"


def _open(path: str, why: str) -> Page:
    return Page(path=path, open=True, why=why)


def _closed(path: str, why: str) -> Page:
    return Page(path=path, open=False, why=why)


PAGES: dict[str, Page] = {
    "synapse.rest.ClientRestResource": ROUTED,
    f"{SERVER}.JsonResource": ROUTED,
    "synapse.rest.media.media_repository_resource.MediaRepositoryResource": ROUTED,
    "synapse.rest.key.v2.KeyResource": ROUTED,
    "synapse.rest.health.HealthResource": _open("/health", "says that the server runs"),
    "synapse.metrics.MetricsResource": _open("/_synapse/metrics", "numbers, on its own listener"),
    "synapse.replication.http.ReplicationRestResource": _open(
        "/_synapse/replication", "Synapse's own processes, by a secret, on their own listener"
    ),
    "synapse.rest.well_known.ClientWellKnownResource": _open(
        "/.well-known/matrix/client", "reads where the server is, and that nothing is encrypted"
    ),
    "synapse.rest.well_known.ServerWellKnownResource": _closed("/.well-known/matrix/server", ALONE),
    f"{SERVER}.StaticResource": _open("/_matrix/static", "Synapse's own pages"),
    f"{SERVER}.OptionsResource": NOTHING,
    f"{SERVER}.RootOptionsRedirectResource": NOTHING,
    f"{SERVER}.UnrecognizedRequestResource": NOTHING,
    f"{SERVER}._LeafUnrecognisedRequestResource": NOTHING,
    "twisted.web.pages._ErrorPage": NOTHING,
    "twisted.web.resource._UnsafeNoResource": NOTHING,
    "synapse_module.authorize.AuthorizeResource": _open(
        "/_homeroom/authorize", "the gateway, by a shared secret, asks whether a request may come"
    ),
    # -- the district's sign-on --------------------------------------------------------------
    f"{SSO}.pick_idp.PickIdpResource": _open("/_synapse/client/pick_idp", LATER_JUDGED),
    f"{SSO}.oidc.callback_resource.OIDCCallbackResource": _open(
        "/_synapse/client/oidc/callback", LATER_JUDGED
    ),
    f"{SSO}.oidc.backchannel_logout_resource.OIDCBackchannelLogoutResource": _open(
        "/_synapse/client/oidc/backchannel_logout", "ends sessions"
    ),
    f"{SSO}.saml2.response_resource.SAML2ResponseResource": _open(
        "/_synapse/client/saml2/authn_response", LATER_JUDGED
    ),
    f"{SSO}.saml2.metadata_resource.SAML2MetadataResource": _open(
        "/_synapse/client/saml2/metadata.xml", "reads how the sign-on is set up"
    ),
    f"{SSO}.pick_username.AccountDetailsResource": _closed(
        "/_synapse/client/pick_username/account_details", NAMES
    ),
    f"{SSO}.pick_username.AvailabilityCheckResource": _closed(
        "/_synapse/client/pick_username/check", NAMES
    ),
    f"{SSO}.new_user_consent.NewUserConsentResource": _closed(
        "/_synapse/client/new_user_consent", "consents are the registry's"
    ),
    f"{SSO}.sso_register.SsoRegisterResource": _closed("/_synapse/client/sso_register", ROSTER),
    "synapse.rest.consent.consent_resource.ConsentResource": _closed(
        "/_matrix/consent", "consents are the registry's"
    ),
    f"{SSO}.password_reset.PasswordResetSubmitTokenResource": _closed(
        "/_synapse/client/password_reset", "an account has no personal e-mail address"
    ),
    # -- an authentication service of the district -------------------------------------------
    f"{MAS}.users.MasQueryUserResource": _open("/_synapse/mas/query_user", AUTHENTICATION),
    f"{MAS}.users.MasProvisionUserResource": _open("/_synapse/mas/provision_user", AUTHENTICATION),
    f"{MAS}.users.MasIsLocalpartAvailableResource": _open(
        "/_synapse/mas/is_localpart_available", AUTHENTICATION
    ),
    f"{MAS}.users.MasAllowCrossSigningResetResource": _open(
        "/_synapse/mas/allow_cross_signing_reset", AUTHENTICATION
    ),
    f"{MAS}.users.MasReactivateUserResource": _open(
        "/_synapse/mas/reactivate_user", AUTHENTICATION
    ),
    f"{MAS}.devices.MasUpsertDeviceResource": _open("/_synapse/mas/upsert_device", AUTHENTICATION),
    f"{MAS}.devices.MasDeleteDeviceResource": _open("/_synapse/mas/delete_device", AUTHENTICATION),
    f"{MAS}.devices.MasUpdateDeviceDisplayNameResource": _open(
        "/_synapse/mas/update_device_display_name", AUTHENTICATION
    ),
    f"{MAS}.devices.MasSyncDevicesResource": _open("/_synapse/mas/sync_devices", AUTHENTICATION),
    f"{MAS}.users.MasDeleteUserResource": _closed(
        "/_synapse/mas/delete_user", "accounts are locked through the roster; their record stays"
    ),
    f"{MAS}.users.MasSetDisplayNameResource": _closed("/_synapse/mas/set_displayname", NAMES),
    f"{MAS}.users.MasUnsetDisplayNameResource": _closed("/_synapse/mas/unset_displayname", NAMES),
    # -- the rest ----------------------------------------------------------------------------
    f"{SSO}.unsubscribe.UnsubscribeResource": _open("/_synapse/client/unsubscribe", "ends a push"),
    f"{SSO}.media_upload_limit_exceeded.MediaUploadLimitExceededResource": _open(
        "/_synapse/client/media_upload_limit_exceeded", "says that a file is too large"
    ),
    f"{SSO}.rendezvous.MSC4108RendezvousSessionResource": _closed(
        "/_synapse/client/rendezvous", "text for whoever knows the address, never in the record"
    ),
    f"{SSO}.federation_whitelist.FederationWhitelistResource": _closed(
        "/_synapse/client/v1/config/federation_whitelist", ALONE
    ),
    "synapse.federation.transport.server.TransportLayerServer": _closed(
        "/_matrix/federation", ALONE
    ),
    "synapse.http.proxy.ProxyResource": _closed("/", "the server fetches nothing for anybody"),
    "synapse.http.additional_resource.AdditionalResource": _closed(
        "whatever is added to a listener", "nobody has judged what it does"
    ),
}
"""By the full name of the class."""
