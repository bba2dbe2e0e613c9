"""Pictures are drawn anew: whatever was hidden in the file, and where it was taken, does not survive."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from nastavnik.core.containers import Unreadable

MAX_PIXELS = 40_000_000
TOO_MANY = "Картинка больше 40 мегапикселей. Уменьшите её до 5000 × 5000 точек и загрузите снова."
CORRUPT = "Картинка повреждена и не открывается. Сделайте снимок заново и загрузите его."


def redraw(data: bytes, form: str) -> bytes:
    """The same picture without its metadata, turned as the camera meant. `form` is JPEG, PNG or WEBP."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we have a limit of our own
            with Image.open(BytesIO(data), formats=[form]) as picture:
                if picture.width * picture.height > MAX_PIXELS:  # known from the header, before decoding
                    raise Unreadable(TOO_MANY)
                upright = ImageOps.exif_transpose(picture)
                return _drawn(upright, form)
    except Image.DecompressionBombError as bomb:
        raise Unreadable(TOO_MANY) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as broken:
        raise Unreadable(CORRUPT) from broken


def _drawn(picture: Image.Image, form: str) -> bytes:
    clear = form != "JPEG" and (picture.mode in {"RGBA", "LA"} or "transparency" in picture.info)
    out = BytesIO()
    if form == "PNG":
        picture.convert("RGBA" if clear else "RGB").save(out, "PNG")
    else:
        picture.convert("RGBA" if clear else "RGB").save(out, form, quality=88)
    return out.getvalue()
