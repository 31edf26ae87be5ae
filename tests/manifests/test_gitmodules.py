"""The submodules in .gitmodules."""

from attribcheck.manifests.registry import read

TEXT = """[submodule "foo"]
\tpath = deps/foo
\turl = https://git.example/foo-corp/foo.git
[submodule "bar"]
\tpath = deps/bar
\turl = ../bar
[submodule "nothing"]
\tbranch = main
"""


def stated(text=TEXT, path=".gitmodules"):
    return read([(path, text.encode())]).statements


def test_each_submodule_is_stated_of_its_path():
    foo, bar = stated()
    assert (foo.name, foo.paths) == ("foo", ("deps/foo",))
    assert foo.source == "https://git.example/foo-corp/foo.git"
    assert (bar.name, bar.source) == ("bar", None)


def test_only_the_file_at_the_top_counts():
    assert stated(path="deps/foo/.gitmodules") == ()
