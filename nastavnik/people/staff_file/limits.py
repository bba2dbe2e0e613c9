"""How much of a file we agree to read, and the refusals when there is more."""

from nastavnik.core.containers import MAX_BYTES, MAX_INFLATED, MEGABYTE, Unreadable, Words

MAX_ROWS = 50_000
MAX_COLUMNS = 100

SAVE_AS = "Откройте его в Excel или LibreOffice, сохраните как «Книга Excel (.xlsx)» и загрузите снова."


LOCKED = "Файл закрыт паролем. Откройте его в Excel, снимите пароль («Файл → Сведения → Защита книги») и загрузите снова."
MACROS = "В файле есть макросы, такие файлы мы не открываем. Сохраните его как «Книга Excel (.xlsx)» без макросов и загрузите снова."
CORRUPT = f"Файл повреждён и не открывается. {SAVE_AS}"
BOMB = f"Файл после распаковки слишком велик: так обычный список не устроен. {SAVE_AS}"
TOO_WIDE = (
    f"Таблица слишком велика: можно до {MAX_ROWS} строк и {MAX_COLUMNS} столбцов. Возможно, что-то написано далеко "
    "внизу или справа от списка. Скопируйте список на новый лист, сохраните и загрузите снова."
)
WORDS = Words(locked=LOCKED, corrupt=CORRUPT, bomb=BOMB)

__all__ = ["MAX_BYTES", "MAX_INFLATED", "MEGABYTE", "Unreadable"]
