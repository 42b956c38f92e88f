"""How templates are compiled: the same for pages, mails and the certificate of completion."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes, pass_eval_context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from templates import language

FOLDER = Path(__file__).parent


class TemplateEnvironment(Environment):
    """
    Sentences are looked up by themselves, not by a call; a part that is included stands in place.

    Both took more than half of the time of a page that repeats its parts.
    """

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        autoescape = self.autoescape(name) if callable(self.autoescape) else self.autoescape
        source = _Inclusion(self).visit(source)
        source = _Sentence("say" if autoescape else "say_plain").visit(source)
        source.set_environment(self)
        return super()._generate(source, name, filename, defer_init)


def make(**options: Any) -> Environment:
    """An environment of its own over all templates."""
    return prepare(TemplateEnvironment(loader=FileSystemLoader(FOLDER), **options))


def prepare(environment: Environment) -> Environment:
    """What every environment has in common."""
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(language.CATALOGS)
    environment.globals["_"] = _gettext
    environment.globals["ngettext"] = _ngettext
    environment.filters["translated"] = language.translated
    return environment


@pass_eval_context
def _gettext(context: nodes.EvalContext, sentence: str, /, **values: Any) -> str:
    if not context.autoescape:
        return language.gettext(sentence, **values)
    return Markup(language.gettext(sentence, **_escaped(values)))  # noqa: S704


@pass_eval_context
def _ngettext(
    context: nodes.EvalContext, one: str, many: str, number: int, /, **values: Any
) -> str:
    if not context.autoescape:
        return language.ngettext(one, many, number, **values)
    return Markup(language.ngettext(one, many, number, **_escaped(values)))  # noqa: S704


def _escaped(values: dict[str, Any]) -> dict[str, Any]:
    return {name: escape(v) if isinstance(v, str) else v for name, v in values.items()}


class _Sentence(NodeTransformer):
    """`_("Hello, %(name)s", name=…)` becomes `say_with["Hello, %(name)s"] % {"name": …}`."""

    def __init__(self, catalog: str) -> None:
        self._catalog = catalog

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not _is_sentence(node):
            return node
        catalog = self._catalog + ("_with" if node.kwargs else "")
        name = nodes.Name(catalog, "load", lineno=node.lineno)
        found = nodes.Getitem(name, node.args[0], "load", lineno=node.lineno)
        if not node.kwargs:
            return found
        pairs = [
            nodes.Pair(nodes.Const(each.key, lineno=node.lineno), each.value, lineno=node.lineno)
            for each in node.kwargs
        ]
        return nodes.Mod(found, nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)


def _is_sentence(node: nodes.Call) -> bool:
    return (
        isinstance(node.node, nodes.Name)
        and node.node.name == "_"
        and len(node.args) == 1
        and isinstance(node.args[0], nodes.Const)
        and node.dyn_args is None
        and node.dyn_kwargs is None
    )


class _Inclusion(NodeTransformer):
    """`{% include "…" %}` becomes what that file says, in a scope of its own."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        if not isinstance(node.template, nodes.Const) or not node.with_context:
            return node
        name = node.template.value
        loader = self._environment.loader
        if loader is None:
            return node
        source, filename, _ = loader.get_source(self._environment, name)
        part = self._environment._parse(source, name, filename)
        if next(part.find_all((nodes.Extends, nodes.Block)), None):
            return node
        self.generic_visit(part)
        return nodes.Scope(part.body, lineno=node.lineno)
