"""School accounts only (rule 4)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "school_accounts": {
        "en": "Only school accounts can take part here. Ask the school office for an account.",
        "es": "Aquí solo entran cuentas de la escuela. Pide la tuya en la oficina de la escuela.",
    },
    "password_sign_in": {
        "en": "Sign in with your school's sign-on, not with a password here. Go back and choose "
        "the school's sign-on.",
        "es": "Inicia sesión con el acceso de tu escuela, no con una contraseña aquí. Vuelve atrás "
        "y elige el acceso de la escuela.",
    },
    "sign_on_group": {
        "en": "Your school account may not use Homeroom yet. Ask the school's IT staff to let you "
        "in.",
        "es": "Tu cuenta de la escuela aún no puede usar Homeroom. Pide al personal de "
        "informática que te deje entrar.",
    },
    "sign_on_role": {
        "en": "The school has two notes about you that do not match, so you cannot come in yet. "
        "Ask the school office to put it right.",
        "es": "La escuela tiene dos datos sobre ti que no son iguales, y aún no puedes entrar. "
        "Pide en la oficina de la escuela que lo arreglen.",
    },
    "break_glass": {
        "en": "This is an emergency account. Each sign-in is kept on record and looked at.",
        "es": "Esta es una cuenta de emergencia. Cada inicio de sesión queda registrado y se "
        "revisa.",
    },
    "foreign_server": {
        "en": "Only accounts of this school district can take part here. "
        "Invite the person's school account instead.",
        "es": "Aquí solo entran cuentas de este distrito. Invita a la persona con su cuenta "
        "de la escuela.",
    },
}
