"""What each rule finds, in one sentence. French and English side by side; what stands in braces is filled in."""

from collections.abc import Mapping
from types import MappingProxyType

CASES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- the published text ------------------------------------------------------------------------------
        "published": (
            "`{at}`\xa0: le texte publié dit «\xa0{says}\xa0»",
            "`{at}`: the published text says “{says}”",
        ),
        "published-silent": (
            "`{at}`\xa0: le texte publié n’en dit rien",
            "`{at}`: the published text is silent",
        ),
        # --- who ---------------------------------------------------------------------------------------------
        "controller-lacks": ("le responsable n’a pas de `{part}`", "the controller has no `{part}`"),
        "open-end": (
            "une phrase annonce une adresse et n’en donne aucune",
            "a sentence announces an address and gives none",
        ),
        "nearly-the-host": (
            "`{host}` ressemble à `{own}` et n’en est pas",
            "`{host}` is nearly `{own}`, and not it",
        ),
        "no-officer": (
            "rien n’est dit d’un délégué à la protection des données",
            "nothing is said of a data protection officer",
        ),
        "officer-without-contact": ("le délégué n’a aucun contact", "the officer has no contact"),
        "no-representative": (
            "le responsable est établi hors de l’Union ({country}) sans représentant",
            "the controller is outside the Union ({country}) and has no representative",
        ),
        "no-authority": (
            "aucune autorité n’est nommée\u202f; ce serait\xa0: {authority}",
            "no authority is named; it would be {authority}",
        ),
        "authority-without-address": (
            "`{authority}` n’a ni adresse ni lien ({url})",
            "`{authority}` has neither address nor link ({url})",
        ),
        "another-authority": (
            "`{authority}` n’est pas l’autorité du pays\xa0: {known}",
            "`{authority}` is not the authority of the country: {known}",
        ),
        # --- to whom -----------------------------------------------------------------------------------------
        "bare-recipient": ("`{recipient}` ne dit pas qui c’est", "`{recipient}` does not say who it is"),
        "partner-without-name": (
            "`{recipient}` reçoit des données de prospection et n’est pas nommé",
            "`{recipient}` receives data for marketing and is not named",
        ),
        "shared-after-all": (
            "une phrase dit que rien n’est partagé\u202f; pourtant\xa0: {recipients}",
            "a sentence says that nothing is shared; yet there are: {recipients}",
        ),
        "country-unknown": (
            "le pays de `{recipient}` n’est pas dit",
            "the country of `{recipient}` is not told",
        ),
        "no-transfer": (
            "`{recipient}` est en {country}, sans transfert déclaré",
            "`{recipient}` is in {country}, and no transfer is declared",
        ),
        "no-tool": (
            "le transfert à `{recipient}` ({country}) n’a pas de garantie",
            "the transfer to `{recipient}` ({country}) has no safeguard",
        ),
        "no-copy": (
            "rien ne dit où obtenir copie de la garantie de `{recipient}` ({country})",
            "nothing says where to get a copy of the safeguard of `{recipient}` ({country})",
        ),
        "known-service": (
            "`{recipient}` est {service}, qui envoie des données en {country}, et rien ne le dit",
            "`{recipient}` is {service}, which sends data to {country}, and nothing says so",
        ),
        "service-undeclared": (
            "`{cookie}` vient de {service} ({country}), qui n’est pas destinataire",
            "`{cookie}` is of {service} ({country}), which is no recipient",
        ),
        "tool-gone": (
            "la garantie `{tool}` de `{recipient}` ({country}) n’est plus en vigueur",
            "the safeguard `{tool}` of `{recipient}` ({country}) no longer holds",
        ),
        "not-adequate": (
            "`{country}` n’a pas de décision d’adéquation ce jour-là (`{recipient}`)",
            "`{country}` has no decision of adequacy on that day (`{recipient}`)",
        ),
        "no-certificate": (
            "`{recipient}` ({country}) n’a pas de preuve\u202f; l’adéquation ne vaut que pour\xa0: {only}",
            "`{recipient}` ({country}) shows nothing; adequacy holds for {only} alone",
        ),
        "certificate-unchecked": (
            "le certificat de `{recipient}` ({country}) n’a pas été revu depuis 90 jours",
            "the certificate of `{recipient}` ({country}) was not looked at for 90 days",
        ),
        # --- what for ----------------------------------------------------------------------------------------
        "no-basis": (
            "`{purpose}` utilise `{kind}` sans base légale",
            "`{purpose}` uses `{kind}` on no legal basis",
        ),
        "basis-does-not-fit": (
            "`{purpose}` repose sur `{basis}`\u202f; une finalité de la sorte `{sort}` repose sur\xa0: {allowed}",
            "`{purpose}` rests on `{basis}`; a purpose of the sort `{sort}` rests on {allowed}",
        ),
        "tracer-basis": (
            "les traceurs de `{category}` attendent un consentement, et `{purpose}` repose aussi sur autre chose",
            "tracers of `{category}` wait for consent, and `{purpose}` rests on something else too",
        ),
        "interest-unnamed": (
            "`{purpose}` repose sur un intérêt qui n’est pas nommé",
            "`{purpose}` rests on an interest that is not named",
        ),
        "interest-unweighed": (
            "rien ne montre que l’intérêt de `{purpose}` a été mis en balance",
            "nothing shows that the interest of `{purpose}` was weighed",
        ),
        "purpose-without-items": ("`{purpose}` ne dit pas ses données", "`{purpose}` lists no data"),
        "item-without-purpose": ("`{item}` ne sert à aucune finalité", "`{item}` serves no purpose"),
        "open-list": ("la liste n’est pas close\xa0: «\xa0{words}\xa0»", "the list is not closed: “{words}”"),
        "source-unsaid": (
            "`{item}` vient d’un tiers (colonne `{column}` de `{table}`), et sa source n’est pas dite",
            "`{item}` comes from somebody else (column `{column}` of `{table}`), and its source is not told",
        ),
        "ground-unknown": (
            "le motif de `{item}` n’est pas de l’article 9 ni 10\xa0: {ground}",
            "the ground of `{item}` is not of Art. 9 nor 10: {ground}",
        ),
        "looks-special": (
            "`{item}` semble relever des données sensibles, sans motif",
            "`{item}` looks like a special category, and has no ground",
        ),
        "sensitive-without-period": (
            "`{purpose}` utilise `{item}` ({what}) sans durée",
            "`{purpose}` uses `{item}` ({what}) for no stated period",
        ),
        "no-review": (
            "la décision de `{purpose}` ne dit pas qui la revoit",
            "the decision of `{purpose}` does not say who reviews it",
        ),
        "decision-without-items": (
            "la décision de `{purpose}` ne dit pas à partir de quoi",
            "the decision of `{purpose}` does not say from what",
        ),
        # --- how long ----------------------------------------------------------------------------------------
        "no-period": ("`{purpose}` ne dit pas combien de temps", "`{purpose}` does not say how long"),
        "vague-criterion": (
            "le critère de `{purpose}` ne décide rien",
            "the criterion of `{purpose}` decides nothing",
        ),
        "period-proposed": (
            "la durée de `{purpose}` ({period}) est une proposition que personne n’a acceptée",
            "the period of `{purpose}` ({period}) is a proposal that nobody has accepted",
        ),
        "under-minimum": (
            "`{purpose}` garde {period}, et la loi impose {least} ({row}, {sort}\xa0: {law})",
            "`{purpose}` keeps {period}, and the law orders {least} ({row}, {sort}: {law})",
        ),
        "over-maximum": (
            "`{purpose}` garde {period}, et {most} suffisent ({row}, {sort}\xa0: {law})",
            "`{purpose}` keeps {period}, and {most} is the most ({row}, {sort}: {law})",
        ),
        "archive-before-its-time": (
            "l’archive de `{purpose}` ({archive}) finit avant l’usage actif ({active})",
            "the archive of `{purpose}` ({archive}) ends before the active use ({active})",
        ),
        "earlier-is-the-same": (
            "la durée antérieure de `{purpose}` ({period}) est la même",
            "the earlier period of `{purpose}` ({period}) is the same",
        ),
        "choice-lives-two-lives": (
            "le choix vit {life} ici et {kept} sous `banner`",
            "the choice lives {life} here and {kept} under `banner`",
        ),
        "period-of-nothing": (
            "le texte dit {period}, que rien ne déclare",
            "the text says {period}, which nothing declares",
        ),
        "archive-without-readers": (
            "l’archive de `{purpose}` ne dit pas qui la lit",
            "the archive of `{purpose}` does not say who reads it",
        ),
        "archive-untold": (
            "`{table}` a une archive, et aucune finalité n’en parle",
            "`{table}` has an archive, and no purpose speaks of it",
        ),
        # --- rights and requests -----------------------------------------------------------------------------
        "right-untold": (
            "le droit `{right}` n’est pas annoncé ({law})",
            "the right `{right}` is not told ({law})",
        ),
        "marketing-objection-untold": (
            "l’opposition à la prospection n’est pas annoncée à part",
            "the objection to marketing is not told apart",
        ),
        "marketing-objection-limited": (
            "l’opposition à la prospection est limitée par `{key}`",
            "the objection to marketing is limited by `{key}`",
        ),
        "marketing-objection-late": (
            "l’opposition à la prospection attend {deadline}",
            "the objection to marketing waits {deadline}",
        ),
        "withdrawal-unsaid": (
            "rien ne dit comment retirer un consentement",
            "nothing says how consent is withdrawn",
        ),
        "withdrawal-limited": (
            "le retrait du consentement est limité par `{key}`",
            "the withdrawal of consent is limited by `{key}`",
        ),
        "deadline-too-long": (
            "la réponse vient en {deadline}, la loi donne {most}",
            "the answer takes {deadline}, the law gives {most}",
        ),
        "extension-too-long": (
            "la prolongation est de {extension}, la loi donne {most}",
            "the extension is {extension}, the law gives {most}",
        ),
        "proof-demanded": ("`{proof}` est exigé de chacun", "`{proof}` is demanded of everybody"),
        "letter-only": ("une demande ne peut venir que par courrier", "a request can come by letter only"),
        "needless-field": ("`{field}` est exigé pour une demande", "`{field}` is demanded for a request"),
        "fee-for-a-right": ("le droit `{right}` a un prix", "the right `{right}` has a price"),
        "no-electronic-way": (
            "aucune voie électronique ne mène au responsable",
            "no electronic way leads to the controller",
        ),
        "no-address-to-write-to": (
            "les demandes viennent par courriel, et aucune adresse n’est donnée",
            "requests come by e-mail, and no address is given",
        ),
        "unknown-exception": (
            "l’exception `{exception}` au droit `{right}` n’est pas de la loi\u202f; elle connaît\xa0: {allowed}",
            "the exception `{exception}` from the right `{right}` is not of the law, which knows: {allowed}",
        ),
        "deterrent": ("la phrase dissuade d’exercer un droit", "the sentence deters from using a right"),
        "directives-untold": (
            "rien n’est dit des directives après la mort",
            "nothing is said of directives after death",
        ),
        "minors-untold": (
            "un consentement est demandé, et rien n’est dit des moins de {age} ans",
            "consent is asked, and nothing is said of those under {age}",
        ),
        "age-too-low": ("{under} ans est moins que la loi\xa0: {age}", "{under} is below the law’s {age}"),
        # --- tracers -----------------------------------------------------------------------------------------
        "category-without-tracers": (
            "la catégorie `{category}` n’a aucun traceur déclaré",
            "the category `{category}` has no tracer declared",
        ),
        "setter-unnamed": (
            "`{cookie}` est déposé par `{recipient}`, qui n’est pas nommé",
            "`{cookie}` is set by `{recipient}`, who is not named",
        ),
        "tracer-without-function": (
            "`{cookie}` ne dit pas ce qu’il fait",
            "`{cookie}` does not say what it does",
        ),
        "no-act": (
            "`{act}` vaut consentement\u202f; seuls valent\xa0: {acts}",
            "`{act}` counts as consent; only these do: {acts}",
        ),
        "tracer-too-old": (
            "`{cookie}` vit {life}, au plus {most}",
            "`{cookie}` lives {life}, at most {most}",
        ),
        "measured-too-long": (
            "ce que mesure `{category}` vit {period}, au plus {most}",
            "what `{category}` measures lives {period}, at most {most}",
        ),
        "choice-too-long": ("un choix vit {kept}, au plus {most}", "a choice lives {kept}, at most {most}"),
        "choice-long": (
            "un choix vit {kept}\u202f; la CNIL conseille {usual}",
            "a choice lives {kept}; the authority advises {usual}",
        ),
        "no-banner": (
            "`{category}` attend un consentement, et rien ne le demande",
            "`{category}` waits for consent, and nothing asks for it",
        ),
        "no-refusal": (
            "on peut tout accepter, et non tout refuser",
            "people can accept all, and not refuse all",
        ),
        "banner-stays": (
            "le bandeau reste jusqu’à ce qu’on accepte",
            "the banner stays until people accept",
        ),
        "refusal-forgotten": ("un refus n’est pas retenu", "a refusal is not remembered"),
        "not-anonymous": (
            "`{cookie}` est dit anonyme, et distingue un navigateur",
            "`{cookie}` is called anonymous, and singles out a browser",
        ),
        "anonymous-and-individual": (
            "`{purpose}` est dit à la fois anonyme et individuel",
            "`{purpose}` is called both anonymous and individual",
        ),
        "needs-consent": (
            "`{cookie}` ({what}) est rangé parmi ce qui n’attend pas de consentement",
            "`{cookie}` ({what}) stands among what does not wait for consent",
        ),
        "exempt-and-more": (
            "`{cookie}` mesure l’audience sans consentement et sert aussi à autre chose ({what})",
            "`{cookie}` measures the audience without consent and serves something else too ({what})",
        ),
        "exempt-and-shared": (
            "`{cookie}` mesure l’audience sans consentement, mais `{recipient}` n’agit pas pour vous seul",
            "`{cookie}` measures the audience without consent, but `{recipient}` does not act for you alone",
        ),
        "exempt-and-transferred": (
            "`{cookie}` mesure l’audience sans consentement, et `{recipient}` en reçoit les données hors de l’EEE",
            "`{cookie}` measures the audience without consent, and `{recipient}` gets its data outside the EEA",
        ),
        "exempt-and-not-statistics": (
            "`{cookie}` mesure l’audience sans consentement, et rien ne dit qu’il n’en sort que des statistiques",
            "`{cookie}` measures the audience without consent, and nothing says that only statistics come of it",
        ),
        "exempt-and-unassessed": (
            "`{cookie}` mesure l’audience sans consentement, sans référence à l’auto-évaluation de l’outil",
            "`{cookie}` measures the audience without consent, without a reference to the tool’s self-assessment",
        ),
        # --- forms, consent, marketing -----------------------------------------------------------------------
        "consequence-unsaid": (
            "`{form}` exige `{field}`, et rien ne dit ce qui suit d’un champ vide",
            "`{form}` needs `{field}`, and nothing says what follows from leaving it empty",
        ),
        "needless-mandatory-field": ("`{form}` exige `{field}`", "`{form}` demands `{field}`"),
        "ticked-beforehand": (
            "le consentement à `{purpose}` est coché d’avance",
            "consent to `{purpose}` is ticked beforehand",
        ),
        "agreed-by-doing": (
            "un consentement est supposé\xa0: «\xa0{words}\xa0»",
            "consent is presumed: “{words}”",
        ),
        "call-without-consent": (
            "`{purpose}` appelle (`{channel}`) sans consentement",
            "`{purpose}` calls (`{channel}`) without consent",
        ),
        "message-without-consent": (
            "`{purpose}` écrit (`{channel}`) sans consentement, hors de l’exception d’une vente",
            "`{purpose}` writes (`{channel}`) without consent, and not under the exception of a sale",
        ),
        "no-way-out": (
            "rien ne dit comment ne plus recevoir `{channel}`",
            "nothing says how to end `{channel}`",
        ),
        "form-without-place": (
            "`{form}` ne dit pas où il se trouve",
            "`{form}` does not say where it stands",
        ),
        "no-form": (
            "des données sont collectées, et aucun formulaire n’est déclaré",
            "data is collected, and no form is declared",
        ),
        "cameras-without-notice": (
            "`{purpose}` filme, sans notice à part",
            "`{purpose}` films, and has no notice of its own",
        ),
        # --- the text ----------------------------------------------------------------------------------------
        "empty-promise": ("une promesse vide\xa0: «\xa0{words}\xa0»", "an empty promise: “{words}”"),
        "undated": ("la politique n’est pas datée", "the policy has no date"),
        "changes-untold": ("les changements ne sont pas annoncés", "changes are not told"),
        "never-asked-again": (
            "un consentement dépassé n’est jamais redemandé",
            "an outgrown consent is never asked again",
        ),
        "not-in-public-language": (
            "la langue du public (`{language}`) manque",
            "the language of the public (`{language}`) is missing",
        ),
        "one-language": ("le texte n’a pas de traduction", "the text has no translation"),
        "language-lacking": ("le texte manque en `{language}`", "the text is missing in `{language}`"),
        "languages-differ": (
            "les langues ne nomment pas les mêmes durées",
            "the languages do not name the same periods",
        ),
        "obsolete": (
            "«\xa0{words}\xa0» n’a plus cours\u202f; à la place\xa0: {instead}",
            "“{words}” is no more; in its place: {instead}",
        ),
        "hosting-untold": (
            "`{table}` est hébergée pour d’autres, et aucune section n’en parle",
            "`{table}` is hosted for others, and no section speaks of it",
        ),
        "without-tls": ("`{address}` n’est pas chiffrée", "`{address}` does not use TLS"),
        "host-without-domain": ("`{address}` n’a pas de domaine", "`{address}` has no domain"),
    }
)
