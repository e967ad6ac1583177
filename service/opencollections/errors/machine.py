"""The machine: a disk, a store, a database or a port that did not play along, and what was kept and is damaged."""

from typing import Final

from .root import DataError, SystemFailure


class BackupDamaged(DataError):
    text = "The backup {path} cannot be restored: {detail}. Nothing was changed; take another backup."
    translated = False


class VersionDamaged(DataError):
    text = "{path} is not what was published as version {version} of {collection}: {detail}. Put the file of a backup in its place; ocn doctor tells what else there is."
    translated = False


class DiskFull(SystemFailure):
    text = "The disk is full while writing {path}. Nothing was changed; make room and try again."
    status = 507


class DiskReadOnly(SystemFailure):
    text = "{path} can only be read just now, so nothing was changed. What is published can be read as before; try again when whoever runs the service has made it writable again."


class ExportsBusy(SystemFailure):
    text = (
        "{limit} exports are being made already, which is as many as are made at once. Try again in a minute."
    )


class ReadingPlacesTaken(SystemFailure):
    text = "{limit} files are being read just now, which is as many as are read at once. Try again in a few seconds."


class DataBusy(SystemFailure):
    text = "{path} is in use by another ocn serve (process {process}). Stop that one, or give this one its own folder: --data DIR"
    translated = False


class DataNewer(SystemFailure):
    text = "The data folder {path} was written by a newer program (its schema is {found}, this program knows {known}). Start the newer program again, or restore a backup that this one made: ocn restore DIR"
    translated = False


class DataUnreadable(SystemFailure):
    text = "The data folder {path} cannot be used: {detail}. Check who may read and write it; a database that is malformed comes back with the last backup (ocn restore)."
    translated = False


class DataUnfinished(SystemFailure):
    text = "The data folder {path} is not whole: a restore into it goes on, or was broken off. If none goes on, restore once more, which begins anew: ocn restore DIR --data {path}"
    translated = False


class AddressInUse(SystemFailure):
    text = "{host}:{port} cannot be listened on: {detail}. Stop the program that does, or choose another: --port {other}"
    translated = False


class EngineFailed(SystemFailure):
    text = "The store at {path} reported: {detail}. Try again; if it stays so, rebuild it with: ocn rebuild"
    translated = False


class GenerationGone(EngineFailed):
    """The folder of a generation is not there: it was swept, or was never made."""


class HardLinksNeeded(EngineFailed):
    text = "The file system of {path} cannot give a file a second name (a hard link), which each publish needs: {detail}. Nothing was changed; move the data folder to a local disk with ext4, xfs, btrfs or zfs."
    translated = False


class EngineUnreachable(EngineFailed):
    text = "The engine at {address} cannot be reached: {detail}. See whether it runs, and try again."


class EngineRefused(EngineFailed):
    text = "The engine at {address} answered {status}: {detail}. See the settings OCN_ENGINE… and the engine's own log."


class EngineBehind(EngineFailed):
    text = "The engine at {address} holds {held}, and {wanted} is published. Fill it from the versions with: ocn rebuild"


class EngineTaken(EngineFailed):
    text = "The engine at {address} holds the collections of another data folder under the same base. Give each its own engine, or its own base; to take this one over: ocn rebuild"


class FunctionFailed(SystemFailure):
    text = "A function of this service did not work: {detail}. Whoever runs the service can mend it; a function gives None for a value that it has nothing for."


class DatabaseUnreachable(SystemFailure):
    text = "The database {name!r} cannot be read: {detail}. Whoever runs the service can look at its connection in OCN_DATABASES."


OF_THE_SERVICE: Final = (DataNewer, DataUnreadable, EngineFailed, VersionDamaged)
"""What is wrong with what the service keeps: its operator reads of it in the log, and others that something broke."""
