"""The folder ``LICENSES`` of the REUSE specification."""

from attribcheck.manifests.registry import is_manifest, read


def stated(*paths):
    return read([(path, b"text") for path in paths]).statements


def test_a_single_text_is_the_licence_of_the_project():
    (one,) = stated("LICENSES/MIT.txt")
    assert (one.license, one.whole, one.place) == ("MIT", True, "LICENSES/MIT.txt")


def test_of_several_texts_none_is_taken():
    assert stated("LICENSES/MIT.txt", "LICENSES/ISC.txt") == ()


def test_a_name_that_is_no_licence_states_nothing():
    assert stated("LICENSES/README.md") == ()


def test_a_folder_of_vendored_code_states_nothing_of_the_project():
    assert not is_manifest("vendor/foo/LICENSES/MIT.txt")


def test_what_reuse_states_of_all_files_comes_first():
    text = b'[[annotations]]\npath = "**"\nSPDX-License-Identifier = "ISC"\n'
    found = read([("LICENSES/MIT.txt", b""), ("REUSE.toml", text)]).statements
    assert next(one for one in found if one.whole).license == "ISC"
