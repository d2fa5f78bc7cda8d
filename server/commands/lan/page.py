"""The one page that is served without encryption: how a phone installs the local authority, and its certificate.
It shows nothing of the office. Both languages stand on it, because nobody has chosen one yet."""

import html
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from werkzeug.wrappers import Request, Response

from server.identity.local_authority import LocalAuthority

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_STYLE = """
body{margin:0;background:#f7f7f5;color:#1f2933;font:16px/1.6 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:24px 20px}
h1{font-size:22px}h2{font-size:17px;margin:28px 0 4px}ol{padding-left:1.3em;margin:4px 0}
a.go{display:block;margin:20px 0;padding:14px;border-radius:8px;background:#0f766e;color:#fff;
text-align:center;text-decoration:none;font-size:17px}
code{font:13px/1.5 ui-monospace,monospace;word-break:break-all}p.small{color:#52606d;font-size:14px}
"""

_STEPS = (
    (
        "安卓 Android",
        (
            "点上面的按钮下载证书。",
            "设置 → 安全 → 更多安全设置 → 加密与凭据 → 安装证书 → CA 证书，选刚下载的文件。",
            "回到这里，点“打开应用”。",
        ),
        (
            "Tap the button above to download the certificate.",
            "Settings → Security → More → Encryption & credentials → Install a certificate → CA certificate.",
            "Come back here and tap “Open the app”.",
        ),
    ),
    (
        "苹果 iPhone",
        (
            "用 Safari 打开本页，点上面的按钮，选“允许”。",
            "设置 → 已下载描述文件 → 安装。",
            "设置 → 通用 → 关于本机 → 证书信任设置，打开这张证书的开关。",
            "回到 Safari，打开应用，再“添加到主屏幕”。",
        ),
        (
            "Open this page in Safari, tap the button above and choose Allow.",
            "Settings → Profile Downloaded → Install.",
            "Settings → General → About → Certificate Trust Settings: switch this certificate on.",
            "Back in Safari open the app, then Add to Home Screen.",
        ),
    ),
)


def fingerprint(authority: LocalAuthority) -> str:
    """SHA-256 of the certificate, as phones show it: pairs of hexadecimal digits."""
    der = x509.load_pem_x509_certificate(authority.certificate.read_bytes()).public_bytes(Encoding.DER)
    return sha256(der).digest().hex(":").upper()


def _lines(texts: tuple[str, ...], lang: str) -> str:
    items = "".join(f"<li>{html.escape(text)}</li>" for text in texts)
    return f'<ol lang="{lang}">{items}</ol>'


def _page(app_url: str, authority: LocalAuthority) -> str:
    steps = "".join(f"<h2>{title}</h2>{_lines(zh, 'zh-CN')}{_lines(en, 'en')}" for title, zh, en in _STEPS)
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>证书 · Certificate</title>
<link rel="stylesheet" href="/page.css"></head><body><main>
<h1>先装证书，再开应用<br><span lang="en">First the certificate, then the app</span></h1>
<p>这张证书只对本地网络的地址有效，用完可在手机设置里删除。</p>
<p lang="en">This certificate is good for addresses of local networks only; remove it in the settings afterwards.</p>
<a class="go" href="/authority.crt">下载证书 · Download the certificate</a>
{steps}
<a class="go" href="{html.escape(app_url)}/field/">打开应用 · Open the app</a>
<p class="small">SHA-256 <code>{fingerprint(authority)}</code></p></main></body></html>"""


def authority_page(app_url: str, authority: LocalAuthority) -> "WSGIApplication":
    """`/`, `/page.css` and `/authority.crt`; everything else is 404, and nothing can be changed here."""
    der = x509.load_pem_x509_certificate(authority.certificate.read_bytes()).public_bytes(Encoding.DER)
    parts = {
        "/": (_page(app_url, authority).encode(), "text/html; charset=utf-8"),
        "/page.css": (_STYLE.encode(), "text/css; charset=utf-8"),
        "/authority.crt": (der, "application/x-x509-ca-cert"),
    }

    @Request.application
    def answer(request: Request) -> Response:
        part = parts.get(request.path)
        if request.method not in {"GET", "HEAD"} or part is None:
            response = Response("not found\n", 404, content_type="text/plain")
        else:
            response = Response(part[0], content_type=part[1])
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return answer
