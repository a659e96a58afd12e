"""How the page of an access answer looks: like every page of ours, with room for many columns."""

from troth.texts.style import BASE

STYLE = (
    BASE
    + """
.keys{margin:.25rem 0 1rem;padding-left:1.25rem}
.context,.empty{color:var(--soft)}
.until{min-width:9rem}
@media print{.until{min-width:0}}"""
)
