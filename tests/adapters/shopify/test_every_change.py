"""Of every change that we send there is a test that loses its answer."""

import pathlib
import re

import adapters.shopify.operations as operations
from adapters.shopify.operations import operation
from tests.adapters.shopify.test_once import CHANGES
from tests.adapters.shopify.test_pools import POOLED
from tests.adapters.shopify.test_tagged_discounts import TAGGED

HERE = pathlib.Path(operations.__file__).parent
# What is looked at before each time and made as it should be (test_webhooks), and a reading (test_bulk).
LOOKED_AT = {
    *("webhookSubscriptionCreate", "webhookSubscriptionUpdate", "webhookSubscriptionDelete"),
    "bulkOperationRunQuery",
}


def test_no_change_is_sent_that_is_not_tried_with_a_lost_answer() -> None:
    changes = [one for file in HERE.glob("*.graphql") if not (one := operation(file.stem)).reads]
    fields = {field for one in changes for field in re.findall(r"^  (?:\w+: )?(\w+)\(", one.text, re.MULTILINE)}

    sent = {field for field in fields if not field.startswith(("codes", "products", "productVariants", "collections"))}

    assert sent == CHANGES.keys() | set(POOLED) | set(TAGGED) | LOOKED_AT
