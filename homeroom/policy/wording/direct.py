"""Direct messages (rule 6)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "supervised_direct": {
        "en": "You two need a supervisor in this room. Supervisors of your school are invited. "
        "Write again when one has joined.",
        "es": "Aquí falta un supervisor. Los de tu escuela ya tienen la invitación. Escribe "
        "de nuevo cuando haya entrado uno.",
    },
    "supervision_fork": {
        "en": "This was said at the moment in which the supervisor left. A supervisor looks at it.",
        "es": "Esto se dijo en el momento en que el supervisor se iba. Un supervisor lo revisará.",
    },
    "staff_student_direct": {
        "en": "Staff and students do not write to each other alone here. Write in the class room.",
        "es": "Aquí el personal y los estudiantes no se escriben a solas. Escribe en la sala de la "
        "clase.",
    },
    "student_direct": {
        "en": "Students do not write to each other alone here. Write in your class room.",
        "es": "Aquí los estudiantes no se escriben a solas. Escribe en la sala de tu clase.",
    },
    "staff_direct": {
        "en": "Staff do not write to each other alone here. Write in the staff room.",
        "es": "Aquí el personal no se escribe a solas. Escribe en la sala del personal.",
    },
    "staff_guardian_direct": {
        "en": "Staff and families do not write to each other alone here. Write in the family's "
        "room.",
        "es": "Aquí el personal y las familias no se escriben a solas. Escribe en la sala de la "
        "familia.",
    },
    "student_guardian_direct": {
        "en": "Students and other students' families do not write to each other alone here. "
        "Ask a teacher to pass it on.",
        "es": "Aquí los estudiantes y las familias de otros estudiantes no se escriben a solas. "
        "Pide a un docente que lo transmita.",
    },
    "guardian_direct": {
        "en": "Families do not write to each other alone here. Write in the room for families.",
        "es": "Aquí las familias no se escriben a solas. Escribe en la sala de las familias.",
    },
    "own_child_direct": {
        "en": "Families do not write to their own child alone here. Talk at home, or call the "
        "school office.",
        "es": "Aquí las familias no escriben a solas a su propio hijo. Hablen en casa o llama a la "
        "oficina de la escuela.",
    },
}
