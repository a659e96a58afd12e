"""
The server: visitors' pages, the choice, and the API, on Starlette (docs/decisions/0095).

routes.py      every address in one list: start reading there
pages/         what every visitor sees: policy, choice, language; the frame around it
preferences/   what one person sees and changes: the preference centre, the ways out, the account
api/           what programs ask; tokens/ what lets programs, and links, in
request/       one request as a handler sees it, what it gives back, and what holds for every answer
hosted/        one site as a process serves it: secrets, policies at hand, writer, log, metrics, what is done by itself
process/       what runs: the application, the door around every handler, limits, health
shop.py        the demonstration's shop beside it all

A handler is ten lines: parse, call one verb, render. Handlers are synchronous and run in threads. No page needs a
script, and nothing comes from a third party.
"""
