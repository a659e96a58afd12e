"""The same shop as for requests, on each of the three databases."""

from tests.requests.conftest import any_shop, shop

__all__ = ["any_shop", "shop"]
