"""Lets pytest explain failed assertions of the contract suite, which is no test module of its own."""

import pytest

pytest.register_assert_rewrite("contract", "invented")
