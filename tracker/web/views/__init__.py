"""One blueprint a noun."""

from __future__ import annotations

from tracker.web.views.accountability import accountability
from tracker.web.views.accounts import accounts
from tracker.web.views.answers import answers
from tracker.web.views.approvals import approvals
from tracker.web.views.audit import audit
from tracker.web.views.burden import burden
from tracker.web.views.calendar import calendar
from tracker.web.views.cards import cards
from tracker.web.views.closing import closing
from tracker.web.views.clues import clues
from tracker.web.views.completion import completion
from tracker.web.views.conclusions import conclusions
from tracker.web.views.contacts import contacts
from tracker.web.views.coordination import coordination
from tracker.web.views.deliveries import deliveries
from tracker.web.views.desks import desks
from tracker.web.views.drafts import drafts
from tracker.web.views.evidence import evidence
from tracker.web.views.extensions import extensions
from tracker.web.views.family import family
from tracker.web.views.findings import findings
from tracker.web.views.handovers import handovers
from tracker.web.views.imports import imports
from tracker.web.views.inbox import inbox
from tracker.web.views.inspections import inspections
from tracker.web.views.ledger import ledger
from tracker.web.views.listings import listings
from tracker.web.views.milestones import milestones
from tracker.web.views.notes import notes
from tracker.web.views.plans import plans
from tracker.web.views.portal import portal
from tracker.web.views.posts import posts
from tracker.web.views.proposals import proposals
from tracker.web.views.publications import publications
from tracker.web.views.reassignment import reassignment
from tracker.web.views.rectification import rectification
from tracker.web.views.replay import replay
from tracker.web.views.reports import reports
from tracker.web.views.reviews import reviews
from tracker.web.views.routes import routes
from tracker.web.views.rules import rules
from tracker.web.views.second_factor import second_factor
from tracker.web.views.sign_in import sign_in
from tracker.web.views.simple import simple
from tracker.web.views.slips import slips
from tracker.web.views.sources import sources
from tracker.web.views.standstills import standstills
from tracker.web.views.submissions import submissions
from tracker.web.views.suspension import suspension
from tracker.web.views.tasks import tasks
from tracker.web.views.units import units
from tracker.web.views.urging import urging

BLUEPRINTS = (
    accountability,
    accounts,
    answers,
    approvals,
    audit,
    burden,
    calendar,
    cards,
    closing,
    clues,
    completion,
    conclusions,
    contacts,
    coordination,
    deliveries,
    desks,
    drafts,
    evidence,
    extensions,
    family,
    findings,
    handovers,
    imports,
    inspections,
    inbox,
    ledger,
    listings,
    milestones,
    notes,
    plans,
    portal,
    posts,
    proposals,
    publications,
    reassignment,
    replay,
    rectification,
    reports,
    reviews,
    routes,
    rules,
    second_factor,
    sign_in,
    simple,
    slips,
    sources,
    standstills,
    submissions,
    suspension,
    tasks,
    units,
    urging,
)
