"""A WooCommerce store to try things on: it behaves as a real WooCommerce 11.0.1 was seen to.

The rule kept here: it stands alone. It imports nothing of the connector, so that it cannot share its mistakes.
"""

from adapters.sandboxes.faults import Fault

from .delivery import Delivery
from .errors import RestError
from .server import Sandbox

__all__ = ["Delivery", "Fault", "RestError", "Sandbox"]
