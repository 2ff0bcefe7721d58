"""A Shopify store to try things on: it executes Shopify's own schema over a shop in memory, and answers as real stores
were recorded to.

The rule kept here: it stands alone. It imports nothing of the connector nor of the adapter, so that it cannot share
their mistakes.
"""

from adapters.sandboxes.faults import Fault

from .checkout import CodeRefused
from .cost import Bucket
from .courier import Delivery
from .records import Application
from .seed import Past
from .server import Sandbox
from .shop import Terms

__all__ = ["Application", "Bucket", "CodeRefused", "Delivery", "Fault", "Past", "Sandbox", "Terms"]
