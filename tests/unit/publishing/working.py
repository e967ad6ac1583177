"""Drafts that are kept and jobs that are done, as the ingest worker would, in this process."""

from pathlib import Path

from opencollections.publishing import kept_drafts, orders
from opencollections.publishing.jobs import do
from opencollections.settings import Settings
from opencollections.store import drafts, jobs
from opencollections.store.drafts import KeptDraft
from opencollections.store.folders import DataFolder
from opencollections.store.jobs import Job

CURATOR = "Éva <eva@m.example>"


def listed(folder: Path, rows: str, name: str = "list.csv") -> Path:
    """Write rows such as ``1,Híd,brady`` of the columns No, Title and Maker."""
    path = folder / name
    path.write_text("No,Title,Maker\n" + rows.replace(" ", "\n") + "\n", encoding="utf-8")
    return path


def begun(data: DataFolder, collection: str, *files: Path) -> KeptDraft:
    """Begin a draft with some files."""
    one = kept_drafts.begin(data, collection, CURATOR)
    for file in files:
        one = kept_drafts.hand_in(data, one.id, file.name, file, CURATOR, 1 << 20)
    return one


def now(data: DataFolder, one: KeptDraft) -> KeptDraft:
    with data.control() as control:
        return drafts.draft(control, one.id)


def done(data: DataFolder, job: Job) -> Job:
    """Do a job that waits, and give it as it is then."""
    with data.control() as control, control.transaction():
        jobs.begin(control, job)
    do(data, Settings(data=data.root), job)
    with data.control() as control:
        return jobs.job(control, job.id)


def mapped(data: DataFolder, collection: str, *files: Path) -> KeptDraft:
    """Begin a draft with some files and let it be mapped."""
    one = begun(data, collection, *files)
    done(data, orders.order_mapping(data, one.id, CURATOR))
    return now(data, one)


def published(data: DataFolder, one: KeptDraft) -> Job:
    return done(data, orders.order_publishing(data, one.id, CURATOR))
