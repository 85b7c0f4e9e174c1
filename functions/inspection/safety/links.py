"""Where a link of a document leads, and whether a click on it can do harm."""

import re
from urllib.parse import unquote

# Viewers skip blanks and control characters (WHATWG URL, 4.4).
_SKIPPED = re.compile(r"[\x00-\x20\x7f]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PLAIN_SCHEMES = {"http", "https", "ftp", "mailto", "tel"}
# What a page that was printed does with a click; a viewer does nothing.
_INERT_SCRIPT = re.compile(
    r"(?:void\(?[\w'\"]*\)?|(?:window\.|self\.)?(?:print|close)\(\)|(?:window\.)?history\.\w+\(-?\d*\)"
    r"|(?:window\.)?scroll(?:to)?\(0,0\)|__dopostback\([\w$&;#%',.\"-]*\)|returnfalse|false|null|undefined"
    r"|#|//)?;*",
    re.IGNORECASE,
)
# Schemes whose handlers run code, read other hosts' files or carry a document in themselves.
_REFUSED_SCHEMES = {
    *("vbscript", "livescript", "jscript", "mocha", "data", "blob", "filesystem", "about", "res"),
    *("shell", "smb", "cifs", "nfs", "afp", "dav", "davs", "webdav", "webdavs", "ldap", "ldaps"),
    *("search", "search-ms", "telnet", "ssh", "rdp", "vnc", "jar", "mhtml", "mk", "its", "hcp"),
    *("wyciwyg", "view-source", "chrome", "resource", "moz-extension", "chrome-extension"),
    *("help", "x-apple-helpbasic", "applescript", "jnlp", "jnlps", "acrobat", "adobe", "pdf"),
    *("gopher", "dict", "php", "phar", "expect", "vscode", "steam", "cmd", "powershell", "script"),
}
_PROGRAM = re.compile(
    r"\.(?:exe|bat|cmd|scr|pif|cpl|msi|msp|msc|lnk|vbs?|vbe|jse?|wsf|wsh|hta|ps1|reg|inf|jar|jnlp|dll"
    r"|sct|app|command|workflow|terminal|sh|desktop|dmg|pkg|deb|rpm|iso)/?(?:[?#].*)?$",
    re.IGNORECASE,
)
_DRIVE = re.compile(r"[a-z][:|]", re.IGNORECASE)


def is_plain(link: str) -> bool:
    """Whether a link leads into the web, to a mailbox or a telephone, or is relative to these."""
    link = _seen(link)
    scheme = _SCHEME.match(link)
    if scheme:
        return scheme[1].lower() in _PLAIN_SCHEMES
    return not link.startswith("//")


def is_harmless(link: str) -> bool:
    """Whether a click on a link runs nothing and makes nobody sign in to a foreign host."""
    link = _seen(link)
    if is_plain(link):
        return True
    scheme = _SCHEME.match(link)
    if not scheme:
        return False
    name, rest = scheme[1].lower(), link[scheme.end() :]
    if name == "javascript":
        return bool(_INERT_SCRIPT.fullmatch(unquote(rest)))
    if name == "file":
        return not _is_share(unquote(rest)) and not _PROGRAM.search(unquote(rest))
    # Office programs and system tools open what such a link names: ms-word, ms-msdt, ….
    return name not in _REFUSED_SCHEMES and not name.startswith("ms-")


def is_elsewhere(file: str) -> bool:
    """Whether the name of a file is one on another host."""
    file = _seen(file)
    scheme = _SCHEME.match(file)
    if scheme and scheme[1].lower() == "file":
        return _is_share(unquote(file[scheme.end() :]))
    return file.startswith("//") or bool(re.match(r"[a-z][a-z0-9+.-]+://", file, re.IGNORECASE))


def _seen(link: str) -> str:
    """The link as a viewer reads it; Windows takes either slash."""
    return _SKIPPED.sub("", link).replace("\\", "/")


def _is_share(path: str) -> bool:
    """Whether what follows ``file:`` names another host (RFC 8089, 2 and appendix E.3)."""
    path = path.replace("\\", "/")
    bare = path.lstrip("/")
    slashes = len(path) - len(bare)
    if slashes in {0, 1, 3}:
        return False
    host = bare.partition("/")[0].lower()
    local = not host or host in {"localhost", ".", "127.0.0.1"} or bool(_DRIVE.match(host))
    return slashes > 3 or not local  # noqa: PLR2004 - file: and four slashes is a share's name
