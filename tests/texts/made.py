"""Manifests for pages: the sites that the project ships, and small ones that a test writes itself."""

from datetime import date
from pathlib import Path

from troth.manifest.model import Manifest
from troth.manifest.read import read
from troth.manifest.source import SourceText
from troth.site import declared
from troth.texts.language import Language
from troth.texts.policy.page import Stamp, page
from troth.texts.policy.telling import Telling

ROOT = Path(__file__).parents[2]
SHOP = ROOT / "src" / "troth" / "demo" / "shop"
SITES = {path.parent.name: path.parent for path in sorted((ROOT / "sites").glob("*/policy.yaml"))}
APRIL = date(2026, 4, 1)
STAMP = Stamp(3, APRIL, "style.css")

SMALL = """
languages: [fr, en]
zone: Europe/Paris
controller: {name: Petit SARL, email: bonjour@petit.example}
items:
  email: {fr: adresse électronique, en: e-mail address}
records:
  letter: {title: {fr: une lettre, en: a letter}, roles: {reader: {fr: le lecteur, en: the reader}}}
clocks:
  sent: {fr: l’envoi de la lettre, en: the sending of the letter}
purposes:
  news:
    title: {fr: Nouvelles, en: News}
    basis: consent
    data: {letter: [email]}
    consent:
      decided_by: email
      wording: {version: one, since: 2026-01-01, text: {fr: J’accepte., en: I agree.}}
    retention: {from: sent, period: P1Y}
    recipients: []
keys:
  email: {fr: adresse électronique, en: e-mail address}
"""


def manifest_of(policy: str) -> Manifest:
    """The manifest of a policy's text alone."""
    return read(SourceText.of("policy.yaml", policy.encode()), None).manifest


def site(name: str) -> Manifest:
    """A site of the project, or `small`, which has each part of a policy once."""
    if name == "small":
        return manifest_of((Path(__file__).parent / "small.yaml").read_text("utf-8"))
    return declared(SHOP if name == "shop" else SITES[name]).manifest


def page_of(manifest: Manifest, language: Language, stamp: Stamp = STAMP) -> str:
    """Its page."""
    return page(Telling.of(manifest, language, stamp.effective), stamp)
