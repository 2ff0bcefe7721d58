"""What the stores to try things on share: being served from a thread, hanging up, and stumbling to order.

The rule kept here: nothing in here knows of a platform, nor of the connector.
"""
