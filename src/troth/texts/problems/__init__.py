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
    general = TABLE.get(problem.name)
    is_general = problem.is_mend_general or (general is not None and problem.mend == general.mend)
    detail = problem.what if is_general else f"{problem.what}; {problem.mend}"  # `did you mean …?`
    return f"{lines}\n  {say('detail', language)}{say('colon', language)}{detail}"
