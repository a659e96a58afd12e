"""The page that is left open: the map, the package, the plan, the receipt, and what stayed."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from troth.demo.chart import chart
from troth.demo.story import NAME, Story, page_of, records_of
from troth.demo.telling import records, say
from troth.texts.language import capital, day, number


def write(story: Story, pages: Path) -> Path:
    """Write the page beside the packages, and return where."""
    path = pages / "index.html"
    path.write_text("\n".join(page(story, pages)) + "\n", "utf-8")
    return path


def page(story: Story, pages: Path) -> Iterator[str]:
    """The page, line by line; `pages` is the folder that links are relative to."""
    language = story.language
    sections = (
        ("map", _map(story)),
        ("package", _package(story, pages)),
        ("why", _why(story)),
        ("goes.heading", _goes(story)),
        ("receipt", _receipt(story)),
        ("stayed", _stayed(story, pages)),
    )
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}"><head><meta charset="utf-8"><title>{_say(story, "page.title")}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<style>{STYLE}</style></head><body><header>"
    yield f"<h1>{_say(story, 'page.heading')}</h1>"
    shop = story.manifest.policy.controller.trade_name or ""
    customers = number(story.customers, language)
    intro = _say(
        story, "page.intro", shop=shop, name=NAME, customers=customers, day=day(story.today, language)
    )
    yield f"<p>{intro}</p></header>"
    yield f'<nav aria-label="{_say(story, "page.contents")}"><ul>'
    for name, _ in sections:
        yield f'<li><a href="#{_anchor(name)}">{_say(story, name)}</a></li>'
    yield "</ul></nav><main>"
    for name, lines in sections:
        yield f'<section aria-labelledby="{_anchor(name)}"><h2 id="{_anchor(name)}">{_say(story, name)}</h2>'
        yield from lines
        yield "</section>"
    yield f"</main><footer><p>{_say(story, 'foot')}</p></footer></body></html>"


def _map(story: Story) -> Iterator[str]:
    yield f"<p>{_say(story, 'map.intro')}</p>"
    yield from chart(story.manifest, story.language)


def _package(story: Story, pages: Path) -> Iterator[str]:
    count = records(records_of(story.before), story.language)
    yield f"<p>{_say(story, 'package.intro', count=count, stores=len(story.manifest.stores))}</p>"
    where = page_of(story.before, story.manifest, story.language)
    yield _link(where, pages, _say(story, "package.link", name=NAME))


def _why(story: Story) -> Iterator[str]:
    for text in story.explanation:
        yield f"<blockquote><p>{escape(text)}</p></blockquote>"


def _goes(story: Story) -> Iterator[str]:
    yield f"<p>{_say(story, 'goes.intro', plan=story.plan.id)}</p>"
    rows = [
        (_where(one.where), escape(one.title), str(one.count), _say(story, f"fate.{one.fate.value}"))
        for one in story.goes
    ]
    yield from _table(story, ("table.where", "table.what", "table.count", "table.becomes"), rows)


def _receipt(story: Story) -> Iterator[str]:
    language = story.language
    yield f'<p>{_say(story, "receipt.intro")}</p><dl class="receipt">'
    yield f"<dt>{_say(story, 'receipt.plan')}</dt><dd><code>{escape(story.plan.id)}</code></dd>"
    yield f"<dt>{_say(story, 'receipt.at')}</dt><dd>{day(story.today, language)}</dd>"
    for one in story.outcome.stores:
        count = sum(sum(fates.values()) for fates in one.counts.values())
        done = (
            _say(story, "receipt.done", count=records(count, language))
            if one.failure is None
            else escape(one.failure.words)
        )
        yield f"<dt>{_say(story, 'receipt.store', store=one.store)}</dt><dd>{done}</dd>"
    yield "</dl>"


def _stayed(story: Story, pages: Path) -> Iterator[str]:
    yield f"<p>{_say(story, 'stayed.intro', name=NAME)}</p>"
    rows = [
        (
            _where(one.where),
            f"<b>{escape(one.title)}</b><br>{escape(one.items)}",
            str(one.count),
            escape(capital(one.why)),
        )
        for one in story.stays
    ]
    yield from _table(story, ("table.where", "table.what", "table.count", "table.why"), rows)
    where = page_of(story.after, story.manifest, story.language)
    yield _link(
        where, pages, _say(story, "stayed.link", count=records(records_of(story.after), story.language))
    )


def _table(story: Story, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table that becomes a list of cards where the screen is narrow; its cells are safe HTML already."""
    names = [_say(story, name) for name in head]
    yield '<table role="table" class="cards"><thead role="rowgroup"><tr role="row">'
    for name in names:
        yield f'<th role="columnheader" scope="col">{name}</th>'
    yield '</tr></thead><tbody role="rowgroup">'
    for row in rows:
        cells = (
            f'<td role="cell" data-label="{n}"><div>{cell}</div></td>'
            for n, cell in zip(names, row, strict=True)
        )
        yield f'<tr role="row">{"".join(cells)}</tr>'
    yield "</tbody></table>"


