"""The console command `nastavnik`: exit 0 done, 1 refused, 2 wrong use."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from nastavnik.console.usage_words import speak_russian

DONE, REFUSED, WRONG_USE = 0, 1, 2
# Command → the module of nastavnik.console that holds its function of the same name (dashes as underscores).
HOMES = {
    "serve": "serving",
    "worker": "serving",
    "demo": "people",
    "createadmin": "people",
    "init": "people",
    "organisations": "people",
    "import-people": "people",
    "match": "papers",
    "solve": "solving",
    "papers": "papers",
    "paper": "papers",
    "doctor": "upkeep",
    "backup": "upkeep",
    "restore": "upkeep",
}


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        sys.stderr.write(f"Неверный вызов: {message}\nСправка: nastavnik --help\n")
        raise SystemExit(WRONG_USE)


def parser() -> Parser:
    """Every command with its arguments."""
    speak_russian()
    whole = Parser(prog="nastavnik", description="«Наставник»: наставничество в образовательной организации.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="КОМАНДА", parser_class=Parser)

    def add(name: str, words: str) -> Parser:
        return commands.add_parser(name, help=words, description=words)

    add("serve", "запустить систему и напечатать её адрес (HOST, PORT, DATA_DIR, DATABASE_URL)")
    add("worker", "только обработчик заданий и писем")
    add("demo", "наполнить пустую базу вымышленным примером")
    _admin(add("createadmin", "завести администратора установки"))
    _organisation(add("init", "завести организацию"))
    _as_json(add("organisations", "перечень организаций"))
    _import(add("import-people", "загрузить список сотрудников"))
    _files(add("solve", "решить задачу подбора из файлов; ни настройки, ни база не нужны"))
    _as_json(_of_organisation(add("match", "предложить пары; ничего не утверждает")))
    _as_json(_of_organisation(add("papers", "перечень документов организации")))
    paper = add("paper", "сохранить документ в файл")
    paper.add_argument("id", metavar="ID")
    paper.add_argument("--out", required=True, type=Path, metavar="ФАЙЛ")
    _as_json(add("doctor", "проверить, всё ли в порядке с установкой"))
    add("backup", "сохранить базу, файлы и секреты в один файл").add_argument("file", type=Path)
    add("restore", "восстановить их в пустую установку").add_argument("file", type=Path)
    return whole


def _as_json(command: Parser) -> Parser:
    command.add_argument("--json", action="store_true", help="ответить в виде JSON")
    return command


def _of_organisation(command: Parser) -> Parser:
    command.add_argument("--organisation", required=True, metavar="КОД")
    return command


def _admin(command: Parser) -> None:
    command.add_argument("--email", help="адрес для входа; без него команда спросит")
    command.add_argument("--name", default="", help="имя")
    command.add_argument("--password", help="пароль; без него команда спросит или придумает и напечатает")


def _organisation(command: Parser) -> None:
    command.add_argument("--name", required=True, help="краткое наименование")
    command.add_argument("--full-name", help="полное наименование; без него — как краткое")
    command.add_argument("--code", required=True, help="код латиницей, единственный в установке: school-7")
    command.add_argument("--kind", required=True, help="вид: school, kindergarten, college…")
    command.add_argument("--time-zone", required=True, help="часовой пояс: Europe/Moscow, Asia/Barnaul…")
    command.add_argument("--level", default="organisation", help="уровень; без него — organisation")
    command.add_argument("--parent", metavar="КОД", help="код вышестоящей организации")


def _import(command: Parser) -> None:
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--dry-run", action="store_true", help="только показать, что изменится")
    _as_json(_of_organisation(command))


def _files(command: Parser) -> None:
    command.add_argument("problem", type=Path, metavar="PROBLEM", help=".npz или .json")
    command.add_argument("scores", metavar="SCORES", help=".npz или .json; «-» — оценить по анкетам")
    command.add_argument("result", type=Path, metavar="RESULT", help=".json")
    command.add_argument(
        "--goal",
        choices=("participation", "quality"),
        default="participation",
        help="что важнее: число пар или сумма оценок",
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; never a traceback for what a person can put right."""
    try:
        given = parser().parse_args(argv)
    except SystemExit as leave:  # --help is 0, wrong use is 2
        return leave.code if isinstance(leave.code, int) else WRONG_USE
    if given.command == "solve":
        return _command(given)(given)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.umask(0o077)  # the database, files and copies hold people's data: for this user's eyes only
    try:
        import django  # noqa: PLC0415 — a wrong call is answered without the second that Django takes

        django.setup()
    except (OSError, SystemExit) as fault:
        sys.stderr.write(f"Не удалось начать: {fault}. Проверьте DATA_DIR и DATABASE_URL.\n")
        return REFUSED
    return _perform(given)


def _command(given: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    home = import_module(f"nastavnik.console.{HOMES[given.command]}")
    command: Callable[[argparse.Namespace], int] = getattr(home, given.command.replace("-", "_"))
    return command


def _perform(given: argparse.Namespace) -> int:
    from django.db import Error as DatabaseTrouble  # noqa: PLC0415

    from nastavnik.core.errors import Refusal  # noqa: PLC0415

    command = _command(given)
    try:
        return command(given)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
    except DatabaseTrouble as fault:
        sys.stderr.write(f"База данных не отвечает или повреждена: {fault}\nПроверьте: nastavnik doctor\n")
    except BrokenPipeError:  # whoever reads us has read enough: `nastavnik … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        sys.stderr.write("Прервано.\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
