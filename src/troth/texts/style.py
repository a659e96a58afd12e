"""How pages look: on a screen, small or large, light or dark, and on paper. No page needs a font or a picture."""

BASE = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--shade:#f6f8fa;
--link:#0b57d0;--warn:#fff4ce;--warn-line:#8a6d00}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b1;--line:#3d444d;--paper:#0d1117;
--shade:#161b22;--link:#8ab4f8;--warn:#3a2f00;--warn-line:#d4a72c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1.5rem 1rem 4rem;background:var(--paper);color:var(--ink);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0 1rem}
h2{font-size:1.35rem;line-height:1.3;margin:2.5rem 0 .75rem;padding-top:.75rem;
border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
p,li,dd{max-width:44rem}
nav h2{font-size:1rem;margin:1.5rem 0 .25rem;border:0;padding:0}
nav ol{margin:0;padding-left:2rem}
.languages ul{list-style:none;margin:0;padding:0;display:flex;gap:1rem;justify-content:flex-end}
.languages [aria-current]{color:inherit;font-weight:600;text-decoration:none}
.warning{background:var(--warn);border-left:4px solid var(--warn-line);padding:.75rem 1rem}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.35rem 1rem;margin:1rem 0}
dt{color:var(--soft)}
dd{margin:0}
address{font-style:normal}
@media screen and (max-width:40rem){dl{display:block}dd{margin:0 0 .6rem}h1{font-size:1.6rem}}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px;margin:.5rem 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .7rem;min-width:6rem;
border-bottom:1px solid var(--line)}
th{background:var(--shade);font-weight:600}
tbody tr:last-child td,tbody tr:last-child th{border-bottom:0}
td{max-width:26rem}td>div{white-space:pre-line}
small{color:var(--soft)}
tbody th a,tbody th small{font-weight:400}
code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.92em}
@media screen and (max-width:40rem){.scroll{border:0}thead{position:absolute;left:-999rem}
table,tbody,tr,td,tbody th{display:block;max-width:none}tr{border:1px solid var(--line);border-radius:6px;
margin:0 0 .75rem;padding:.4rem .7rem}tbody th{background:none;border:0;padding:.3rem 0}
td,tbody tr:last-child td{display:grid;grid-template-columns:7.5rem 1fr;gap:.25rem .75rem;
padding:.3rem 0;border:0}td::before{content:attr(data-title);color:var(--soft)}td>div{min-width:0}
td.nothing,tbody tr:last-child td.nothing{display:none}}
@media print{:root{--ink:#000;--soft:#333;--line:#999;--paper:#fff;--shade:#eee;--link:#000}
body{max-width:none;padding:0;font-size:10pt}nav{display:none}.scroll{overflow:visible;border:0}
table{font-size:8.5pt}th,td{min-width:0;padding:.25rem .4rem}tr{break-inside:avoid}h2,h3{break-after:avoid}}
""".strip()

POLICY = (
    BASE
    + """
html{scroll-padding-top:1rem}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;border:1px solid var(--line)}
.edition{color:var(--soft);margin:.25rem 0}
.short{background:var(--shade);border:1px solid var(--line);border-radius:8px;padding:.25rem 1.25rem .75rem;
margin:1.5rem 0}
.short h2{border:0;margin:.75rem 0 .25rem;padding:0}
.short li{margin:.35rem 0}
nav ol{columns:2;column-gap:2rem}
nav li{break-inside:avoid;padding:.15rem 0}
details{border:1px solid var(--line);border-radius:6px;margin:.6rem 0;padding:0 1rem}
summary{padding:.7rem 0;cursor:pointer;line-height:1.45}
summary h3,summary h4{display:inline;margin:0;font-size:1.05rem}
summary .gist{display:block;margin-left:1.1rem;color:var(--soft);font-size:.95rem}
details[open]>summary{border-bottom:1px solid var(--line);margin-bottom:.75rem}
.notice{border:2px solid var(--link);border-radius:8px;padding:.25rem 1.25rem;margin:1.25rem 0}
.notice h3{margin-top:.75rem}
.required{font-weight:600}
.changes{padding-left:1.25rem}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.75rem;color:var(--soft)}
@media screen and (max-width:40rem){nav ol{columns:1}}
@media print{summary .gist{margin-left:0}details{border:0;padding:0}details>summary{list-style:none;border:0;margin:0}
details::details-content{content-visibility:visible;display:block;block-size:auto}
.short{border:1px solid #999}a[href^="http"]:not(.bare)::after{content:" (" attr(href) ")";font-size:.85em}}
"""
)

BESIDE = (
    POLICY
    + """
.beside{max-width:100rem}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:2rem}
.columns>section{min-width:0}
.clauses{font-size:.85rem;margin:.25rem 0;padding-left:1.25rem}
.columns div.unlinked{border-left:4px solid var(--warn-line);padding-left:.75rem}
li:target,details:target,h2:target{outline:3px solid var(--link);outline-offset:2px}
@media screen and (max-width:60rem){.columns{grid-template-columns:1fr}}
"""
)

# What the server's own pages add: their frame, forms and answers.
SERVED = """
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;border:1px solid var(--line)}
header{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:baseline;justify-content:space-between;
border-bottom:1px solid var(--line);padding-bottom:.5rem;margin-bottom:1rem}
.site{font-weight:600;margin:0}
.site a{color:inherit}
.languages span{font-weight:600}
main>h1{margin-top:1.25rem}
.warning h2{border:0;margin:0;padding:0}
#troth-panel-title{display:none}
fieldset{border:1px solid var(--line);border-radius:8px;margin:1rem 0;padding:.25rem 1rem .75rem;max-width:44rem}
legend{font-weight:600;padding:0 .35rem}
label{display:inline-block;padding:.35rem 1.25rem .35rem 0;min-height:1.5rem}
input[type=radio],input[type=checkbox]{inline-size:1.15rem;block-size:1.15rem;vertical-align:-.15rem;
margin:0 .35rem 0 0;accent-color:var(--link)}
input[type=text],input[type=email],input[type=tel],select,textarea{font:inherit;padding:.5rem .6rem;width:100%;
max-width:28rem;border:1px solid var(--soft);border-radius:6px;background:var(--paper);color:var(--ink)}
.acts{display:flex;flex-wrap:wrap;gap:.6rem}
button,.button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.1rem;border-radius:6px;cursor:pointer;
border:2px solid var(--link);background:var(--paper);color:var(--link);text-decoration:none}
button:hover,.button:hover{background:var(--link);color:var(--paper)}
button:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible{
outline:3px solid var(--link);outline-offset:2px}
.done{border-left:4px solid #1a7f37;background:var(--shade);padding:.75rem 1rem;max-width:44rem}
details{border:1px solid var(--line);border-radius:6px;margin:.6rem 0;padding:0 1rem;max-width:44rem}
summary{padding:.6rem 0;cursor:pointer}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.75rem;color:var(--soft)}
footer ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.5rem 1.25rem}
@media (prefers-reduced-motion:no-preference){button,.button{transition:background-color .12s}}
@media print{button,.button,.skip,.languages{display:none}fieldset,details{break-inside:avoid}}
"""
