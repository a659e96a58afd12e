"""
The server: visitors' pages, the choice, and the API, on Starlette (docs/decisions/0095).

routes.py    every address in one list: start reading there
asked.py     one request as a handler sees it; answers.py what it gives back
door.py      what happens around every handler: who may, reading, a thread, failures in words, log, metrics
app.py       sites, limits and routes put together; server.py runs it until it is told to stop
hosting.py   one site as a process serves it: addresses, secrets, writer
choice.py, policy.py, api/, preferences/   the handlers, ten lines each
frame.py     the page around every content

Handlers are synchronous and run in threads. No page needs a script, and nothing comes from a third party.
"""
