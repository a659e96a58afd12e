"""Customer Labs: a contact site with questions, complaints, subscribers, requests on rights and directives."""

from sites.generate.life import Life
from sites.generate.people import Person

WORDS = {
    "fr": (
        "Pouvez-vous me présenter vos services ?",
        "Je n’ai pas reçu le devis promis.",
        "Quels sont vos tarifs ?",
    ),
    "en": (
        "Could you tell me about your services?",
        "I have not received the quote you promised.",
        "What are your prices?",
    ),
}
RIGHTS = ("access", "erasure", "rectification", "objection", "portability")


def grow(life: Life) -> None:
    """Everybody's dealings with the site."""
    for person in life.people:
        if person.email is None:
            continue
        if life.maybe(0.7) or person.number == 1:
            _request(life, person)
        if life.maybe(0.4) or person.number == 1:
            _prospect(life, person)
        if life.maybe(0.06) or person.number == 1:
            _right(life, person)
        if life.maybe(0.01) and not person.is_minor:
            _directive(life, person)


def _request(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, person.since)
    answered = life.after(ago, 0, 9)
    nature = "complaint" if life.maybe(0.25) else "request"
    is_open = answered is None
    request = life.add(
        "contact_requests", nature=nature, status="open" if is_open else "answered", full_name=person.name,
        email=person.email, phone=person.phone, message=life.chance.choice(WORDS[person.language]), consent=1,
        consent_at=life.moment(ago), created_at=life.moment(ago),
        last_exchange_at=None if answered is None else life.moment(answered),
    )  # fmt: skip
    if answered is not None:
        body = (
            "Réponse : nous vous rappelons." if person.language == "fr" else "Answer: we will call you back."
        )
        life.add(
            "mail_log", category="answer", contact_request_id=request, prospect_id=None, recipient=person.email,
            subject="Re: contact", body=body, sent_at=life.moment(answered),
        )  # fmt: skip
    if life.maybe(0.01) or (person.number == 1 and not life.disputes):
        life.dispute("contact_requests", request, "litige devant le tribunal de commerce d’Aix-en-Provence")


def _prospect(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, person.since)
    left = life.chance.randint(0, ago) if life.maybe(0.2) else None
    contact = life.moment(life.chance.randint(0, ago)) if life.maybe(0.6) else None
    prospect = life.add(
        "prospects", full_name=person.name, email=person.email, opt_in=int(left is None),
        opt_in_at=life.moment(ago), opt_out_at=None if left is None else life.moment(left),
        created_at=life.moment(ago), last_contact_at=contact,
    )  # fmt: skip
    for _ in range(life.chance.randint(0, 3)):
        life.add(
            "mail_log", category="campaign", contact_request_id=None, prospect_id=prospect, recipient=person.email,
            subject="Nos services", body="Découvrez nos services.", sent_at=life.moment(life.chance.randint(0, ago)),
        )  # fmt: skip


def _right(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, min(person.since, 1500))
    closed = life.after(ago, 2, 28)
    is_archived = closed is not None and closed > 95
    life.add(
        "rights_requests_archive" if is_archived else "rights_requests", right_asked=life.chance.choice(RIGHTS),
        status="open" if closed is None else "closed", full_name=person.name, email=person.email,
        message="Je souhaite exercer ce droit.", received_at=life.moment(ago),
        closed_at=None if closed is None else life.moment(closed),
    )  # fmt: skip


def _directive(life: Life, person: Person) -> None:
    ago = life.chance.randint(0, person.since)
    is_revoked = life.maybe(0.2)
    life.add(
        "directives", status="revoked" if is_revoked else "registered", full_name=person.name, email=person.email,
        directive="Effacez toutes mes données.", registered_at=life.moment(ago),
        ended_at=life.moment(ago // 2) if is_revoked else None,
    )  # fmt: skip
