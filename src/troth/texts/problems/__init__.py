"""
The problems of a manifest as people read them.

English is worded where a problem is found, with what the operator wrote. French has the cause of each by its name,
which goes first, and that sentence after it as the detail; what a store says has no French yet and stands in English.
"""

from dataclasses import replace

from troth.errors import Problem
from troth.manifest.problems import TABLE
from troth.texts.checks import say
from troth.texts.language import Language, typeset
from troth.texts.problems import policy, stores

WORDS = {**policy.WORDS, **stores.WORDS}


def told(problem: Problem, language: Language) -> str:
    """A problem as lines: where it is, what is wrong, the line as written, and how to mend it."""
    found = WORDS.get(problem.name)
    if language == "en" or found is None:
        return problem.told(say("mend", language))
    cause, mend = (typeset(words, language) for words in found)
    lines = replace(problem, what=cause, mend=mend).told(say("mend", language))
    is_particular = problem.mend != TABLE[problem.name].mend  # `did you mean …?`
    detail = f"{problem.what}; {problem.mend}" if is_particular else problem.what
    return f"{lines}\n  {say('detail', language)}{say('colon', language)}{detail}"
