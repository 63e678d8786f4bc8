"""The field app's files under /teren/: built by `field/build.py`, started offline by its own service worker.

No person's data passes here: the same files for everybody, so that they may be kept by the browser.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

BUILT = Path(__file__).resolve().parent / "field"
INDEX = "index.html"
KINDS = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json",
}
# 'wasm-unsafe-eval' is for Argon2id alone: a PIN needs a memory-hard hash and browsers have none of their own.
CONTENT_POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
))
FOR_GOOD = "public, max-age=31536000, immutable"  # the name carries a digest of the content
ASK_AGAIN = "no-cache"


@require_safe
def field_app(request: HttpRequest, name: str = INDEX) -> HttpResponse:
    """One file of the app; its page when none is named."""
    found = _files().get(name)
    if found is None:
        return _missing(name)
    packed = found.with_name(f"{found.name}.gz")
    gzipped = packed.exists() and "gzip" in request.headers.get("Accept-Encoding", "")
    content = (packed if gzipped else found).read_bytes()
    tag = f'"{sha256(content).hexdigest()[:16]}"'
    answer: HttpResponse = (
        HttpResponseNotModified() if request.headers.get("If-None-Match") == tag
        else HttpResponse(content, content_type=KINDS[found.suffix])
    )
    if gzipped and answer.status_code == 200:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = FOR_GOOD if name.startswith("assets/") else ASK_AGAIN
    return _with_policy(answer)


def _files() -> dict[str, Path]:
    """What was built, by its name in the address; nothing else can be asked for."""
    return {
        file.relative_to(BUILT).as_posix(): file for file in BUILT.rglob("*") if file.suffix in KINDS and file.is_file()
    }


def _missing(name: str) -> HttpResponse:
    if name != INDEX:
        return _with_policy(HttpResponse(status=404))
    said = _("The field app was not built with this server. Install it again with Node at hand, or from its wheel.")
    return _with_policy(HttpResponse(said, content_type="text/plain; charset=utf-8", status=503))


def _with_policy(answer: HttpResponse) -> HttpResponse:
    answer.headers["Content-Security-Policy"] = CONTENT_POLICY
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


addresses = [path("", field_app, name="app"), path("<path:name>", field_app, name="file")]
