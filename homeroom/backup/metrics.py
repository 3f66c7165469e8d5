"""What a backup process says of itself to Prometheus."""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Its gauges and counters, in a registry of their own."""

    registry: CollectorRegistry
    base: Gauge
    taken: Gauge
    segments: Counter
    failures: Counter


def create() -> Metrics:
    """All at zero."""
    registry = CollectorRegistry()

    def gauge(name: str, says: str) -> Gauge:
        return Gauge(f"homeroom_backup_{name}", says, registry=registry)

    def counter(name: str, says: str) -> Counter:
        return Counter(f"homeroom_backup_{name}", says, registry=registry)

    return Metrics(
        registry=registry,
        base=gauge("base_timestamp_seconds", "when the newest whole backup began"),
        taken=gauge("taken_timestamp_seconds", "up to when log and files are in the backup"),
        segments=counter("segments", "segments of the database's log that were taken"),
        failures=counter("failures", "turns that failed; they are tried again"),
    )
