"""What is wrong with a plugin's code, found at the function that finds it: all at once, each told once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aduan_cli.complaint.router import Router
from aduan_cli.plugins.code import find_code
from aduan_cli.plugins.code_problems import CodeCheck
from aduan_cli.plugins.guard import Child
from aduan_cli.plugins.limits import Limits
from aduan_cli.rules.language.compile import Example
from aduan_cli.testing import desk
from aduan_cli.testing.on_disk import rules_of

HEAD = "import os, time\nfrom aduan_cli.hookspecs import Decision, Delivery, Note, Question, hookimpl\n"
ROUTE = "@hookimpl\ndef route(complaint):\n"
GOOD = f"{HEAD}{ROUTE}    return Decision('pju-regu') if 'tiang' in complaint.text else None\n"

Check = Callable[..., CodeCheck]


@pytest.fixture
def check(tmp_path: Path) -> Iterator[Check]:
    """Return what makes a check of some code of the plugin `pju`; what it started is ended."""
    made: list[CodeCheck] = []

    def make(code: str, limits: Limits = Limits(call=0.6)) -> CodeCheck:  # noqa: B008
        place = desk(tmp_path / f"meja-{len(made)}", plugins={"pju": code})
        found = find_code(str(place), "pju", {}, lambda _place: None)
        assert found is not None
        router = Router(rules_of(place).rules, None)
        made.append(CodeCheck(found, lambda code: Child(code, limits), limits, router, "plugins/pju"))
        return made[-1]

    yield make
    for one in made:
        one.close()


def example(text: str, **expect: str) -> Example:
    """Return a sentence and what must come out for it."""
    return Example("contoh", ("example", 0), {"text": text}, expect)


def told(one: CodeCheck) -> list[str]:
    """Return the problems as people read them."""
    return [str(problem) for problem in one.problems]


class TestExamples:
    def test_good_code_has_no_problem_and_its_hooks_are_known(self, check: Check) -> None:
        one = check(GOOD)
        assert one.imported()
        wrong = one.try_examples([example("pju tiang 3", unit="pju-regu", step="code"), example("pju", unit="pju")])
        one.check_hooks(reached=True)
        assert (one.hooks, wrong, told(one), one.untried) == (("route",), [], [], [])

    def test_what_comes_out_otherwise_is_wrong_and_no_fault_of_the_code(self, check: Check) -> None:
        one = check(GOOD)
        one.imported()
        (wrong,) = one.try_examples([example("pju tiang 3", unit="pju")])
        assert "'pju tiang 3' gave 'pju-regu'" in str(wrong)
        assert told(one) == []

    def test_where_the_code_failed_that_is_the_problem_and_not_what_came_of_it(self, check: Check) -> None:
        one = check(f"{HEAD}{ROUTE}    raise ValueError('gagal')\n")
        one.imported()
        assert one.try_examples([example("pju satu", unit="pju-regu")]) == []
        assert told(one) == ["plugins/pju/plugin.py:5: route: ValueError: gagal; asked about 'pju satu'"]

    def test_one_line_is_told_once_whatever_asks_it(self, check: Check) -> None:
        one = check(f"{HEAD}{ROUTE}    raise ValueError('gagal')\n")
        one.imported()
        one.try_examples([example(f"pju {number}", unit="pju") for number in range(3)])
        assert len(told(one)) == 1

    def test_a_hook_that_fails_three_times_is_left_alone_and_others_are_not(self, check: Check) -> None:
        raising = f"{HEAD}{ROUTE}    raise ValueError(complaint.text)\n"
        one = check(f"{raising}@hookimpl\ndef validate(complaint):\n    return [Note('x')]\n")
        one.imported()
        one.try_examples([example(f"pju {number}", unit="pju") for number in range(9)])
        assert len(told(one)) == 3
        one.check_hooks(reached=True)
        assert len(told(one)) == 3, "the validator was asked all the same"

    def test_a_hook_that_hangs_is_not_waited_for_twice(self, check: Check) -> None:
        one = check(f"{HEAD}{ROUTE}    time.sleep(9)\n", Limits(call=0.2))
        one.imported()
        one.try_examples([example(f"pju {number}", unit="pju") for number in range(3)])
        assert told(one) == [
            "plugins/pju/plugin.py:4: route: it gave no answer in time;"
            " asked about 'pju 0'; an answer within 0.2 s would be right"
        ]

    def test_a_unit_that_it_may_not_name_is_told_at_its_function(self, check: Check) -> None:
        one = check(f"{HEAD}{ROUTE}    return Decision('dlh')\n")
        one.imported()
        one.try_examples([example("pju", unit="pju")])
        (sentence,) = told(one)
        assert sentence.startswith("plugins/pju/plugin.py:4: route: unit: 'dlh' is no unit that the plugin may name")

    def test_questions_and_validator_are_asked_where_a_rule_decides(self, check: Check) -> None:
        """The router is not: a real call would not ask it either."""
        code = (
            f"{HEAD}{ROUTE}    raise ValueError('router')\n"
            "@hookimpl\ndef validate(complaint):\n    raise ValueError('validator')\n"
            "@hookimpl\ndef questions(complaint):\n    raise ValueError('questions')\n"
        )
        one = check(code)
        one.imported()
        one.try_examples([example("pju", unit="pju")])
        assert [sentence.partition(": ")[2].partition(":")[0] for sentence in told(one)] == [
            "questions", "route", "validate",
        ]  # fmt: skip

    def test_an_example_of_another_unit_asks_nothing_of_it(self, check: Check) -> None:
        one = check(f"{HEAD}{ROUTE}    raise ValueError\n")
        one.imported()
        assert one.try_examples([example("sampah", unit="dlh")]) == []
        assert told(one) == []

    def test_without_code_that_can_be_imported_only_what_needs_none_is_tried(self, check: Check) -> None:
        one = check("import tidak_ada\n")
        assert not one.imported()
        wrong = one.try_examples([example("pju", step="code", unit="pju-regu"), example("pju", unit="dlh")])
        assert ["dlh" in str(problem) for problem in wrong] == [True]
        assert len(told(one)) == 1
        assert "tidak_ada" in told(one)[0]


class TestHooks:
    def test_a_hook_that_no_example_gets_to_is_a_warning(self, check: Check) -> None:
        """Unless examples that come out wrong are the reason."""
        for reached, expected in ((True, 1), (False, 0)):
            one = check(GOOD)
            one.imported()
            one.check_hooks(reached)
            assert [problem.severity for problem in one.problems] == ["warning"] * expected

    def test_observers_and_notifiers_are_never_asked_and_said_to_be_untried(self, check: Check, tmp_path: Path) -> None:
        trace = tmp_path / "jejak"
        one = check(
            f"{GOOD}@hookimpl\ndef observe(event):\n    open({str(trace)!r}, 'w')\n"
            f"@hookimpl\ndef notify(message):\n    open({str(trace)!r}, 'w')\n"
        )
        one.imported()
        one.try_examples([example("pju tiang", unit="pju-regu")])
        one.check_hooks(reached=True)
        assert (one.untried, told(one), trace.exists()) == (["observe", "notify"], [], False)

    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            (
                f"{HEAD}def route(complaint): ...\n",
                "plugins/pju/plugin.py:3: route: without @hookimpl it is never asked;"
                " @hookimpl in the line before would be right",
            ),
            (f"{HEAD}", "plugins/pju/plugin.py:1: it answers no hook; one of "),
            (
                f"{HEAD}def diam(f): return lambda complaint: f(complaint)\n@diam\n{ROUTE}    return None\n",
                "plugins/pju/plugin.py:6: route: its mark is lost, so it is never asked;"
                " @hookimpl above every other decorator would be right",
            ),
            (
                f"{GOOD}@hookimpl(specname='route')\ndef rute(complaint): ...\n",
                "the function in line 4 answers 'route' as well; one function for each hook would be right",
            ),
        ],
        ids=["no mark", "no hook", "mark lost", "twice"],
    )
    def test_marks_that_do_nothing_are_told(self, check: Check, code: str, sentence: str) -> None:
        one = check(code)
        one.imported()
        one.check_hooks(reached=False)
        assert any(sentence in each for each in told(one)), told(one)

    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            ("@hookimpl\ndef rout(complaint): ...\n", "3: rout: unknown hook 'rout'; did you mean 'route'?"),
            (
                "@hookimpl\ndef route(aduan): ...\n",
                "4: route: the hook has no argument 'aduan'; route(complaint) would be right",
            ),
        ],
    )
    def test_what_the_contract_does_not_have_is_told_with_what_was_meant(
        self, check: Check, code: str, sentence: str
    ) -> None:
        one = check(HEAD + code)
        assert not one.imported()
        assert len(told(one)) == 1
        assert sentence.partition(" ")[2] in told(one)[0]

    def test_slow_code_is_warned_of_before_it_is_ended(self, check: Check) -> None:
        one = check(f"{HEAD}{ROUTE}    time.sleep(0.35)\n")
        one.imported()
        one.try_examples([example("pju", unit="pju")])
        one.check_hooks(reached=True)
        (problem,) = one.problems
        assert problem.severity == "warning"
        assert "more than 0.6 s would end it; less than 0.3 s would be right" in str(problem)


class TestCommands:
    CODE = (
        f"{GOOD}@hookimpl\ndef commands():\n"
        "    import click\n    return [click.Command('stok'), click.Command('lapor')]\n"
    )

    def test_those_of_the_manifest_and_of_the_code_must_be_the_same(self, check: Check) -> None:
        one = check(self.CODE)
        one.imported()
        one.check_commands({"stok": "Stok lampu", "laporr": "x"}, "plugins/pju/plugin.toml")
        assert told(one) == [
            "plugins/pju/plugin.toml: commands.laporr: the code has no command 'laporr'; did you mean 'lapor'?",
            "plugins/pju/plugin.py:7: commands: the manifest doesn't name the command 'lapor', so nobody can call it;"
            " [commands.lapor] in plugin.toml would be right",
        ]

    def test_where_there_are_none_nothing_is_asked(self, check: Check) -> None:
        one = check(GOOD)
        one.imported()
        one.check_commands({}, "plugins/pju/plugin.toml")
        assert told(one) == []
