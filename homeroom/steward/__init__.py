"""The steward: makes the homeserver be what the registry says, and does what falls due.

Rooms and memberships, accounts that are locked, alerts, reminders: each is a task, one file in
`tasks/`. The verdict never waits for the steward; what it has not done yet is refused meanwhile.
"""
