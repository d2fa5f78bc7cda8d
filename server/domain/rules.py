"""All rules of the institution, parsed once from `config/` and passed down as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from server.domain.calendar import Calendar, load_calendar
from server.domain.checklists import Checklist, load_checklists
from server.domain.codebook import Codebook, load_codebook
from server.domain.deadlines import Deadlines, load_deadlines
from server.domain.directory import DirectoryFormats, load_formats
from server.domain.labels import Labels, load_labels
from server.domain.measures import BanList, Measure, load_ban_lists, load_measures
from server.domain.sourced import read_sourced
from server.domain.thresholds import Thresholds, load_thresholds


@dataclass(frozen=True)
class Rules:
    """`calendar` holds the years shipped in `config/`; an office's own entries are laid over it where it is
    read."""

    codebook: Codebook
    thresholds: Thresholds
    calendar: Calendar
    checklists: Mapping[str, Checklist]
    deadlines: Deadlines
    measures: Mapping[str, Measure]
    ban_lists: Mapping[str, BanList]
    formats: DirectoryFormats
    labels: Labels
    finding_prefix: str

    @property
    def second_look_minutes(self) -> int:
        """脱岗: how far apart two looks must be."""
        return self.codebook["A04"].minutes

    @property
    def unattended_minutes(self) -> int:
        """窗口空岗: how long a window must stand unattended."""
        return self.codebook["A05"].minutes


def load_rules(config: Path) -> Rules:
    """Read every rule file under `config`. Raises ValueError or FileNotFoundError naming the file at
    fault."""
    codebook = load_codebook(config / "codebook")
    _, numbering = read_sourced(config / "directory" / "numbering.json")
    return Rules(
        codebook=codebook,
        thresholds=load_thresholds(config / "attendance" / "thresholds.json"),
        calendar=load_calendar(config / "calendars"),
        checklists=load_checklists(config / "checklists", codebook),
        deadlines=load_deadlines(config / "deadlines" / "deadlines.json"),
        measures=load_measures(config / "measures" / "measures.json"),
        ban_lists=load_ban_lists(config / "ban_lists"),
        formats=load_formats(config / "directory" / "roster.json"),
        labels=load_labels(config / "attendance" / "conditions.json"),
        finding_prefix=str(numbering["finding_prefix"]),
    )
