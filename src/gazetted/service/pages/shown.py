"""How answers are said: the words, sections and pictures of the other forms of an answer, marked up for pages."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from gazetted.assessment.result import Assessment
from gazetted.render import timeline, words
from gazetted.render.dossier import sections, summary
from gazetted.render.history import by_list, joined
from gazetted.render.markup import dated, linked, time_tag
from gazetted.render.outline import REFERENCE, Section
from gazetted.service.state import State

__all__ = [
    "Labels", "Section", "by_list", "date", "drawn", "joined", "labels", "marked", "sections", "sourced", "summary",
    "words",
]  # fmt: skip

Labels = Mapping[str, words.Label]


def labels(state: State) -> dict[str, words.Label]:
    """How the lists of a record are called, by key."""
    return words.labels(state.infos.values())


def date(iso: str | None, unknown: str = "day unknown") -> Markup:
    """A date as pages show it: ISO, with its weekday for those who point at it.

    >>> str(date("2024-12-09"))
    '<time datetime="2024-12-09" title="Monday">2024-12-09</time>'
    >>> str(date(None))
    'day unknown'
    """
    return Markup(time_tag(iso)) if iso else Markup.escape(unknown)  # noqa: S704 -- escaped by `time_tag`


def marked(text: str | None) -> Markup:
    """A sentence, escaped, with its days marked and its references to effects and exceptions as links.

    >>> str(marked("<b> [E1]"))
    '&lt;b&gt; <a class="ref" href="#e1">E1</a>'
    """
    told = dated(text or "")
    return Markup(REFERENCE.sub(_reference, told))  # noqa: S704 -- escaped by `dated`


def _reference(found: object) -> str:
    key = found[1]  # type: ignore[index]
    return f'<a class="ref" href="#{key.lower()}">{key}</a>'


def sourced(text: str | None) -> Markup:
    """A source, escaped, its addresses as links that are shown by their host.

    >>> str(sourced("see https://example.org/a and javascript:alert(1)"))
    'see <a href="https://example.org/a" rel="noreferrer">example.org</a> and javascript:alert(1)'
    """
    return Markup(linked(text or ""))  # noqa: S704 -- escaped by `linked`


def drawn(assessed: Assessment, known: Labels) -> dict[str, Markup] | None:
    """The picture of when a party stood where, its legend and the same in words; None where nothing is dated."""
    if not assessed.timeline:
        return None
    parts = {
        "picture": timeline.picture(assessed, known),
        "legend": timeline.legend(assessed),
        "words": timeline.words_html(assessed, known),
    }
    return {name: Markup("\n".join(lines)) for name, lines in parts.items()}  # noqa: S704 -- escaped where it is made
