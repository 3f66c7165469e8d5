"""Direct messages (rule 6)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "supervised_direct": {
        "en": "A direct room of staff and a student needs a supervisor besides them. Invite a "
        "supervisor, and write when they have joined.",
        "es": "Una sala directa entre personal y un estudiante necesita además la presencia de "
        "un supervisor. Invita a un supervisor y escribe cuando se haya unido.",
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
}
