"""The CycloneDX document in the older version of the format."""

import json

from support import sboms
from support.sboms import FOO, TEXTS

from attribcheck.documents import cyclonedx, cyclonedx_1_6
from attribcheck.documents.inventory import File, Inventory, InventoryComponent, Release

MODEL = InventoryComponent(
    "Foo 7B", "MIT", models=("foo-corp/Foo-7B",), files=(File("m/a.gguf", None, ()),)
)


def test_a_tool_that_does_not_read_1_7_gets_the_same_in_1_6() -> None:
    inventory = Inventory(Release("Haneul", "Apache-2.0", ()), (FOO, MODEL), TEXTS, ())
    old, new = (json.loads(module.render(inventory)) for module in (cyclonedx_1_6, cyclonedx))

    assert sboms.cyclonedx_problems(json.dumps(old)) == []
    assert (old["specVersion"], new["specVersion"]) == ("1.6", "1.7")
    assert old["components"] == new["components"]
    assert old["serialNumber"] != new["serialNumber"]
