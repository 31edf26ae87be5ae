"""Fragments: a licence by a few words of its text, beside a complete match of another."""

from support.scans import classified, copyright_, license_, match, policy, scan

from attribcheck.classify import fragments
from attribcheck.classify.model import Status

# As in the headers of htop: "Released under the GNU GPLv2+, see the COPYING file in the source
# distribution for its full text".
WORDS = match("bzip2-1.0.6", matcher="3-seq", score=25.58, length=11, coverage=25.58)
GPL = match("GPL-2.0-or-later", matcher="2-aho", length=2)
BOTH = "bzip2-1.0.6 AND GPL-2.0-or-later"


def test_a_few_words_of_a_text_beside_a_complete_match_name_no_licence():
    found = fragments.without(license_(BOTH, WORDS, GPL))
    assert (found.text, found.matches) == ("GPL-2.0-or-later", (WORDS, GPL))


def test_a_few_words_of_a_text_alone_still_name_a_licence():
    alone = license_("bzip2-1.0.6", WORDS)
    assert fragments.without(alone) == alone


def test_half_of_a_text_names_its_licence():
    half = match("bzip2-1.0.6", matcher="3-seq", score=60.0, length=19, coverage=60.0)
    assert fragments.without(license_(BOTH, half, GPL)).text == BOTH


def test_a_complete_match_of_few_words_names_its_licence():
    short = match("bzip2-1.0.6", matcher="2-aho", length=2)
    assert fragments.without(license_(BOTH, short, GPL)).text == BOTH


def test_a_file_of_our_own_with_such_a_header_is_under_our_licence():
    header = scan(copyright_("Haneul Labs"), license_(BOTH, WORDS, GPL, line=2))
    files, _ = classified(policy(license="GPL-2.0-or-later"), {"a.c": header})
    assert [item.status for item in files["a.c"].notices] == [Status.OWN, Status.OWN]
