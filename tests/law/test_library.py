"""Reading the files of the law."""

from __future__ import annotations

from gazetted.law.library import acts, digest, groups, law_of, laws, readers


def test_a_list_has_its_law_and_a_family_of_lists_shares_one() -> None:
    fto = law_of("us.fto")
    assert fto is not None
    assert fto.effect[0].key == "material-support"
    own = law_of("own.harbour")
    assert own is not None
    assert own is law_of("own.quay")
    assert own.effect == ()
    assert "binds nobody by law" in own.list.note
    assert law_of("xx.unheard-of") is None


def test_the_questions_and_readers_come_in_order() -> None:
    assert [act.key for act in acts() if act.always] == ["talk", "pay", "aid", "trade"]
    assert [reader.key for reader in readers()][:3] == ["us-person", "uk-charity", "bank"]


def test_every_group_is_bound_by_some_list() -> None:
    bound = {group for law in laws().values() for one in law.effect for group in one.binds}
    assert bound == set(groups())


def test_the_digest_is_one_of_the_files() -> None:
    assert len(digest()) == 64
    assert digest() == digest()
