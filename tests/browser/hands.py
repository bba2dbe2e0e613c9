"""Hands of a person at the screen: they press what they read, and are counted."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .conftest import WIDTHS, Watched, axe_clean
from .sweep import path_of


class Hands:
    """Clicks and fields are counted, so that a journey tells what it costs; each page seen is checked by axe."""

    def __init__(self, watched: Watched, name: str = "hands") -> None:
        self.watched, self.page, self.name = watched, watched.page, name
        self.clicks = self.fields = self.pages = 0
        self._checked: set[str] = set()
        self.page.set_default_timeout(15_000)

    def go(self, path: str) -> Any:
        """By an address: for places that a person would reach by the menu (counted as one click)."""
        self.watched.at(path)
        self.clicks += 1
        self.see()
        return self.page

    def press(self, words: Any, *, exact: bool = False, nth: int = 0) -> Any:
        """A button by its words."""
        return self._click(self.page.get_by_role("button", name=words, exact=exact).nth(nth))

    def submit(self) -> Any:
        """The main button of the form."""
        return self._click(self.page.locator("main form[method=post] .btn-primary").first)

    def follow(self, words: Any, *, exact: bool = False, nth: int = 0) -> Any:
        """A link by its words, in the page itself."""
        return self._click(self.page.locator("main").get_by_role("link", name=words, exact=exact).nth(nth))

    def _click(self, what: Any) -> Any:
        self.clicks += 1
        what.click()
        self.page.wait_for_load_state()
        self.see()
        return self.page

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.fields += 1
            field = self.page.locator(f"main [name={name}]")
            if field.first.get_attribute("type") in {"radio", "checkbox"}:
                self.page.locator(f"main [name={name}][value='{value}']").check()
            elif field.first.evaluate("el => el.tagName") == "SELECT":
                field.select_option(value) if not value.startswith("=") else field.select_option(
                    label=value[1:]
                )
            else:
                field.fill(value)

    def tick(self, labels: Sequence[str]) -> None:
        for label in labels:
            self.clicks += 1
            self.page.locator("main").get_by_label(label).first.check()

    def download(self, words: Any, *, nth: int = 0) -> bytes:
        self.clicks += 1
        with self.page.expect_download() as coming:
            self.page.locator("main").get_by_role("link", name=words).nth(nth).click()
        return Path(coming.value.path()).read_bytes()

    def see(self, *, narrow: bool = False) -> None:
        """Axe once for each address; `narrow` looks at the width of a phone too."""
        path = path_of(self.page)
        if path in self._checked and not narrow:
            return
        self._checked.add(path)
        self.pages += 1
        for width in WIDTHS if narrow else WIDTHS[1:]:
            self.watched.wide(width)
            axe_clean(self.page)
            if folder := os.environ.get("SCREENS"):
                picture = Path(folder) / f"{self.name}-{self.pages:02}-{width}.png"
                self.page.screenshot(path=str(picture), full_page=True)
        self.watched.wide(WIDTHS[1])

    def says(self, words: str) -> None:
        assert words in self.text(), f"{self.page.url} does not say «{words}»:\n{self.text()}"

    def text(self) -> str:
        return " ".join(self.page.inner_text("main").replace("\N{NO-BREAK SPACE}", " ").split())

    def cost(self) -> str:
        return f"{self.clicks} clicks, {self.fields} fields, {self.pages} pages"
