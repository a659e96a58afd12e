"""
The published policy, made from the manifest: short first, details on demand, the same manifest the same bytes.

files.py       every file of one version, by its path
page.py        the page: header, what matters most, contents, sections
purposes.py    what data is used for
people.py      who is responsible, who receives data, where it goes
rights.py      what people may ask, and how
cookies.py     cookies, the banner's choices, forms
rest.py        security, minors, changes, and what is published as it stands
notice.py      the notice of one form, as HTML and as JSON
register.py    the record of processing activities in words (GDPR Art. 30)
dpv.py         the policy for machines (W3C Data Privacy Vocabulary)
versions.py    the list of versions, and its feed
sentences/     every fixed sentence of these pages, French and English side by side
telling.py     what every part of the page has at hand
languages.py   whether all languages say the same
"""
