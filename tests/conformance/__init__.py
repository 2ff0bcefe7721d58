"""The conformance kit: what an adapter promises, as mixins that an implementation's tests inherit.

The rule kept here: the mixins are named so that pytest collects them only where they are inherited.
"""

import pytest

pytest.register_assert_rewrite(*(f"{__name__}.{facet}" for facet in ("orders", "webhooks", "coupons", "check")))
