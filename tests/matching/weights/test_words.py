"""Words become points: they add up, the model's words give the model's points, a louder word never gives less."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.core.errors import Refusal
from nastavnik.matching.engine.labels import PART_NAMES
from nastavnik.matching.engine.model import BINDS, DEFAULT_BUDGETS, FULL, PARTS, Goals
from nastavnik.matching.weights import rules
from nastavnik.matching.weights.rules import Settings, Word

ABOUTS = (rules.COMMON, *rules.SPECIAL)
LADDER = (Word.NONE, Word.LOW, Word.MEDIUM, Word.HIGH)
ALL_WORDS = st.fixed_dictionaries({part: st.sampled_from(Word) for part in PARTS})


@given(ALL_WORDS)
def test_points_are_whole_and_add_up_to_the_greatest_score(words: dict[str, Word]) -> None:
    if set(words.values()) == {Word.NONE}:
        return
    points = rules.budgets(words)
    assert sum(points.values()) == FULL
    assert all((points[part] == 0) == (word is Word.NONE) for part, word in words.items())
    weights = {
        part: DEFAULT_BUDGETS[part] * rules.FACTOR[word] / rules.FACTOR[rules.MODEL[part][0]]
        for part, word in words.items()
    }
    exact = {part: FULL * weight / sum(weights.values()) for part, weight in weights.items()}
    assert all(abs(points[part] - exact[part]) < 1 for part in PARTS)


def test_the_words_of_the_model_give_its_points_to_the_last_one() -> None:
    assert rules.budgets(rules.words_of(Settings(), rules.COMMON)) == dict(DEFAULT_BUDGETS)


@given(ALL_WORDS, st.sampled_from(PARTS), st.integers(0, 2))
def test_a_louder_word_never_brings_less_and_takes_from_the_others(
    words: dict[str, Word], part: str, step: int
) -> None:
    quiet, loud = words | {part: LADDER[step]}, words | {part: LADDER[step + 1]}
    if set(quiet.values()) == {Word.NONE}:
        return
    before, after = rules.budgets(quiet), rules.budgets(loud)
    assert after[part] >= before[part]
    assert all(after[other] <= before[other] + 1 for other in PARTS if other != part)


@given(ALL_WORDS)
def test_required_counts_as_high_and_is_a_rule_beside(words: dict[str, Word]) -> None:
    high = {part: Word.HIGH if word is Word.REQUIRED else word for part, word in words.items()}
    if set(words.values()) != {Word.NONE}:
        assert rules.budgets(words) == rules.budgets(high)
    assert not rules.required(high)


def test_without_any_weight_nothing_can_be_compared() -> None:
    with pytest.raises(Refusal, match="Оставьте хотя бы одну важность"):
        rules.check(dict.fromkeys(PARTS, Word.NONE))


@pytest.mark.parametrize("part", sorted(set(PARTS) - set(BINDS)))
def test_what_bars_nobody_cannot_be_required(part: str) -> None:
    with pytest.raises(Refusal, match="нельзя сделать обязательными"):
        rules.check(rules.words_of(Settings(), "") | {part: Word.REQUIRED})


def test_the_table_of_the_model_is_whole_and_lawful() -> None:
    assert set(rules.MODEL) == set(PARTS) == set(PART_NAMES)
    for about in ABOUTS:
        rules.check(rules.words_of(Settings(), about))
        assert all(rules.reason_of(about, part) for part in PARTS)
    for about, special in rules.SPECIAL.items():
        assert all(word != rules.MODEL[part][0] for part, (word, _) in special.items()), about


@given(st.sampled_from(ABOUTS), ALL_WORDS, st.sampled_from(ABOUTS), ALL_WORDS)
@settings(max_examples=60)
def test_what_was_chosen_is_what_holds_and_only_the_difference_is_kept(
    first: str, words: dict[str, Word], second: str, others: dict[str, Word]
) -> None:
    chosen = rules.chosen(rules.chosen(Settings(), second, others), first, words)
    assert rules.words_of(chosen, first) == words
    for about, own in chosen.words.items():
        bare = Settings({key: value for key, value in chosen.words.items() if key != about})
        assert own or about != first
        assert about != first or all(word != rules.inherited(bare, about, part) for part, word in own.items())
    usual = {part: rules.inherited(chosen, first, part) for part in PARTS}
    assert first not in rules.chosen(chosen, first, usual).words


@pytest.mark.parametrize(
    ("kinds", "forms", "about"),
    [
        ((), (), ""),
        (("reverse",), ("pupil-pupil",), "kind:reverse"),
        (("reverse", "group"), ("pupil-pupil",), "form:pupil-pupil"),
        (("traditional",), ("head-teacher",), "form:head-teacher"),
        (("traditional",), ("head-teacher", "pupil-pupil"), ""),
    ],
)
def test_one_kind_decides_else_one_form_else_the_common_words(
    kinds: tuple[str, ...], forms: tuple[str, ...], about: str
) -> None:
    assert rules.about_of(kinds, forms) == about


def test_only_used_scales_that_differ_go_to_the_engine() -> None:
    made, places = rules.scaled(Settings(), ["", "kind:reverse", "kind:reverse"])
    assert places == {"": 0, "kind:reverse": 1}
    assert made.scales[0].budgets["experience"] == 0
    assert made.scales[0].required == {"willingness", "domains"}
    same = rules.chosen(Settings(), "kind:reverse", rules.words_of(Settings(), ""))
    assert rules.scaled(same, ["", "kind:reverse"])[1] == {"": 0, "kind:reverse": 0}


def test_goals_are_those_of_the_engine() -> None:
    assert rules.goals_of(Settings()) == Goals()
    kept = Settings(aim=rules.Aim.QUALITY, keep=rules.Keep.BONUS)
    assert rules.goals_of(kept) == Goals(aim="quality", keep="bonus", keep_bonus=rules.KEEP_BONUS)
