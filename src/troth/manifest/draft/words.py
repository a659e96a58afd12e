"""A name of a database as words: split, without accents, plurals and abbreviations, French and English alike.

`customerEmailAddr`, `adr_mel_cli` and `emailclient` come out as the same words in some order. Words that run
together are taken apart where all of the parts are known.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from itertools import groupby

from troth.manifest.draft.phrases import GLUE, PHRASES, alike
from troth.manifest.draft.rows import row
from troth.manifest.draft.vocabulary import CANONICAL, KNOWN

_BY = re.compile(r"(?i)([a-z]{3}ed)by(?![a-z])")
_LAST_FOUR = re.compile(r"(?i)^last_?4$")  # digits of a card; `ssn_last4` are no card's
_BOUNDARY = re.compile(r"([a-z])([A-Z])|([A-Z])([A-Z][a-z])")


def plain(text: str) -> str:
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def raw_words(name: str) -> tuple[str, ...]:
    """The words as they are written, in lower case; digits only separate, save in a few words (`ipv4`)."""
    unaccented = re.sub(r"(?i)ip_?v[46]", "ip", plain(name)).replace("2fa", "totp").replace("eMail", "email")
    unaccented = _LAST_FOUR.sub("last_four", unaccented)
    spaced = _BY.sub(r"\1 by", _BOUNDARY.sub(r"\1\3 \2\4", unaccented))
    found = (word for word in re.split(r"[^a-z]+", spaced.lower()) if word)
    letters = {True: "".join, False: " ".join}  # `d_o_b` is one word
    runs = [letters[one](run) for one, run in groupby(found, key=lambda word: len(word) == 1)]
    return tuple(word for run in runs for word in run.split())


def one(word: str) -> str:
    """`a customer`, `an order`."""
    return f"{'an' if word[:1] in 'aeiou' and not word.startswith(('use', 'uni')) else 'a'} {word}"


@cache
def pieces(name: str) -> tuple[str, ...]:
    """The words as they are written, those that run together taken apart."""
    return tuple(part for word in raw_words(name) for part in _parts(word))


@cache
def words_apart(name: str) -> tuple[str, ...]:
    """The words in their plainest form, each by itself: `employee_no` is (`employee`, `number`), no one thing."""
    return tuple(_canonical(_single(piece)) for piece in pieces(name))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words in their plainest form: `cust_tel_nos` is (`customer`, `phone`, `number`)."""
    singles = [_single(piece) for piece in pieces(name)]
    telling = [word for word in singles if word not in GLUE]
    return tuple(_joined(telling or singles))


def _joined(singles: list[str]) -> list[str]:
    """Words that mean one thing together become one: `date`, `birth` → `birthdate`."""
    result: list[str] = []
    at = 0
    while at < len(singles):
        for length in (4, 3, 2):
            phrase = " ".join(singles[at : at + length])
            meant = PHRASES.get(phrase) or PHRASES.get(alike(phrase))
            if at + length <= len(singles) and meant:
                result.append(meant)
                at += length
                break
        else:
            result.append(_canonical(singles[at]))
            at += 1
    return result


def _canonical(word: str) -> str:
    """The plain form; a plural that only phrases know is looked up without its s."""
    return CANONICAL.get(word) or (CANONICAL.get(word[:-1]) if word.endswith("s") else None) or word


@cache
def _single(word: str) -> str:
    """The word without its plural, where that is a word we know."""
    if word in KNOWN:
        return word
    endings = (("ies", "y"), ("aux", "al"), ("eaux", "eau"), ("s", ""), ("es", ""), ("x", ""))
    shorter = [
        word[: -len(end)] + new for end, new in endings if word.endswith(end) and len(word) > len(end) + 2
    ]
    known = next((other for other in shorter if other in KNOWN), None)
    return known or _written_out(word) or _spelt(word) or (shorter[-1] if _is_plural(word) else word)


def _written_out(word: str) -> str | None:
    """What a word is cut short from, where that can only mean one thing: `allerg`, `gndr`; None where it is not so."""
    for longer in (_begun_with(word), _by_consonants().get(word, [])):
        meanings = {CANONICAL.get(other, other) for other in longer}
        if len(meanings) == 1:
            return longer[0]
    return None


# Long words that nothing else resembles: one letter may be missing, too many, another, or in the place of the next.
_LONG = sorted(
    row(
        """
        telephone adresse address prenom naissance profession fonction password firstname lastname
        birthdate birthday nationalite nationality civilite courriel commentaire signature passeport passport
        securite religion syndicat salaire handicap immatriculation utilisateur matricule patronyme commune codepostal
        customer customers
        """
    )
)
_NO_SLIPS = frozenset({"function", "communes", "common", "commute", "birthdays", "listname"})


def _spelt(word: str) -> str | None:
    """The long word that this one is but for a slip of the finger: `fontion`, `telehpone`."""
    if len(word) < 5 or word in _NO_SLIPS:
        return None
    return next((long for long in _LONG if abs(len(long) - len(word)) < 2 and _is_slip(word, long)), None)


def _is_slip(word: str, long: str) -> bool:
    start = next((at for at, pair in enumerate(zip(word, long, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    mine, theirs = word[start:], long[start:]
    swapped = mine[:2] == theirs[:2][::-1] and mine[2:] == theirs[2:]
    return swapped or mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]


def _begun_with(word: str) -> list[str]:
    """The known words that begin so; fewer than five letters begin too many."""
    return [other for other in KNOWN if other.startswith(word)] if len(word) > 4 else []


@cache
def _by_consonants() -> dict[str, list[str]]:
    """The known words by what is left of them without vowels: `gender` is `gndr`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in KNOWN:
        left = word[:1] + re.sub(r"[aeiouy]", "", word[1:])
        if len(left) > 3:
            found[left].append(word)
    return found


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as"))


@cache
def _parts(word: str) -> tuple[str, ...]:
    """A word that several run together into, taken apart where every part is known; else the word."""
    if _single(word) in KNOWN or len(word) < 5 or len(word) > 40:
        return (word,)
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(word) + 1):
        found: list[tuple[str, ...]] = []
        for start in range(max(0, end - 16), end):
            piece = word[start:end]
            if start in best and _may_stand(piece, start, end == len(word)):
                found.append((*best[start], piece))
        if found:
            best[end] = min(found, key=len)
    return best.get(len(word)) or _besides(word)


# Words that stand out from whatever else they run together with.
_OUTSTANDING = re.compile(
    r"(?P<head>telephone|adresse|address|password|motdepasse|lastname|firstname|surname|prenom|datenaiss|lieunaiss"
    r"|nomcomplet|fullname|profession|signature)(?P<rest>[a-z]{1,9})"
    r"|(?P<before>[a-z]{3,12})(?P<tail>comments?|notes?|email|address|password|firstname|lastname|surname|zipcode|title|taxid)"
)


def _besides(word: str) -> tuple[str, ...]:
    """A long known word at one end and something unknown at the other: `borrowernotes`."""
    found = _OUTSTANDING.fullmatch(word)
    if found is None:
        return (word,)
    return (found["head"], found["rest"]) if found["head"] else (found["before"], found["tail"])


def _may_stand(piece: str, start: int, is_last: bool) -> bool:
    """Two letters only at the ends (`idclient`, `clientid`), more wherever the word is known."""
    if piece == "age":  # `parrainage`, `nettoyage`
        return False
    if len(piece) < 3:
        return piece == "id" or (piece in ("no", "nb", "ip", "cp", "is", "dt") and (start == 0 or is_last))
    return piece in KNOWN or _single(piece) in KNOWN
