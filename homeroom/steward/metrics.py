"""What the steward says of itself, for Prometheus: numbers only (invariant 11)."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector


class Metrics:
    """The steward's metrics; their names are an interface."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.active = Gauge(
            "homeroom_steward_active",
            "1 while this process acts, 0 while it stands by.",
            registry=self.registry,
        )
        self.alerts = Gauge(
            "homeroom_alerts_open",
            "Alerts of danger that no adult has acknowledged.",
            registry=self.registry,
        )
        self.alarms = Gauge(
            "homeroom_alarms_up",
            "What is wrong with the record now; the steward's log names it.",
            registry=self.registry,
        )
        self.anchored = Gauge(
            "homeroom_anchored_timestamp_seconds",
            "When the place outside that waits longest was last sent a checkpoint.",
            registry=self.registry,
        )
        self.places_behind = Gauge(
            "homeroom_anchors_behind",
            "Places outside that should hold a newer checkpoint than they do.",
            registry=self.registry,
        )
        self.oldest_alert = Gauge(
            "homeroom_alerts_oldest_open_seconds",
            "How long the oldest of them waits.",
            registry=self.registry,
        )
        self.done = Counter(
            "homeroom_steward_runs", "Runs that ended well.", ["task"], registry=self.registry
        )
        self.failed = Counter(
            "homeroom_steward_failures", "Runs that failed.", ["task"], registry=self.registry
        )
        self.waiting = Gauge(
            "homeroom_steward_rooms_waiting",
            "Rooms that are not known to be as the registry says.",
            registry=self.registry,
        )
        self.steps = Counter(
            "homeroom_steward_room_steps",
            "Steps taken to make rooms as the registry says.",
            ["step"],
            registry=self.registry,
        )
        self.refused = Counter(
            "homeroom_steward_room_steps_refused",
            "Steps that the homeserver refused; they are tried again.",
            ["step"],
            registry=self.registry,
        )
        self.last = Gauge(
            "homeroom_steward_last_run_timestamp_seconds",
            "When the task last ended well.",
            ["task"],
            registry=self.registry,
        )
