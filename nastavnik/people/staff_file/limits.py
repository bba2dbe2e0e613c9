"""How much of a file we agree to read, and the refusals when there is more."""

from nastavnik.core.errors import Refusal

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_ENTRIES = 2000
MAX_INFLATED = 200 * MEGABYTE
MAX_RATIO = 100
RATIO_FLOOR = MEGABYTE  # small parts of honest files compress better than 100 : 1
MAX_ROWS = 50_000
MAX_COLUMNS = 100
CHUNK = 256 * 1024

SAVE_AS = "Откройте его в Excel или LibreOffice, сохраните как «Книга Excel (.xlsx)» и загрузите снова."


class Unreadable(Refusal):
    """The file as a whole is refused and nothing of it is used. The text is for the person at the screen."""


LOCKED = "Файл закрыт паролем. Откройте его в Excel, снимите пароль («Файл → Сведения → Защита книги») и загрузите снова."
MACROS = "В файле есть макросы, такие файлы мы не открываем. Сохраните его как «Книга Excel (.xlsx)» без макросов и загрузите снова."
CORRUPT = f"Файл повреждён и не открывается. {SAVE_AS}"
BOMB = f"Файл после распаковки слишком велик: так обычный список не устроен. {SAVE_AS}"
TOO_WIDE = (
    f"Таблица слишком велика: можно до {MAX_ROWS} строк и {MAX_COLUMNS} столбцов. Возможно, что-то написано далеко "
    "внизу или справа от списка. Скопируйте список на новый лист, сохраните и загрузите снова."
)
