"""One stylesheet out of many."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stylesheet


def test_an_import_is_replaced_by_the_text_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text('@layer a,b;\n@import url("inner.css");\n.own{top:0}')
    (tmp_path / "inner.css").write_text('@import url("deep.css");\n.inner { left: 0; }')
    (tmp_path / "deep.css").write_text(".deep{right:0}")
    made = stylesheet.bundle(tmp_path / "app.css", lambda address: tmp_path / address)
    assert made == "@layer a,b;.deep{right:0}.inner{left: 0}.own{top:0}\n"


def test_a_file_of_a_package_is_wrapped_in_its_layer_and_loses_what_is_unused(tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text('@import url("~kit/kit.css") layer(kit);')
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "kit.css").write_text(
        '@charset "UTF-8";.btn,.carousel .btn{top:0}.modal{top:0}@media print{.toast{top:0}}'
    )
    made = stylesheet.bundle(tmp_path / "app.css", lambda address: tmp_path / address)
    assert made == "@layer kit{.btn{top:0}}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/* a note */.a { top: 0; }", ".a{top: 0}"),
        ("/*! licence */.a{}", "/*! licence */\n.a{}"),
        ('.a::before { content: "/* kept */  ;" }', '.a::before{content: "/* kept */  ;"}'),
        (".a{background:url(\"data:image/svg+xml,%3csvg a='b;c'\")}", None),
        (".a  :hover{inset:calc(1px + 2px)}", ".a :hover{inset:calc(1px + 2px)}"),
    ],
)
def test_squeezing_drops_notes_and_spaces_but_not_meaning(before: str, after: str | None) -> None:
    assert stylesheet.squeeze(before).strip() == (before if after is None else after)


def test_a_class_that_only_begins_like_an_unused_one_stays() -> None:
    kept = ".toaster{top:0}.n-modal{top:0}.list-group{top:0}.fadeout{top:0}"
    assert stylesheet.without_unused(kept) == kept


def test_a_comma_inside_brackets_does_not_part_a_selector() -> None:
    assert stylesheet.split_selectors(".a:not(.b,.c), .d[title='x,y']") == [
        ".a:not(.b,.c)",
        ".d[title='x,y']",
    ]


@given(
    st.lists(
        st.sampled_from([".a{top:0}", "@media print{.b{top:0}}", "@layer x;", '.c{content:"}"}']), max_size=8
    )
)
def test_what_is_used_stays_whole_and_in_order(parts: list[str]) -> None:
    assert stylesheet.without_unused("".join(parts)) == "".join(parts)
