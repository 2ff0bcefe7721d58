"""The one error the store's verbs raise: what the REST API answers with.

The rule kept here: code, message and data are the real store's own, so that a client's error handling can be tried.
"""

from typing import Any


class RestError(Exception):
    def __init__(self, status: int, code: str, message: str, data: Any = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.data: Any = {"status": status} if data is None else data

    def document(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "data": self.data}


def invalid_param(name: str, code: str, message: str) -> RestError:
    details = {name: {"code": code, "message": message, "data": None}}
    data = {"status": 400, "params": {name: message}, "details": details}
    return RestError(400, "rest_invalid_param", f"Invalid parameter(s): {name}", data)


def missing_param(name: str) -> RestError:
    data = {"status": 400, "params": [name]}
    return RestError(400, "rest_missing_callback_param", f"Missing parameter(s): {name}", data)


def invalid_id(post_type: str) -> RestError:
    return RestError(404, f"woocommerce_rest_{post_type}_invalid_id", "Invalid ID.")


def trash_not_supported(plural: str) -> RestError:
    message = f"{plural} do not support trashing."
    return RestError(501, "woocommerce_rest_trash_not_supported", message)
