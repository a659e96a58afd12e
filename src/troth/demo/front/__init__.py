"""
What visitors of the embedded shop see: three pages with the question, a video, counted visits and an advertisement.

words.py   what the pages say, French and English side by side
pages.py   the pages as HTML, given the question that the server renders
files/     the shop's own style, and the scripts of its "partners", which wait for a choice
"""
