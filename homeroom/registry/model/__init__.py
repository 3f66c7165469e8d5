"""What the district's records speak of. Each is the state that a decision leaves a subject in."""

from __future__ import annotations

from homeroom.registry.model.authority import OWN, Authority, AuthorityKind, Bar, CourtOrder
from homeroom.registry.model.consents import Consent, ConsentState, ConsentText, Method
from homeroom.registry.model.disclosures import Basis, Disagreement, Disclosure
from homeroom.registry.model.emergencies import Emergency
from homeroom.registry.model.holds import Hold
from homeroom.registry.model.images import ImageAct, ImageStep, SealedImage
from homeroom.registry.model.networks import Network, NetworkKind
from homeroom.registry.model.on_call import Duty, OnCall
from homeroom.registry.model.people import (
    Enrollment,
    GuardianKind,
    Guardianship,
    Org,
    Person,
    SchoolClass,
    SchoolYear,
)
from homeroom.registry.model.policies import Acknowledgement, PolicyVersion
from homeroom.registry.model.requests import (
    Fee,
    IdentityCheck,
    Law,
    Request,
    RequestNote,
    RequestState,
    Subpoena,
)
from homeroom.registry.model.reviews import Review, ReviewState, Waiver
from homeroom.registry.model.state import State
from homeroom.registry.model.supervision import PoolMember, Substitution, SupervisionPool
from homeroom.registry.model.tools import (
    Agreement,
    CoppaBasis,
    Document,
    Marks,
    Tool,
    ToolKind,
)
from homeroom.registry.model.urgent import Posting, UrgentNotice
from homeroom.registry.model.venues import Venue, VenueKind

__all__ = [
    "OWN",
    "Acknowledgement",
    "Agreement",
    "Authority",
    "AuthorityKind",
    "Bar",
    "Basis",
    "Consent",
    "ConsentState",
    "ConsentText",
    "CoppaBasis",
    "CourtOrder",
    "Disagreement",
    "Disclosure",
    "Document",
    "Duty",
    "Emergency",
    "Enrollment",
    "Fee",
    "GuardianKind",
    "Guardianship",
    "Hold",
    "IdentityCheck",
    "ImageAct",
    "ImageStep",
    "Law",
    "Marks",
    "Method",
    "Network",
    "NetworkKind",
    "OnCall",
    "Org",
    "Person",
    "PolicyVersion",
    "PoolMember",
    "Posting",
    "Request",
    "RequestNote",
    "RequestState",
    "Review",
    "ReviewState",
    "SchoolClass",
    "SchoolYear",
    "SealedImage",
    "State",
    "Subpoena",
    "Substitution",
    "SupervisionPool",
    "Tool",
    "ToolKind",
    "UrgentNotice",
    "Venue",
    "VenueKind",
    "Waiver",
]
