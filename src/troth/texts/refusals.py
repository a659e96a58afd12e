"""Why a plan is not carried out, or no further, in words: each sentence in both languages, its blanks filled."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from troth.texts.language import LANGUAGES

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "brake": (
            "le plan {plan} changerait ou enlèverait un nombre inhabituel d’enregistrements ({tables})\xa0: le "
            "regarder, et si c’est voulu, le lancer avec `--plan {plan} --accept-count {total} --yes`",
            "plan {plan} would change or remove unusually many records ({tables}): look at it, and if it is "
            "meant, run it with `--plan {plan} --accept-count {total} --yes`",
        ),
        "brake.table": ("`{table}` {count} sur {size}", "`{table}` {count} of {size}"),
        "count_not_the_plans": (
            "le plan {plan} compte {total} enregistrements, et non {count}\xa0: le regarder à nouveau",
            "plan {plan} holds {total} records, not {count}: look at it again",
        ),
        "count_differs": (
            "cette version libérerait {found} données, et non {accepted}\xa0: regarder `troth accept` à nouveau, et si "
            "c’est voulu, en accepter {found}",
            "this version would release {found} data, not {accepted}: look at `troth accept` again, and if it is "
            "meant, accept {found}",
        ),
        "words_changed": (
            "le manifeste a changé depuis le plan {plan}\xa0: faire un nouveau plan et le regarder",
            "the manifest changed since plan {plan} was made: make a new plan and look at it",
        ),
        "schema_changed": (
            "le schéma de la base «\xa0{store}\xa0» a changé depuis le plan {plan}\xa0: lancer `troth check --stores`, "
            "puis faire un nouveau plan",
            "the schema of store `{store}` changed since plan {plan} was made: run `troth check --stores`, then "
            "make a new plan",
        ),
        "table_gone": (
            "il n’y a pas de table `{table}`, que stores.yaml nomme\xa0: lancer `troth check --stores` et corriger "
            "l’un ou l’autre",
            "there is no table `{table}`, which stores.yaml names: run `troth check --stores` and mend one or the "
            "other",
        ),
        "column_gone": (
            "la table `{table}` n’a pas de colonne `{column}`, que stores.yaml nomme\xa0: lancer "
            "`troth check --stores` et corriger l’un ou l’autre",
            "table `{table}` has no column `{column}`, which stores.yaml names: run `troth check --stores` and "
            "mend one or the other",
        ),
        "no_plan": (
            "ce site n’a pas de plan `{plan}`\u202f; `--dry-run` en fait un et écrit son nom",
            "there is no plan `{plan}` of this site; `--dry-run` makes one and prints its name",
        ),
        "plan_ended.running": (
            "le plan {plan} est en cours, et un plan ne sert qu’une fois\xa0: en faire un nouveau",
            "plan {plan} is running, and a plan runs once: make a new one",
        ),
        "plan_ended.made": (
            "le plan {plan} est fait, et un plan ne sert qu’une fois\xa0: en faire un nouveau",
            "plan {plan} is made, and a plan runs once: make a new one",
        ),
        "plan_ended.done": (
            "le plan {plan} est accompli, et un plan ne sert qu’une fois\xa0: en faire un nouveau",
            "plan {plan} is done, and a plan runs once: make a new one",
        ),
        "plan_ended.failed": (
            "le plan {plan} a échoué, et un plan ne sert qu’une fois\xa0: en faire un nouveau",
            "plan {plan} is failed, and a plan runs once: make a new one",
        ),
        "plan_ended.expired": (
            "le plan {plan} est périmé, et un plan ne sert qu’une fois\xa0: en faire un nouveau",
            "plan {plan} is expired, and a plan runs once: make a new one",
        ),
        "plan_running": (
            "{owner} accomplit le plan {plan}\u202f; si ce processus a été tué, on peut le reprendre à partir de "
            "{until} UTC",
            "plan {plan} is being run by {owner}; if that was killed, it can be taken over from {until} UTC on",
        ),
        "lease_lost": (
            "{owner} n’accomplit plus le plan {plan}\xa0: il a tardé, et un autre l’a repris",
            "plan {plan} is no longer run by {owner}: it was slow, and another took over",
        ),
        "sweep_running": (
            "un autre balayage de ce site est en cours\xa0: {owner} accomplit le plan {plan}\u202f; si ce processus a "
            "été tué, on peut le reprendre à partir de {until} UTC",
            "another sweep of this site runs: {owner} carries out plan {plan}; if that was killed, it can be taken "
            "over from {until} UTC on",
        ),
        "sweep_lost": (
            "le balayage du plan {plan} n’est plus le nôtre\xa0: il a tardé, et un autre l’a repris",
            "the sweep of plan {plan} is no longer ours: it was slow, and another took over",
        ),
        "more_than_planned": (
            "l’étape {step} changerait plus que les {planned} enregistrements prévus\xa0: faire un nouveau plan et le "
            "regarder",
            "the step {step} would change more than the {planned} records that were planned: make a new plan and "
            "look at it",
        ),
        "read_only": (
            "la base «\xa0{store}\xa0» est en lecture seule, et rien n’a été touché\xa0: lancer le même plan là où "
            "elle ne l’est pas",
            "store `{store}` is read-only, so nothing was touched: run the same plan where it is not",
        ),
        "rights_missing": (
            "le compte n’a pas les droits qu’il faut pour ce plan ({stores}), et rien n’a été touché\xa0: voir avec "
            "`troth check --stores` quels droits manquent, les donner, et relancer le même plan",
            "the account has not the rights for this plan ({stores}), so nothing was touched: see with "
            "`troth check --stores` which rights are missing, grant them, and run the same plan again",
        ),
        "rights_missing.store": (
            "la base «\xa0{store}\xa0» ne lui permet pas\xa0: {rights}",
            "store `{store}` does not let it {rights}",
        ),
        "database_behind": (
            "la base de Troth ne contient pas ce que le point de contrôle `{path}` en retient\xa0: elle a été remise "
            "d’une copie plus ancienne, ou le point de contrôle s’est perdu. Des décisions et des gels peuvent "
            "manquer, et rien n’est détruit\xa0: enregistrer à nouveau ce qui manque, puis lancer "
            "`troth init --new-checkpoint`",
            "Troth's database does not hold what the checkpoint `{path}` remembers of it: it was put back from an "
            "older copy, or the checkpoint was lost. Decisions and holds may be missing, so nothing is destroyed: "
            "record again what is missing, then run `troth init --new-checkpoint`",
        ),
        "checkpoint_unreadable": (
            "le point de contrôle `{path}` ne peut être lu, ou n’est pas ce que Troth a écrit",
            "the checkpoint `{path}` cannot be read, or is not what Troth wrote",
        ),
    }
)


def said(name: str, **words: object) -> dict[str, str]:
    """The sentence by language; a word may itself be given by language."""
    told = {}
    for language, sentence in zip(("fr", "en"), _WORDS[name], strict=True):
        filled = {key: one[language] if isinstance(one, Mapping) else one for key, one in words.items()}
        told[language] = sentence.format(**filled)
    return told


def together(between: str, sentences: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Several sentences by language, one after the other."""
    found = list(sentences)
    return {language: between.join(one[language] for one in found) for language in LANGUAGES}
