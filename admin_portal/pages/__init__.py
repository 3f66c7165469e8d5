"""The pages, one file a subject; each has a router that the application takes in."""

from __future__ import annotations

from admin_portal.pages import (
    acknowledge,
    alerts,
    archive,
    consent_needed,
    consents,
    families,
    holds,
    home,
    images,
    on_call,
    orders,
    quarantine,
    requests,
    retention,
    reviews,
    service,
    sign_in,
    sign_on,
    tools,
    urgent,
)

ROUTERS = (
    service.router,
    consent_needed.router,
    sign_in.router,
    sign_on.router,
    home.router,
    acknowledge.router,
    alerts.router,
    on_call.router,
    reviews.router,
    tools.router,
    consents.router,
    families.router,
    orders.router,
    archive.router,
    images.router,
    requests.router,
    holds.router,
    retention.router,
    quarantine.router,
    urgent.router,
)