def _link(where: Path, pages: Path, words: str) -> str:
    return f'<p><a class="open" href="{escape(where.relative_to(pages).as_posix())}">{words}</a></p>'


def _where(place: str) -> str:
    return f"<code>{escape(place)}</code>"


def _say(story: Story, name: str, /, **filled: object) -> str:
    return escape(say(name, story.language, **filled))


def _anchor(name: str) -> str:
    return name.partition(".")[0]


STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--shade:#f6f8fa;
--link:#0b57d0;--consent:#7a3e00;--contract:#0b4f8a;--duty:#0f5a2f;--interest:#6b2a86;--other:#444c56}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b1;--line:#3d444d;--paper:#0d1117;
--shade:#161b22;--link:#8ab4f8;--consent:#f2b37a;--contract:#84bdf0;--duty:#7fd3a0;--interest:#d8a6ef;--other:#b3bcc6}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:78rem;padding:1.5rem 1rem 4rem;background:var(--paper);color:var(--ink);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0 1rem}
h2{font-size:1.35rem;line-height:1.3;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
p,blockquote{max-width:46rem}
blockquote{margin:1rem 0;padding:.1rem 1rem;border-left:4px solid var(--line);background:var(--shade)}
a{color:var(--link)}
a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
a.open{display:inline-block;padding:.5rem .9rem;border:1px solid var(--link);border-radius:6px;text-decoration:none}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.35rem 1.25rem}
table{border-collapse:collapse;width:100%;font-size:.93rem;margin:.75rem 0 1rem}
caption{text-align:left;color:var(--soft);padding:0 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .6rem;border-bottom:1px solid var(--line)}
thead th{background:var(--shade);font-weight:600}
.map table{font-size:.82rem;line-height:1.4}
.map th,.map td{padding:.45rem .45rem;border:1px solid var(--line)}
.map thead th{vertical-align:bottom}
.map tbody th{width:15rem;font-weight:400;background:var(--shade)}
.map tbody th b{display:block;font-size:.95rem}
.map tbody th small{color:var(--soft);font-size:.8rem}
.map .none{background:none}
.basis,.time{display:block}
.basis{font-weight:600;color:var(--other);position:relative;padding-left:1em}
.basis::before{content:"";position:absolute;left:0;top:.4em;width:.6em;height:.6em;border-radius:50%;
background:currentColor}
.consent{color:var(--consent)}.contract{color:var(--contract)}.legal_obligation{color:var(--duty)}
.legitimate_interest{color:var(--interest)}
.consent::before{border-radius:0}.legal_obligation::before{border-radius:0;transform:rotate(45deg)}
.legitimate_interest::before{border-radius:50% 50% 0 0}
.legend dt{font-weight:600}.legend dd{margin:.15rem 0}
.legend .basis{display:inline-block;min-width:10rem;margin-right:.5rem}
.receipt{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.35rem 1rem}
.receipt dt{color:var(--soft)}dd{margin:0}
code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.92em}
footer{margin-top:3rem;color:var(--soft)}
@media (max-width:60rem){
table,tbody,tr,td,.map tbody th{display:block;width:auto}
caption{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{border:1px solid var(--line);border-radius:6px;margin:0 0 .9rem;overflow:hidden}
td,.map td,.map tbody th{border:0;border-bottom:1px solid var(--line)}
tr td:last-child{border-bottom:0}
.map .none{display:none}
.map table,.map tbody th small{font-size:.93rem}
.map tbody th b{font-size:1.05rem}
td[data-label]{display:grid;grid-template-columns:minmax(6rem,9rem) 1fr;gap:.75rem}
td[data-label]::before{content:attr(data-label);color:var(--soft);font-size:.85rem}}
@media (max-width:36rem){h1{font-size:1.6rem}.receipt{display:block}.receipt dd{margin:0 0 .6rem}}
@media print{nav,a.open{display:none}}
""".strip()
