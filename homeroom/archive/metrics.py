"""What the archiver says of itself, for Prometheus: numbers only (invariant 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector

from homeroom.archive.reconcile import Reconciled
from homeroom.archive.status import Status


@dataclass(frozen=True, slots=True)
class Metrics:
    """The archiver's metrics; their names are an interface."""

    registry: CollectorRegistry
    sealed: Counter
    duplicates: Counter
    pending: Gauge
    oldest: Gauge
    active: Gauge
    entries: Gauge
    unpublished: Gauge
    checkpoint_time: Gauge
    checkpoint_size: Gauge
    publishing_fails: Gauge
    media_pending: Gauge
    compared_time: Gauge
    differences: Gauge

    def compared(self, found: Reconciled, now: datetime) -> None:
        """Show what the last comparison with the homeserver found."""
        self.compared_time.set(now.timestamp())
        self.differences.set(len(found.differences))

    def observe(self, status: Status) -> None:
        """Show how the archive stands."""
        self.pending.set(status.pending)
        self.oldest.set(status.oldest_pending_seconds)
        self.entries.set(status.entries)
        self.unpublished.set(status.unpublished)
        self.media_pending.set(status.media_pending)
        if status.checkpoint:
            self.checkpoint_size.set(status.checkpoint.size)
            self.checkpoint_time.set(status.checkpoint.at.timestamp())


def create() -> Metrics:
    """Metrics in a registry of their own."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)

    def gauge(name: str, meaning: str) -> Gauge:
        return Gauge(f"homeroom_archive_{name}", meaning, registry=registry)

    def counter(name: str, meaning: str) -> Counter:
        return Counter(f"homeroom_archive_{name}", meaning, registry=registry)

    return Metrics(
        registry=registry,
        sealed=counter("sealed_entries", "Entries sealed since this process started."),
        duplicates=counter("duplicates", "Outbox rows that repeated an entry, since the start."),
        pending=gauge("outbox_pending", "Outbox rows that are not sealed yet."),
        oldest=gauge("outbox_oldest_seconds", "Age of the oldest outbox row."),
        active=gauge("active", "1 while this process seals, 0 while it stands by."),
        entries=gauge("entries", "Entries in the log."),
        unpublished=gauge("unpublished_entries", "Entries that no checkpoint covers yet."),
        checkpoint_time=gauge("checkpoint_timestamp_seconds", "When the last checkpoint was made."),
        checkpoint_size=gauge("checkpoint_size", "Entries under the last checkpoint."),
        publishing_fails=gauge("publishing_fails", "1 while no checkpoint can be written, 0 else."),
        media_pending=gauge("media_pending", "Named media that are not kept yet."),
        compared_time=gauge(
            "reconciled_timestamp_seconds", "When the archive was last compared with Synapse."
        ),
        differences=gauge("differences", "Differences that this comparison found."),
    )
