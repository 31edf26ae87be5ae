"""Every fault of a policy, with the exact words in which it is told."""

import pytest

from attribcheck.core.errors import PolicyError
from attribcheck.policy.loader import parse_policy

COMPONENT = '[[component]]\nname = "Foo"\nlicense = "MIT"\npaths = ["foo/**"]\n'
EXCEPTION = '[[exception]]\nrule = "unscanned-file"\npaths = ["big.bin"]\nreason = "generated"\n'


def complaint(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        parse_policy(text.encode(), "attribcheck.toml")
    return caught.value.message


FAULTS = [
    (
        "version = ?\n",
        "1:11",
        "not TOML: Invalid value",
    ),
    (
        'version = 1\nx = "a\n',
        "2:7",
        "not TOML: Illegal character '\\n'",
    ),
    (
        "version = 1\na = 1\na = 2\n",
        "3:6",
        "not TOML: Cannot overwrite a value",
    ),
    (
        "version = 1\n[project",
        "2:9",
        "not TOML: Expected ']' at the end of a table declaration",
    ),
    (
        'version = 1\n[project]\nheader = "Copyright {owner}"\n',
        "3:1",
        '"header" in [project]: "{owner}" is no placeholder: use {year}, {holder} or {license}',
    ),
    (
        'version = 1\n[project]\nheader = "SPDX-License-Identifier: {license}"\n',
        "3:1",
        '"header" has {license}, which requires "license"',
    ),
    (
        'version = 1\n[project]\nholders = ["re:.*"]\nheader = "© {holder} copyright"\n',
        "4:1",
        '"header" has {holder}, which requires a name in "holders", besides patterns',
    ),
    (
        "version = 0\n",
        "1:1",
        '"version" must be 1, found 0',
    ),
    (
        "version = true\n",
        "1:1",
        '"version" must be 1, found true or false',
    ),
    (
        'version = "1"\n',
        "1:1",
        '"version" must be 1, found a string',
    ),
    (
        "version = 1.0\n",
        "1:1",
        '"version" must be 1, found a number with a fraction',
    ),
    (
        "# new\nversion = 2\n[galaxy]\nlicence = 7\n",
        "2:1",
        (
            "written for a newer attribcheck: version 2; this one reads version 1;"
            " upgrade: pip install -U attribcheck"
        ),
    ),
    (
        "version = 1\n[projct]\n",
        "2:1",
        'unknown table "projct", did you mean [project]?',
    ),
    (
        "version = 1\n[[components]]\n",
        "2:1",
        'unknown table "components", did you mean [[component]]?',
    ),
    (
        "version = 1\nzzz = 3\n",
        "2:1",
        'unknown key "zzz"',
    ),
    (
        "version = 1\n[component]\n",
        "2:1",
        "[[component]] must be an array of tables, in double brackets, found a table",
    ),
    (
        "version = 1\n[[project]]\n",
        "2:1",
        "[project] must be one table, found an array",
    ),
    (
        "version = 1\nscan = 3\n",
        "2:1",
        "[scan] must be one table, found a whole number",
    ),
    (
        'version = 1\nexception = [\n  "x"]\n',
        "3:3",
        "[[exception]] must be a table, found a string",
    ),
    (
        f'version = 1\n{COMPONENT}licence = "MIT"\n',
        "6:1",
        'unknown key "licence" in [[component]], did you mean "license"?',
    ),
    (
        f'version = 1\n{COMPONENT}  notice_file = "NOTICE"\n',
        "6:3",
        'unknown key "notice_file" in [[component]], did you mean "notice-file"?',
    ),
    (
        f"version = 1\n{COMPONENT}\n{COMPONENT}",
        "8:1",
        'a component named "Foo" is already declared on line 3',
    ),
    (
        'version = 1\n[[packages]]\nfolder = "vendor"\n[[packages]]\nfolder = "vendor"\n',
        "5:1",
        'the packages of "vendor" are already declared on line 3',
    ),
    (
        'version = 1\n[[packages]]\nlist = "package-lock.json"\n',
        "2:1",
        'missing "folder" in [[packages]]',
    ),
    (
        'version = 1\n[[packages]]\nfolder = "../vendor/"\n',
        "3:1",
        (
            '"folder" in [[packages]]: "../vendor/" is not a path from the top of the repository,'
            ' such as "third_party/foo/NOTICE"'
        ),
    ),
    (
        'version = 1\n[project]\nholders = "Haneul Labs"\n',
        "3:1",
        '"holders" in [project] must be an array of strings, found a string',
    ),
    (
        'version = 1\n[project]\nholders = ["Haneul Labs",\n7]\n',
        "4:1",
        '"holders" in [project] must hold strings, found a whole number',
    ),
    (
        "version = 1\n[project]\nname = 1979-05-27\n",
        "3:1",
        '"name" in [project] must be a string, found a date',
    ),
    (
        f'version = 1\n{COMPONENT}modified = "yes"\n',
        "6:1",
        '"modified" in [[component]] must be true or false, found a string',
    ),
    (
        f'version = 1\n{EXCEPTION}expires = "2027-06-30"\n',
        "6:1",
        (
            '"expires" in [[exception]] must be a date such as 2027-06-30, without'
            " quotes, found a string"
        ),
    ),
    (
        f"version = 1\n{EXCEPTION}expires = 2027-06-30T00:00:00Z\n",
        "6:1",
        (
            '"expires" in [[exception]] must be a date such as 2027-06-30, without'
            " quotes, found a date with a time"
        ),
    ),
    (
        "version = 1\n[scan]\ntimeout = 0\n",
        "3:1",
        '"timeout" in [scan] must be a whole number from 1 to 2147483647, found 0',
    ),
    (
        "version = 1\n[scan]\nmemory = true\n",
        "3:1",
        ('"memory" in [scan] must be a whole number from 1 to 2147483647, found true or false'),
    ),
    (
        'version = 1\n[project]\nname = " "\n',
        "3:1",
        '"name" in [project] must not be blank',
    ),
    (
        f"version = 1\n{COMPONENT.replace('foo/**', '')}",
        "5:10",
        '"paths" in [[component]] must not be blank',
    ),
    (
        "version = 1\n" + COMPONENT.replace('"foo/**"', ""),
        "5:1",
        '"paths" in [[component]] must not be empty',
    ),
    (
        f"version = 1\n{EXCEPTION.replace('generated', '  ')}",
        "5:1",
        '"reason" in [[exception]] must not be blank',
    ),
    (
        f"version = 1\n{EXCEPTION.replace('unscanned-file', 'unscaned-file')}",
        "3:1",
        ('"rule" in [[exception]]: unknown rule "unscaned-file", did you mean "unscanned-file"?'),
    ),
    (
        'version = 1\n[rules]\nundeclared-notise = "note"\n',
        "3:1",
        'unknown key "undeclared-notise" in [rules], did you mean "undeclared-notice"?',
    ),
    (
        'version = 1\n[rules]\nunknown-license = "warn"\n',
        "3:1",
        '"unknown-license" in [rules]: unknown severity "warn", did you mean "warning"?',
    ),
    (
        'version = 1\n[rules]\nunknown-license = "off"\n',
        "3:1",
        (
            '"unknown-license" in [rules]: "off" is not a severity: use "note",'
            " or an [[exception]] with a reason"
        ),
    ),
    (
        'version = 1\n[project]\norigin = "kr"\n',
        "3:1",
        (
            '"origin" in [project]: "kr" is not two capital letters (ISO 3166-1'
            ' alpha-2), did you mean "KR"?'
        ),
    ),
    (
        'version = 1\n[project]\norigin = "Korea"\n',
        "3:1",
        ('"origin" in [project]: "Korea" is not two capital letters (ISO 3166-1 alpha-2)'),
    ),
    (
        'version = 1\n[origins]\ndeny = ["XX", "Foo Corp."]\n',
        "3:15",
        (
            '"deny" in [origins]: "Foo Corp." is not an origin: write two capital letters'
            ' (ISO 3166-1 alpha-2) or "supplier:NAME"'
        ),
    ),
    (
        'version = 1\n[origins]\nallow = ["supplier: "]\n',
        "3:10",
        '"allow" in [origins]: "supplier: " names no supplier',
    ),
    (
        'version = 1\n[project]\nlicense = "Apache2"\n',
        "3:1",
        '"license" in [project]: unknown licence "Apache2", did you mean "Apache-2.0"?',
    ),
    (
        'version = 1\n[licenses]\nallow = ["category:permisive"]\n',
        "3:10",
        (
            '"allow" in [licenses]: unknown licence category "category:permisive", did'
            ' you mean "category:permissive"?'
        ),
    ),
    (
        'version = 1\n[licenses]\ndeny = ["MIT", "Apache2"]\n',
        "3:16",
        '"deny" in [licenses]: unknown licence "Apache2", did you mean "Apache-2.0"?',
    ),
    (
        "version = 1\n[project]\nholders = ['re:(']\n",
        "3:12",
        (
            '"holders" in [project]: "re:(" is not a regular expression: missing ),'
            " unterminated subpattern at position 0"
        ),
    ),
    (
        "version = 1\n[project]\nholders = ['re:']\n",
        "3:12",
        '"holders" in [project]: "re:" has no pattern',
    ),
    (
        f'version = 1\n{COMPONENT}purl = "github/foo/bar"\n',
        "6:1",
        (
            '"purl" in [[component]]: "github/foo/bar" is not a package URL,'
            ' such as "pkg:pypi/foo@1.0"'
        ),
    ),
    (
        f'version = 1\n{COMPONENT}notice-file = "../NOTICE"\n',
        "6:1",
        (
            '"notice-file" in [[component]]: "../NOTICE" is not a path from the top of the'
            ' repository, such as "third_party/foo/NOTICE"'
        ),
    ),
    (
        f"version = 1\n{COMPONENT.replace('foo/**', 'foo/../bar')}",
        "5:10",
        (
            '"paths" in [[component]]: the pattern "foo/../bar" can\'t be used: ".." leaves'
            " the repository; patterns are relative to its top"
        ),
    ),
]


@pytest.mark.parametrize(("text", "place", "message"), FAULTS)
def test_a_fault_is_told_with_its_place_and_its_line(text, place, message):
    line = text.splitlines()[int(place.split(":")[0]) - 1]
    assert complaint(text) == f"attribcheck.toml:{place}: {message}\n    {line}"


def test_a_missing_version_is_told_without_a_line_to_show():
    expected = 'attribcheck.toml:1:1: missing "version = 1" at the top, before the first table'
    assert complaint("") == expected
    assert complaint('[project]\nname = "x"\n') == expected


def test_every_key_that_a_component_lacks_is_told_at_its_header():
    assert complaint('version = 1\n[[component]]\nname = "Foo"\n').splitlines() == [
        'attribcheck.toml:2:1: missing "license" in [[component]]',
        "    [[component]]",
        'attribcheck.toml:2:1: missing "paths" (or "models") in [[component]]',
        "    [[component]]",
    ]


def test_every_key_that_an_exception_lacks_is_told_at_its_header():
    assert complaint("version = 1\n[[exception]]\n").splitlines() == [
        'attribcheck.toml:2:1: missing "paths" in [[exception]]',
        "    [[exception]]",
        'attribcheck.toml:2:1: missing "reason" in [[exception]]',
        "    [[exception]]",
        'attribcheck.toml:2:1: missing "rule" in [[exception]]',
        "    [[exception]]",
    ]


def test_all_faults_are_told_at_once_in_the_order_of_the_file():
    text = 'version = 1\n[[component]]\nlicense = "Nope-9"\nnames = 1\n[project]\norigin = "kr"\n'
    places = [line.split(": ")[0] for line in complaint(text).splitlines() if line[0] != " "]
    assert places == [
        "attribcheck.toml:2:1",
        "attribcheck.toml:2:1",
        "attribcheck.toml:3:1",
        "attribcheck.toml:4:1",
        "attribcheck.toml:6:1",
    ]


def test_patterns_that_are_tried_one_by_one_are_limited_and_plain_paths_are_not():
    special = ", ".join(f'"src/{n}*"' for n in range(2000))
    plain = ", ".join(f'"src/{n}/**"' for n in range(5000))
    text = 'version = 1\n[[component]]\nname = "Foo"\nlicense = "MIT"\npaths = [{}]\n'

    assert complaint(text.format(f'{special}, {plain},\n"one*more"')).splitlines()[0] == (
        'attribcheck.toml:6:1: "paths" in [[component]] has more than 2,000 patterns with special'
        " characters"
    )
    parse_policy(text.format(f"{special}, {plain}").encode(), "attribcheck.toml")
