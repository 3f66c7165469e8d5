"""Signing in, and accounts."""

from __future__ import annotations

from homeroom.ways_in.model import CLIENT, LOOKS_BY_POST, UNSTABLE, Way, closed, harmless, judged

SIGN_ON = "tests/integration/sign_on/test_oidc.py"
VERDICT = "tests/integration/module/test_verdict.py"
ACCOUNT = f"{CLIENT}/account"
ROSTER = "accounts are the roster's"
NO_ADDRESS = "an account has no personal e-mail address or number"

WAYS: tuple[Way, ...] = (
    judged(
        f"POST {CLIENT}/login",
        "a session, and a name for its device",
        "school_accounts",
        "trusted_network",
        why="who signs in, and from where; only the owner reads the device's name",
        test=f"{VERDICT}::test_strangers_networks_are_refused",
    ),
    harmless(f"GET {CLIENT}/login", "reads how one can sign in"),
    judged(
        f"GET {CLIENT}/login/(cas|sso)/redirect",
        "a session by the district's sign-on",
        "school_accounts",
        "trusted_network",
        why="the session that comes of it is judged as any",
        test=f"{SIGN_ON}::test_nobody_of_the_roster_is_refused_in_words_and_gets_no_account",
    ),
    judged(
        f"GET {CLIENT}/login/sso/redirect/{{idp_id}}",
        "a session by the district's sign-on",
        "school_accounts",
        "trusted_network",
        why="the session that comes of it is judged as any",
        test=f"{SIGN_ON}::test_nobody_of_the_roster_is_refused_in_words_and_gets_no_account",
    ),
    judged(
        f"GET {CLIENT}/login/cas/ticket",
        "a session by the district's sign-on",
        "school_accounts",
        "trusted_network",
        why="the session that comes of it is judged as any",
        test=f"{SIGN_ON}::test_nobody_of_the_roster_is_refused_in_words_and_gets_no_account",
    ),
    harmless(
        f"POST {CLIENT}/logout",
        "ends a session; it goes on whatever the rules say",
        does=LOOKS_BY_POST,
    ),
    harmless(f"POST {CLIENT}/logout/all", "ends one's sessions", does=LOOKS_BY_POST),
    harmless(f"POST {CLIENT}/refresh", "prolongs a session, of which each request is judged"),
    closed(f"POST {CLIENT}/tokenrefresh", "", "long gone from the specification"),
    harmless(f"GET {ACCOUNT}/whoami", "reads who one is"),
    harmless(
        f"POST {ACCOUNT}/password",
        "one's own, where there are passwords at all: the sandbox, and break-glass",
        enters="a setting of one's own",
    ),
    harmless(f"GET {CLIENT}/password_policy", "reads what a password must be"),
    harmless(
        f"GET,POST {CLIENT}/auth/{{stagetype}}/fallback/web",
        "a page that confirms a request of one's own",
    ),
    harmless(f"GET {CLIENT}/auth_metadata", "reads how one can sign in"),
    harmless(f"GET {UNSTABLE}/org.matrix.msc2965/auth_metadata", "reads how one can sign in"),
    harmless(f"GET {CLIENT}/admin/whois/{{user_id}}", "reads one's own sessions"),
    # -- sessions that pass from device to device --------------------------------------------
    closed("POST /_matrix/client/v1/login/get_token", "a session", "each sign-in is the person's"),
    closed(f"POST {UNSTABLE}/org.matrix.msc3882/login/token", "a session", "as above"),
    closed(
        f"POST {UNSTABLE}/org.matrix.msc4108/rendezvous",
        "text for whoever knows the address, without an account",
        "it would never be in the record",
    ),
    closed(
        f"GET,POST {UNSTABLE}/io.element.msc4388/rendezvous",
        "text for whoever knows the address, without an account",
        "it would never be in the record",
    ),
    closed(
        f"GET,PUT,DELETE {UNSTABLE}/io.element.msc4388/rendezvous/{{rendezvous_id}}",
        "text for whoever knows the address, without an account",
        "it would never be in the record",
    ),
    # -- accounts ----------------------------------------------------------------------------
    closed(
        f"POST {CLIENT}/register",
        "an account",
        ROSTER,
        callers=("steward", "bridge"),
    ),
    closed(f"GET {CLIENT}/register/available", "", ROSTER),
    closed(f"POST {CLIENT}/register/email/requestToken", "an outside address", ROSTER),
    closed(f"POST {CLIENT}/register/msisdn/requestToken", "an outside address", ROSTER),
    closed(f"GET {CLIENT}/register/m.login.registration_token/validity", "", ROSTER),
    closed(f"GET {UNSTABLE}/registration/{{medium}}/submit_token", "", ROSTER),
    closed(
        f"POST {ACCOUNT}/deactivate",
        "an account's end, with the erasure of what it said",
        "accounts are locked through the roster, and their record stays",
    ),
    closed(f"POST {UNSTABLE}/org.matrix.msc3720/account_status", "", ROSTER),
    closed(f"POST {CLIENT}/account_validity/send_mail", "", ROSTER),
    closed(f"GET {CLIENT}/account_validity/renew", "", ROSTER),
    # -- outside addresses -------------------------------------------------------------------
    harmless(f"GET {ACCOUNT}/3pid", "reads that there are none"),
    closed(f"POST {ACCOUNT}/3pid", "an outside address", NO_ADDRESS),
    closed(f"POST {ACCOUNT}/3pid/add", "an outside address", NO_ADDRESS),
    closed(f"POST {ACCOUNT}/3pid/bind", "an outside address", NO_ADDRESS),
    closed(f"POST {ACCOUNT}/3pid/unbind", "", NO_ADDRESS),
    closed(f"POST {ACCOUNT}/3pid/delete", "", NO_ADDRESS),
    closed(f"POST {ACCOUNT}/3pid/email/requestToken", "an outside address", NO_ADDRESS),
    closed(f"POST {ACCOUNT}/3pid/msisdn/requestToken", "an outside address", NO_ADDRESS),
    closed(f"POST {ACCOUNT}/password/email/requestToken", "an outside address", NO_ADDRESS),
    closed(f"GET {UNSTABLE}/add_threepid/email/submit_token", "an outside address", NO_ADDRESS),
    closed(f"POST {UNSTABLE}/add_threepid/msisdn/submit_token", "an outside address", NO_ADDRESS),
)
