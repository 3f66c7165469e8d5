"""Which rule it was, and where it stands in the district's policy, in a few words."""

from __future__ import annotations

from homeroom.policy.verdict import Reason
from homeroom.policy.wording.language import Language, Words

TITLES: Words = {
    "accounts": {"en": "School accounts", "es": "Cuentas escolares"},
    "attachments": {"en": "Files", "es": "Archivos"},
    "bridges": {"en": "Other apps", "es": "Otras aplicaciones"},
    "content": {"en": "What a message holds", "es": "Lo que lleva un mensaje"},
    "danger": {"en": "Danger", "es": "Peligro"},
    "direct": {"en": "Rooms of two", "es": "Salas de dos"},
    "freshness": {"en": "Checked and kept", "es": "Comprobado y guardado"},
    "hours": {"en": "School hours", "es": "Horario escolar"},
    "networks": {"en": "School networks", "es": "Redes escolares"},
    "restricted": {"en": "Rooms", "es": "Salas"},
    "software": {"en": "Approved apps", "es": "Aplicaciones aprobadas"},
    "venues": {"en": "Rooms", "es": "Salas"},
}
"""By family of rules, the file in which its words stand."""
UNCITED = frozenset({"restricted"})
"""Their clause would tell a class why: it is in the record alone."""
RULE: dict[Language, str] = {"en": "Rule", "es": "Norma"}
POLICY: dict[Language, str] = {"en": "policy", "es": "política"}


def cite(reason: Reason, family: str, language: Language) -> str:
    """`(Rule: School hours, policy: hours)`; the clause is written as in the policy's file."""
    named = f"{RULE[language]}: {TITLES[family][language]}"
    if not reason.clause or family in UNCITED:
        return f"({named})"
    return f"({named}, {POLICY[language]}: {reason.clause})"
