"""What each kind of thing in a picture looks like, in light and dark, as attributes and as a style sheet.

Colours are custom properties of the style; the attributes are for where style sheets are not understood.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LIGHT = {
    "ink": "#1c2130",
    "soft": "#5b6375",
    "line": "#6b7386",
    "edge": "#4a5163",
    "grid": "#b9bfcd",
    "brick": "#e8ebf2",
    "box": "#ffffff",
    "paper": "#ffffff",
    "accent": "#3f51d6",
    "on-accent": "#ffffff",
    "wrong": "#c23a2b",
}
DARK = {
    "ink": "#e7eaf3",
    "soft": "#a3abbd",
    "line": "#98a1b5",
    "edge": "#b4bccd",
    "grid": "#4b5366",
    "brick": "#2b3242",
    "box": "#191e2a",
    "paper": "#12161f",
    "accent": "#93a0ff",
    "on-accent": "#12161f",
    "wrong": "#ff8a7a",
}
KINDS = {
    "brick": {"fill": "brick", "stroke": "edge"},
    "box": {"fill": "box", "stroke": "edge"},
    "ghost": {"fill": "paper", "stroke": "soft", "stroke-dasharray": "4 3"},
    "grid": {"fill": "none", "stroke": "grid"},
    "wire": {"fill": "none", "stroke": "line", "stroke-width": "1.5"},
    "weight": {"fill": "none", "stroke": "line", "stroke-dasharray": "2 3", "stroke-width": "1.5"},
    "fan": {"fill": "none", "stroke": "soft"},
    "dot": {"fill": "line"},
    "joint": {"fill": "paper", "stroke": "edge"},
    "badge": {"fill": "accent"},
    "onbadge": {"fill": "on-accent"},
    "name": {"fill": "ink"},
    "note": {"fill": "soft"},
    "struck": {"fill": "none", "stroke": "wrong", "stroke-width": "1.5"},
    "frame": {"fill": "none", "stroke": "grid"},
    "paper": {"fill": "paper"},
    "turned": {"fill": "edge"},
    "letter": {
        "font-family": "Georgia, 'Times New Roman', serif",
        "font-size": "15",
        "font-style": "italic",
    },
}
FONT = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
ATTRIBUTES = {kind: {key: LIGHT.get(value, value) for key, value in look.items()} for kind, look in KINDS.items()}


def declared(look: Mapping[str, str], prefix: str = "") -> str:
    """Declarations of a style sheet.

    >>> declared({"fill": "#fff", "stroke": "none"})
    'fill: #fff; stroke: none;'
    """
    return " ".join(f"{prefix}{key}: {value};" for key, value in look.items())


def rule(kind: str) -> str:
    """How one kind of thing is painted.

    >>> rule("wire")
    '.letternet .wire { fill: none; stroke: var(--line); stroke-width: 1.5; }'
    """
    look = {key: f"var(--{value})" if value in LIGHT else value for key, value in KINDS[kind].items()}
    if "font-size" in look:
        look["font-size"] += "px"
    return f".letternet .{kind} {{ {declared(look)} }}"


STYLE = f"""
svg.letternet {{ color-scheme: light dark; {declared(LIGHT, "--")} font-family: {FONT}; }}
@media (prefers-color-scheme: dark) {{ svg.letternet {{ {declared(DARK, "--")} }} }}
{chr(10).join(map(rule, KINDS))}
"""
