"""An answer's bytes → JSON, whatever is wrong with its letters; bounded in size and depth."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

from ratsarchiv.errors import ParseError

_LARGEST = 64 << 20
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_SURROGATE = re.compile(r"\\u[dD][89A-Fa-f]")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 in a text that otherwise is: letters of windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("ratsarchiv.windows", _as_windows)


def value(body: bytes) -> Any:
    """What the JSON says; ParseError where it is none, or too large, or nested too deep."""
    if len(body) > _LARGEST:
        raise ParseError(f"an answer of {len(body):,} bytes is not read")
    text = body.translate(None, _CONTROLS).decode("utf-8", "ratsarchiv.windows").removeprefix("\ufeff")
    try:
        # Line ends and tabs within texts are let pass.
        said = json.loads(text, strict=False, parse_constant=lambda _: None)
        # Half a character can be escaped, but neither be stored nor shown.
        return json.loads(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")) if _half(text) else said
    except RecursionError as error:
        raise ParseError("the answer is nested too deep") from error
    except ValueError as error:
        raise ParseError(f"no JSON: {error}") from error


def _half(text: str) -> bool:
    return _SURROGATE.search(text) is not None
