"""How templates are compiled: what is called once for all, and what for each page."""

from collections.abc import Callable

from jinja2 import pass_context
from markupsafe import Markup

from templates import environment


def counting(calls: list[str]) -> Callable[[str], Markup]:
    def drawn(name: str) -> Markup:
        calls.append(name)
        return Markup("<{}>").format(name)

    return drawn


def test_a_known_function_of_a_constant_is_called_when_the_template_is_compiled() -> None:
    calls: list[str] = []
    made = environment.make(autoescape=True)
    environment.know(made, "drawn", counting(calls))

    template = made.from_string('{{ drawn("check") }}, {{ drawn("a&b") }}')

    assert calls == ["check", "a&b"]
    assert template.render() == template.render() == "<check>, <a&amp;b>"
    assert calls == ["check", "a&b"]


def test_a_known_function_of_a_variable_is_called_for_each_page() -> None:
    calls: list[str] = []
    made = environment.make(autoescape=True)
    environment.know(made, "drawn", counting(calls))

    template = made.from_string('{{ drawn(name) }}{{ drawn("x" if name else "y") }}')

    assert template.render(name="1") + template.render(name="") == "<1><x><><y>"
    assert calls == ["1", "x", "", "y"]


def test_a_known_function_that_is_passed_the_context_is_called_for_each_page() -> None:
    made = environment.make(autoescape=True)

    @pass_context
    def place(context: dict[str, str], endpoint: str, **values: str) -> str:
        return f"{context['root']}/{endpoint}?{values}"

    environment.know(made, "place", place)
    template = made.from_string('{{ place("show", a="<", **{"b": root}) }}')

    assert (
        template.render(root="one")
        == "one/show?{&#39;a&#39;: &#39;&lt;&#39;, &#39;b&#39;: &#39;one&#39;}"
    )
    assert template.render(root="two").startswith("two/show?")


def test_what_no_environment_knows_is_called_as_ever() -> None:
    made = environment.make(autoescape=True)

    assert made.from_string("{{ f(1) }}{{ f() }}").render(f=lambda *n: len(n)) == "10"
