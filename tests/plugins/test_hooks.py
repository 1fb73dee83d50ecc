"""What a module's marked functions answer: as pluggy has it, whether pluggy is asked or not."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pluggy
import pytest

from aduan_cli import hookspecs
from aduan_cli.plugins.hooks import hooks_of

HEAD = "from aduan_cli.hookspecs import hookimpl\n"
OTHERS = "from pluggy import HookimplMarker\nhookimpl = HookimplMarker('aduan')\n"
ANSWERING = {
    "as the contract has it": "@hookimpl\ndef route(complaint):\n    return ['route', complaint]\n",
    "no argument": "@hookimpl\ndef route():\n    return 'none'\n",
    "a default": "@hookimpl\ndef route(complaint='default'):\n    return complaint\n",
    "another argument with a default": "@hookimpl\ndef route(complaint, more=2):\n    return [complaint, more]\n",
    "by position": "@hookimpl\ndef route(complaint, /):\n    return complaint\n",
    "by keyword alone": "@hookimpl\ndef route(*, more=1):\n    return more\n",
    "any arguments": "@hookimpl\ndef route(*given, **named):\n    return [given, named]\n",
    "an option": "@hookimpl(tryfirst=True)\ndef route(complaint):\n    return complaint\n",
    "another name": "@hookimpl(specname='route')\ndef to_whom(complaint):\n    return complaint\n",
    "two answers": "@hookimpl\ndef route(complaint):\n    return None\n\n"
    "@hookimpl(specname='route')\ndef second(complaint):\n    return complaint\n",
    "a method": "class Regu:\n    @hookimpl\n    def route(self, complaint):\n        return complaint\n\n"
    "route = Regu().route\n",
    "wrapped": "from functools import wraps\n\ndef twice(function):\n    @wraps(function)\n    def inner(*given):\n"
    "        return [function(*given)] * 2\n    return inner\n\n@twice\n@hookimpl\ndef route(complaint):\n"
    "    return complaint\n",
    "of all hooks": "@hookimpl\ndef route(complaint):\n    return complaint\n\n@hookimpl\ndef validate(complaint):\n"
    "    return [complaint]\n\n@hookimpl\ndef observe(event):\n    return None\n",
    "no hook": "def route(complaint):\n    return complaint\n",
}
REFUSED = {
    "an unknown hook": "@hookimpl\ndef rute(complaint):\n    return None\n",
    "an unknown hook beside a good one": "@hookimpl\ndef route(complaint):\n    return None\n\nalias = route\n",
    "an unknown argument": "@hookimpl\ndef route(complaint, desk):\n    return None\n",
    "another argument": "@hookimpl\ndef observe(complaint):\n    return None\n",
}


def module_of(source: str) -> ModuleType:
    """Return a module made from source."""
    module = ModuleType("aduan_plugin_uji")
    exec(source, module.__dict__)
    return module


def by_pluggy(source: str) -> pluggy.PluginManager:
    """Return pluggy's manager that has such a module, marked by pluggy's own mark."""
    spec = pluggy.HookspecMarker(hookspecs.PROJECT)
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    for role in hookspecs.ROLES:
        for name in set(hookspecs.HOOKS).intersection(vars(role)):
            spec(vars(role)[name], firstresult=True)
        manager.add_hookspecs(role)
    manager.register(module_of(OTHERS + source), "uji")
    manager.check_pending()
    return manager


@pytest.mark.parametrize("head", [HEAD, OTHERS], ids=["our mark", "pluggy's mark"])
@pytest.mark.parametrize("source", ANSWERING.values(), ids=ANSWERING)
def test_a_hook_answers_as_pluggy_has_it(source: str, head: str) -> None:
    hooks, manager = hooks_of(module_of(head + source), "uji"), by_pluggy(source)
    there = {name for name in hookspecs.HOOKS if getattr(manager.hook, name).get_hookimpls()}
    assert set(hooks) == there
    for name in there:
        given = {"event" if name == "observe" else "complaint": "aduan"}
        assert hooks[name](**given) == getattr(manager.hook, name)(**given)


@pytest.mark.parametrize("head", [HEAD, OTHERS], ids=["our mark", "pluggy's mark"])
@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED)
def test_what_the_contract_does_not_know_is_refused_in_pluggys_words(source: str, head: str) -> None:
    with pytest.raises(pluggy.PluginValidationError) as expected:
        by_pluggy(source)
    with pytest.raises(pluggy.PluginValidationError) as raised:
        hooks_of(module_of(head + source), "uji")
    assert str(raised.value).split(" at 0x")[0] == str(expected.value).split(" at 0x")[0]


@pytest.mark.parametrize(
    ("source", "came"),
    [
        ("@hookimpl\nclass route:\n    pass\n", "type"),
        (
            "from functools import lru_cache\n@lru_cache\n@hookimpl\ndef route(complaint):\n    pass\n",
            "_lru_cache_wrapper",
        ),
        ("from functools import partial\nroute = hookimpl(partial(print, 1))\n", "partial"),
        ("class Router:\n    def __call__(self, complaint):\n        pass\nroute = hookimpl(Router())\n", "Router"),
    ],
    ids=["a class", "a cached function", "a partial", "an object"],
)
def test_a_mark_on_what_is_no_function_is_told(source: str, came: str) -> None:
    """And not passed over in silence, as pluggy does."""
    with pytest.raises(TypeError, match=f"^route: function was expected, {came} came$"):
        hooks_of(module_of(HEAD + source), "uji")


ODD = {
    "any attribute is itself": "class Odd:\n    __slots__ = ()\n    def __getattr__(self, name): return self\n",
    "any attribute raises": "class Odd:\n    def __getattribute__(self, name):\n        raise RuntimeError(name)\n",
    "a lying __dict__": "class Odd:\n    __slots__ = ()\n    __dict__ = 7\n",
}


@pytest.mark.parametrize("source", ODD.values(), ids=ODD)
def test_what_else_lies_in_the_module_does_not_matter(source: str) -> None:
    hooks = hooks_of(module_of(HEAD + source + "odd = Odd()\n" + ANSWERING["as the contract has it"]), "uji")
    assert set(hooks) == {"route"}


def test_a_mark_that_pluggy_passes_over_is_told() -> None:
    source = "@hookimpl\ndef _route(complaint):\n    return None\n"
    with pytest.raises(pluggy.PluginValidationError, match="unknown hook '_route'"):
        hooks_of(module_of(HEAD + source), "uji")


def test_what_has_every_attribute_is_no_hook() -> None:
    source = "from unittest.mock import MagicMock\nroute = MagicMock()\nfrom aduan_cli import hookspecs\n"
    assert hooks_of(module_of(HEAD + source), "uji") == {}


def test_the_usual_plugin_does_without_pluggy() -> None:
    source = HEAD + "".join(ANSWERING[name] for name in ("of all hooks",))
    probe = (
        "import sys\nfrom types import ModuleType\nfrom aduan_cli.plugins.hooks import hooks_of\n"
        f"module = ModuleType('uji')\nexec({source!r}, module.__dict__)\n"
        "assert sorted(hooks_of(module, 'uji')) == ['observe', 'route', 'validate']\n"
        "assert not any(name.partition('.')[0] == 'pluggy' for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", probe], check=True, timeout=60)
