"""The rooms that the homeserver shall have, and the steps from those that it has. Pure.

The registry says what is wanted (`wanted`), the homeserver what is there (`actual`), and `plan`
what to do, in order. `homeroom.steward.tasks.rooms` does it.
"""
