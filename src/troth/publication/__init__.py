"""
What was published: each version of a site's policy, its manifest and its files, kept byte for byte for ever.

Everything that people were shown can be shown again: a page, a notice, the wording beside a box. Whoever
shows something else than a page (a banner, a form) keeps it in `artefacts` too, under its hash.
"""
