"""How templates are compiled: the same for pages, mails and the certificate of completion."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    nodes,
    pass_context,
    pass_eval_context,
)
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from core.text.languages import OWN_NAMES
from templates import language

FOLDER = Path(__file__).parent


class TemplateEnvironment(Environment):
    """
    A part that is included stands in place; sentences and known functions are filters.

    Jinja calls a filter directly and a function through its context. A filter of nothing but
    constants it calls once, when the template is compiled. Includes and calls took more than half
    of the time of a page that repeats its parts.
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
        source = _KnownCall(self).visit(source)
        source.set_environment(self)
        return super()._generate(source, name, filename, defer_init)


def make(**options: Any) -> Environment:
    """An environment of its own over all templates."""
    return prepare(TemplateEnvironment(loader=FileSystemLoader(FOLDER), **options))


def prepare(environment: Environment) -> Environment:
    """What every environment has in common."""
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals["_"] = _gettext
    environment.globals["ngettext"] = _ngettext
    environment.globals["language_tag"] = language.current
    environment.globals["language_name"] = language.own_name
    environment.globals["language_names"] = OWN_NAMES
    environment.globals["direction"] = language.direction
    environment.filters.update({name: _said(c) for name, c in language.CATALOGS.items()})
    environment.filters["translated"] = language.translated
    environment.filters["own_words"] = language.own_words
    return environment


def know(environment: Environment, name: str, function: Callable[..., Any]) -> None:
    """
    A function of all templates, for which no variable of theirs is named.

    It is called when a template is compiled where all its arguments are constants, unless Jinja
    passes it the context.
    """
    environment.globals[name] = environment.filters[name] = function


def _said(catalog: language.Catalog) -> Callable[..., str]:
    @pass_context
    def sentence(_context: object, sentence: str) -> str:
        return catalog[sentence]

    return sentence


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
    """`_("Hello, %(name)s", name=…)` becomes `"Hello, %(name)s"|say_with % {"name": …}`."""

    def __init__(self, catalog: str) -> None:
        self._catalog = catalog

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not _is_sentence(node):
            return node
        found = _filter(self._catalog + ("_with" if node.kwargs else ""), node.args)
        if not node.kwargs:
            return found
        pairs = [
            nodes.Pair(nodes.Const(each.key, lineno=node.lineno), each.value, lineno=node.lineno)
            for each in node.kwargs
        ]
        return nodes.Mod(found, nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)


class _KnownCall(NodeTransformer):
    """`icon("check")` becomes `"check"|icon`, for what `know` was told of."""

    def __init__(self, environment: Environment) -> None:
        self._known = {
            name
            for name, function in environment.filters.items()
            if environment.globals.get(name) is function
        }

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not node.args or not isinstance(node.node, nodes.Name):
            return node
        if node.node.name not in self._known:
            return node
        return _filter(node.node.name, node.args, node.kwargs, node.dyn_args, node.dyn_kwargs)


def _filter(
    name: str,
    args: list[nodes.Expr],
    kwargs: list[nodes.Keyword] | None = None,
    dyn_args: nodes.Expr | None = None,
    dyn_kwargs: nodes.Expr | None = None,
) -> nodes.Filter:
    first, *rest = args
    return nodes.Filter(first, name, rest, kwargs or [], dyn_args, dyn_kwargs, lineno=first.lineno)


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
        if node.ignore_missing or not isinstance(node.template, nodes.Const):
            return node
        if not node.with_context:
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
