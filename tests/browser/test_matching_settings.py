"""What matters in matching: the curator looks at what a change would do, then saves it; at both widths."""

import pytest
from django.urls import reverse

from nastavnik.matching.weights.queries import settings_of
from nastavnik.matching.weights.rules import Word
from tests.browser.conftest import Watched, clean_at_all_widths
from tests.browser.test_accounts import sign_in
from tests.cast import Cast, make_cast
from tests.matching.weights.test_settings import two_mentors
from tests.matching.world import ran

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def test_the_curator_sees_a_preview_then_saves(watched: Watched, cast: Cast) -> None:
    two_mentors(cast)
    ran(cast)
    sign_in(watched, cast.vera.account.email)
    page = watched.at(reverse("matching:runs"))
    page.get_by_role("link", name="Что важно при подборе").click()
    clean_at_all_widths(watched)
    page.get_by_label("Затруднения и сильные стороны").select_option("Не учитывать")
    page.get_by_role("button", name="Посмотреть, что изменится").click()
    assert "Изменится 1" in page.get_by_role("region", name="Что изменится").inner_text()
    clean_at_all_widths(watched)
    assert settings_of(cast.school).words == {}
    page.get_by_role("button", name="Сохранить").click()
    assert page.get_by_text("Следующий подбор пойдёт по этим важностям").is_visible()
    assert settings_of(cast.school).words[""] == {"domains": Word.NONE}
    page.get_by_role("link", name="как в модели").first.click()
    clean_at_all_widths(watched)
