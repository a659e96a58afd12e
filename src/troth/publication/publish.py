"""Publish a version of the policy, and write the folder that a web server serves."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from troth.audit import Body, append
from troth.claims.diff import Change, changes
from troth.claims.facts import Instant
from troth.database.sequences import lock_site
from troth.errors import Unavailable
from troth.manifest.canonical import from_json, to_json
from troth.manifest.model import Manifest
from troth.publication import records, rules
from troth.publication.model import Approval, Artefact, Hindrance, Publication
from troth.site import Site
from troth.texts.language import LANGUAGES, Language
from troth.texts.policy.changes import told
from troth.texts.policy.files import current_names, first_page, version_files, with_notice
from troth.texts.policy.page import languages_of
from troth.texts.policy.versions import Version, versions_feed, versions_page


def publish(
    site: Site, approval: Approval, hindrances: Sequence[Hindrance], at: Instant
) -> tuple[Publication, bool]:
    """
    Keep these words as the next version for ever, and tell whether they are new.

    Where they and their pages are those of the last version, that one is given and nothing is kept.

    Raises:
        NotPublished, NothingToDespise: what the law's rules find, and what is set aside of it, do not match.
        WrongDay: the version cannot hold from that day.
        UnknownChange: an editorial change that is to be material is not among its changes.
    """
    rules.check_hindrances(hindrances, approval.despite)
    manifest, today = site.manifest, at.astimezone(ZoneInfo(site.manifest.zone)).date()
    with site.database.transaction() as tx:
        number = records.next_number(tx, site.name)
        published = records.all_publications(tx, site.name)
        last = published[-1] if published else None
        found = () if last is None else changes(manifest_of(last), manifest)
        if (
            last is not None
            and not found
            and _hashes(_made(manifest, last.number, last.effective)) == last.files
        ):
            return last, False
        edition = manifest.policy.edition
        stated = None if edition is None else edition.effective or edition.date
        effective = rules.effective_day(approval.effective, stated, today, last)
        rules.check_stricter(approval.stricter, [one.name for one in found if not one.is_material])
        files = _made(manifest, number, effective)
        publication = Publication(
            number,
            site.manifest_hash,
            to_json(manifest),
            effective,
            at,
            approval.by,
            approval.despite,
            approval.stricter,
            _hashes(files),
        )
        records.add(tx, site.name, publication, files)
        body: Body = {
            "number": number,
            "manifest": publication.fingerprint,
            "effective": effective.isoformat(),
            "files": dict(sorted(_hashes(files).items())),
            "despite": [one.rule for one in approval.despite],
            "material": _material(found, approval.stricter),
        }
        append(tx, site.name, "policy.published", body, at)
    return publication, True


def write(site: Site, out: Path, at: Instant) -> list[Path]:
    """
    Write every version, what is in force now, and what is to come; give the files that are new or changed.

    Written again on the day a version takes effect, the same folder shows it in force. Of two who write at once
    the second waits and writes what the first left out; whoever is killed leaves whole files, and writes again.

    Raises:
        Unavailable: the folder cannot be written.
    """
    on = at.astimezone(ZoneInfo(site.manifest.zone)).date()
    with site.database.transaction() as tx:
        lock_site(tx, site.name)
        published = records.all_publications(tx, site.name)
        kept = {
            hash_: artefact.content
            for one in published
            for hash_ in (one.files or {}).values()
            if (artefact := records.kept(tx, site.name, hash_)) is not None
        }
        files = folder_files(published, kept, site.name, on)
        try:
            return [path for name, content in files.items() if (path := _written(out / name, content))]
        except OSError as error:
            raise Unavailable(f"`{out}` cannot be written: {error.strerror}") from None


def folder_files(
    published: Sequence[Publication], kept: Mapping[str, bytes], site: str, on: date
) -> Mapping[str, bytes]:
    """The whole folder as of one day: permanent addresses, those of the version in force, versions, feeds."""
    files = {path: kept[hash_] for one in published for path, hash_ in (one.files or {}).items()}
    current, next_one = rules.in_force(published, on), rules.coming(published, on)
    manifests = {one.number: manifest_of(one) for one in published}
    manifest = manifests[current.number]
    for path, name in current_names(list(current.files or ()), current.number).items():
        files[name] = files[path]
    if next_one is not None:
        for language in languages_of(manifest):
            path = f"{language}/index.html"
            files[path] = with_notice(files[path], manifest, language, next_one.number, next_one.effective)
    versions = history(published, manifests)
    stylesheet = next(path for path in current.files or () if path.endswith(".css"))
    for language in languages_of(manifest):
        files[f"{language}/versions.html"] = versions_page(manifest, versions, language, stylesheet).encode()
        files[f"{language}/feed.xml"] = versions_feed(manifest, versions, language, site).encode()
    files["index.html"] = first_page(manifest, stylesheet).encode()
    return files


def history(published: Sequence[Publication], manifests: Mapping[int, Manifest]) -> list[Version]:
    """Each version with what it changed, in every language, the oldest first."""
    versions: list[Version] = []
    before: Manifest | None = None
    for one in published:
        after = manifests[one.number]
        found = None if before is None else changes(before, after)
        in_words = (
            None
            if found is None or before is None
            else {language: told(before, after, found, one.stricter, language) for language in LANGUAGES}
        )
        zone = ZoneInfo(after.zone)
        day = one.published_at.astimezone(zone).date()
        despite = [(set_aside.rule, set_aside.because) for set_aside in one.despite]
        version = Version(
            one.number, day, one.published_at, one.effective, one.fingerprint, in_words, despite
        )
        versions.append(version)
        before = after
    return versions


def kept_page(site: Site, publication: Publication, language: Language) -> str:
    """The page of a version as it was published."""
    hash_ = (publication.files or {})[f"{language}/{publication.number}.html"]
    with site.database.reading() as tx:
        artefact = records.kept(tx, site.name, hash_)
    assert artefact is not None, "a published file is not among the artefacts"
    return artefact.content.decode()


def manifest_of(publication: Publication) -> Manifest:
    """The manifest that was published."""
    return from_json(publication.manifest, publication.fingerprint)


def _made(manifest: Manifest, number: int, effective: date) -> dict[str, Artefact]:
    files = version_files(manifest, number, effective)
    return {path: records.artefact(content, media_type) for path, (content, media_type) in files.items()}


def _hashes(files: Mapping[str, Artefact]) -> dict[str, str]:
    return {path: one.hash for path, one in files.items()}


def _material(found: Sequence[Change], stricter: Sequence[str]) -> list[str]:
    return [one.name for one in found if one.is_material or one.name in stricter]


def _written(path: Path, content: bytes) -> Path | None:
    """Write a file whole or not at all; none where it is as it should be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_bytes() == content:
        return None
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    draft.replace(path)
    return path
