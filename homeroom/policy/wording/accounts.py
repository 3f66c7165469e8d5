"""School accounts only (rule 4)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "school_accounts": {
        "en": "Only school accounts can take part here. Ask the school office for an account.",
        "es": "Aquí solo pueden participar cuentas escolares. Pide una cuenta en la oficina de la "
        "escuela.",
    },
    "foreign_server": {
        "en": "Only accounts of this school district can take part here. "
        "Invite the person's school account instead.",
        "es": "Aquí solo pueden participar cuentas de este distrito escolar. Invita a la cuenta "
        "escolar de esa persona.",
    },
}
