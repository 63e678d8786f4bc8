"""The text of a file that somebody's spreadsheet wrote, in whichever encoding that was; never a guess.

Windows-1250 and ISO-8859-2 have the Romanian letters at the same places.
"""

from __future__ import annotations

import codecs

# Letters of Romanian (with the cedilla, as old keyboards have it), Hungarian, German and their neighbours,
# and the signs of Windows' typing.
_WRITTEN_HERE = set("ăâîşţĂÂÎŞŢáéíóöőúüűÁÉÍÓÖŐÚÜŰäÄß„”“’‘–—…«»°§\u00a0éèçščžŠČŽ€")


def text_of(content: bytes) -> str | None:
    """The text: UTF-8, UTF-16 with its mark, or what an older Romanian spreadsheet writes; None for neither."""
    if b"\x00" in content[:4] or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1250"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and (encoding != "cp1250" or _is_written_here(text)):
            return text
    return None


def _is_written_here(text: str) -> bool:
    """Whether the letters beyond ASCII are such as people and spreadsheets write here."""
    return all(letter in _WRITTEN_HERE for letter in set(text) if ord(letter) > 127)
