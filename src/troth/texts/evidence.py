"""How somebody who has never heard of Troth reads the evidence of a consent, in French and English."""

from collections.abc import Mapping
from types import MappingProxyType

README: Mapping[str, str] = MappingProxyType(
    {
        "LISEZMOI.txt": """\
Preuve d’une décision
=====================
(README.txt dit la même chose en anglais.)

receipt.fr.txt  ce qui a été décidé, en toutes lettres ; receipt.en.txt en anglais
record.json     l’enregistrement tel qu’il a été haché (RFC 8785) ; son SHA-256 est le hachage de l’enregistrement,
                voir chain.json
private.json    ce qui en a été scellé : la clé de la personne, la page, la preuve ; avec le sel, on retrouve `private`
                de record.json : SHA-256(sel, puis le texte de `sealed` octet par octet). Absent une fois oublié.
record.jsonld   la même chose avec les champs de l’ISO/IEC TS 27560:2023 (DPV)
notice.txt      le texte tel qu’il a été affiché ; son SHA-256 est `notice.text` de record.json
artefact.json   ce qui a été affiché ; son SHA-256 est `notice.artefact` ; il donne les hachages du HTML, du script, du
                style et du script d’en-tête
manifest.json   ce qui était alors déclaré ; son SHA-256 est `notice.manifest`
chain.json      le lot dans lequel l’enregistrement a été chaîné, avec les hachages de tous ses enregistrements, et les
                maillons suivants
SHA256SUMS      chaque fichier : vérifier avec `sha256sum -c SHA256SUMS`

Ce qui a été repris d’ailleurs, comme une liste importée, n’a ici ni texte, ni artefact, ni manifeste.

Le hachage d’un maillon est le SHA-256 de {"at","first","last","previous","records","site"} en JSON canonique, où
`records` est le SHA-256 des hachages des enregistrements (32 octets chacun) mis bout à bout, et `previous` le hachage
du maillon précédent.
""",
        "README.txt": """\
Evidence of one decision
========================
(LISEZMOI.txt says the same in French.)

receipt.en.txt  what was decided, in words; receipt.fr.txt in French
record.json     the record as it was hashed (RFC 8785); its SHA-256 is the record's hash, see chain.json
private.json    what was sealed of it: the key, the page, the proof; with the salt it gives `private` in record.json:
                SHA-256(salt, then the text of `sealed` byte for byte). Absent where it was forgotten.
record.jsonld   the same with the fields of ISO/IEC TS 27560:2023 (DPV)
notice.txt      the text as it was shown; its SHA-256 is `notice.text` in record.json
artefact.json   what was rendered; its SHA-256 is `notice.artefact`; it names the hashes of html, script, style, head
manifest.json   what was declared then; its SHA-256 is `notice.manifest`
chain.json      the batch the record was linked in, with the hashes of all its records, and the links after it
SHA256SUMS      every file: check with `sha256sum -c SHA256SUMS`

What was brought in from elsewhere, as an imported list, has no notice, no artefact and no manifest here.

A link's hash is the SHA-256 of {"at","first","last","previous","records","site"} in canonical JSON, where `records` is
the SHA-256 of the records' hashes (32 bytes each) one after another, and `previous` the hash of the link before.
""",
    }
)
