"""What is no page: health, and the files that pages are dressed with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import JSONResponse, Response
from sqlalchemy import text

from admin_portal import static
from admin_portal.auth import Permission
from admin_portal.page import Page, needs

router = APIRouter()


@router.get("/health")
def health(page: Annotated[Page, needs(Permission.PUBLIC)]) -> JSONResponse:
    """Ready when the database answers; otherwise a 500 like any fault."""
    with page.database() as connection:
        connection.execute(text("SELECT 1"))
    return JSONResponse({"status": "ok"})


@router.get("/static/{version}/{name:path}")
def file(page: Annotated[Page, needs(Permission.PUBLIC)], version: str, name: str) -> Response:
    """A style sheet, font or icon; the address changes when the content does."""
    asset = static.assets().get(name)
    if asset is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    kept = "public, max-age=31536000, immutable" if version == static.version() else "no-cache"
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if asset.gzipped and "gzip" in page.request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(asset.gzipped, media_type=asset.media_type, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
