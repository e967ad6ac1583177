"""EDM: records in the external form of the Europeana Data Model, why they would be refused, and how good they are."""

from .admission import EXPLAINED, Reason, reasons
from .records import EdmRecord, Statement, alone, edm_record
from .writing import written

__all__ = ["EXPLAINED", "EdmRecord", "Reason", "Statement", "alone", "edm_record", "reasons", "written"]
