"""
The problems of a manifest as people read them.

English is worded where a problem is found, with what the operator wrote. French has the cause of each by its name,
which goes first, and that sentence after it as the detail.
"""

from dataclasses import replace

from troth.errors import Problem
from troth.manifest.problems import TABLE
from troth.texts.checks import say
from troth.texts.language import Language, typeset
from troth.texts.problems import live, policy, stores

WORDS = {**policy.WORDS, **stores.WORDS, **live.WORDS}


def told(problem: Problem, language: Language) -> str:
    """A problem as lines: where it is, what is wrong, the line as written, and how to mend it."""
    found = WORDS.get(problem.name)
    if language == "en" or found is None:
        return problem.told(say("mend", language))
    cause, mend = (typeset(words, language) for words in found)
    lines = replace(problem, what=cause, mend=mend).told(say("mend", language))
    general = TABLE.get(problem.name)  # without one it is told of a live store, of what is there
    is_particular = general is None or problem.mend != general.mend  # `did you mean …?`
    detail = f"{problem.what}; {problem.mend}" if is_particular else problem.what
    return f"{lines}\n  {say('detail', language)}{say('colon', language)}{detail}"
