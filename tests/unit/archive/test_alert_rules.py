"""The alert rules: of metrics that exist, each with its section in the handbook, and they fire."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from homeroom.archive import metrics as archive
from homeroom.backup import metrics as backup
from homeroom.steward.metrics import Metrics

ROOT = Path(__file__).parents[3]
RULES = ROOT / "deploy" / "prometheus" / "homeroom.rules.yml"
HANDBOOK = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")
WELL = ROOT / "tests" / "data" / "prometheus" / "homeroom.test.yml"


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def names(registry: CollectorRegistry) -> set[str]:
    """What Prometheus sees: a counter as its total."""
    return {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in registry.collect()
    }


OURS = (
    names(archive.create().registry) | names(Metrics().registry) | names(backup.create().registry)
)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_each_alert_is_of_metrics_that_exist_and_names_what_to_do(rule: dict[str, Any]) -> None:
    used = set(re.findall(r"homeroom_\w+", rule["expr"]))
    assert used
    assert used <= OURS
    page, anchor = rule["annotations"]["handbook"].split("#")
    assert page == "docs/handbook.md"
    headings = re.findall(r"^#+ (.+)$", HANDBOOK, re.MULTILINE)
    assert anchor in {heading.lower().replace(" ", "-") for heading in headings}


def test_every_metric_of_the_archiver_is_in_the_handbook() -> None:
    known = names(archive.create().registry)
    assert [name for name in known if name.startswith("homeroom") and name not in HANDBOOK] == []


def test_what_the_issue_asks_to_watch_is_watched() -> None:
    """Lag, outbox depth, seal rate, last checkpoint, last anchor."""
    watched = " ".join(rule["expr"] for rule in rules())
    for name in (
        "homeroom_archive_outbox_oldest_seconds",
        "homeroom_archive_outbox_pending",
        "homeroom_archive_sealed_entries_total",
        "homeroom_archive_checkpoint_timestamp_seconds",
        "homeroom_anchored_timestamp_seconds",
    ):
        assert name in watched


RAISED: dict[str, dict[str, str]] = {
    "HomeroomArchiverGone": {"homeroom_archive_active": "0x2000"},
    "HomeroomArchiveLag": {"homeroom_archive_outbox_oldest_seconds": "61x2000"},
    "HomeroomOutboxLong": {"homeroom_archive_outbox_pending": "20001x2000"},
    "HomeroomSealsNothing": {
        "homeroom_archive_outbox_pending": "7x2000",
        "homeroom_archive_sealed_entries_total": "100x2000",
    },
    "HomeroomCheckpointOld": {
        "homeroom_archive_unpublished_entries": "1x2000",
        "homeroom_archive_checkpoint_timestamp_seconds": "60x2000",
    },
    "HomeroomPublishingFails": {"homeroom_archive_publishing_fails": "1x2000"},
    "HomeroomMediaMissing": {"homeroom_archive_media_pending": "1x2000"},
    "HomeroomArchiveDiffers": {"homeroom_archive_differences": "1x2000"},
    "HomeroomNotCompared": {"homeroom_archive_reconciled_timestamp_seconds": "60x3000"},
    "HomeroomAnchorsBehind": {"homeroom_anchors_behind": "1x2000"},
    "HomeroomAnchorOld": {"homeroom_anchored_timestamp_seconds": "60x2000"},
    "HomeroomBackupBehind": {"homeroom_backup_taken_timestamp_seconds": "60x2000"},
    "HomeroomBackupOld": {"homeroom_backup_base_timestamp_seconds": "60x4000"},
    "HomeroomAlarmUp": {"homeroom_alarms_up": "1x2000"},
}


LATER = {"HomeroomNotCompared", "HomeroomBackupOld"}
"""They fire only after a day and a half, or two."""


def promtool(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    unpacked = ROOT / ".venv" / "prometheus" / "usr" / "bin" / "promtool"
    found = shutil.which("promtool") or str(unpacked)
    assert Path(found).exists(), "install promtool: deploy/bootstrap/unpack.sh"
    return subprocess.run(
        [found, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.proof
def test_prometheus_takes_the_rules_and_is_silent_where_all_is_well(tmp_path: Path) -> None:
    shutil.copy(RULES, tmp_path)
    shutil.copy(WELL, tmp_path)
    checked = promtool("check", "rules", RULES.name, folder=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    silent = promtool("test", "rules", WELL.name, folder=tmp_path)
    assert silent.returncode == 0, silent.stdout + silent.stderr


@pytest.mark.proof
def test_each_alert_fires(tmp_path: Path) -> None:
    assert set(RAISED) == {rule["alert"] for rule in rules()}
    shutil.copy(RULES, tmp_path)
    by_name = {rule["alert"]: rule for rule in rules()}
    tests = [
        {
            "interval": "1m",
            "input_series": [{"series": name, "values": at} for name, at in series.items()],
            "alert_rule_test": [
                {
                    "eval_time": "2900m" if alert in LATER else "1900m",
                    "alertname": alert,
                    "exp_alerts": [
                        {
                            "exp_labels": by_name[alert]["labels"],
                            "exp_annotations": by_name[alert]["annotations"],
                        }
                    ],
                }
            ],
        }
        for alert, series in RAISED.items()
    ]
    file = tmp_path / "fires.yml"
    file.write_text(
        yaml.safe_dump(
            {"rule_files": [RULES.name], "evaluation_interval": "1m", "tests": tests},
        )
    )
    fired = promtool("test", "rules", file.name, folder=tmp_path)
    assert fired.returncode == 0, fired.stdout + fired.stderr
