"""Every error that somebody can act on, drawn as one tree.

::

    OpenCollectionsError
    ├── UsageError                  what was asked for cannot be done so (exit code 2)
    │   ├── UnknownMember · UnknownCollection · UnknownVersion · UnknownEntity · UnknownQuery · UnknownFormat
    │   ├── UnknownDraft · UnknownJob · UnknownDraftFile · RecordNotNamed · NothingFromRow · NoWorkbook
    │   ├── FileNameInvalid · TooManyFiles · RangeUnsatisfiable
    │   ├── UnknownMapping · MappingMissing · NotMapped
    │   ├── KeyUsedOtherwise · KeyInUse · KeyInvalid   an Idempotency-Key
    │   ├── MappingChanged · MappingMediaTypeUnknown · FormInvalid · InvalidLanguage · ColumnUnknown
    │   ├── DraftBusy · DraftEnded · DraftNotReady · DraftEmpty · JobEnded   a draft or job that is not at that point
    │   ├── NotOffered              what a client accepts is none of what there is
    │   ├── Unwritable · EntityWithdrawn · CollectionWithdrawn · InvalidIRI · CursorInvalid · SearchTooLong
    │   ├── DecisionError           a withdrawal, merge or undo that cannot be
    │   │   ├── NothingToUndo · NothingPublished · ForeignIdentifier · NotStated · WholeCollectionMeant
    │   │   ├── AlreadyWithdrawn · NotWithdrawn
    │   │   └── AlreadyMerged · MergeInCircle · SurvivorMerged · SurvivorNotPublished
    │   ├── AlreadyThere · InvalidSlug · InvalidLicence · FileMissing · SourceMissing · SourceUnmatched
    │   ├── OperatorError           what an operator set or typed
    │   │   ├── DataMissing · FolderNotEmpty · WrongOption · InvalidBaseIRI · InvalidHomepage · BaseIRIChanged
    │   │   ├── ProbeNotAllowed · SettingInvalid · FunctionsInvalid · QueryFileInvalid
    │   │   └── DatabaseInvalid · DatabaseTooMighty
    │   ├── AccountError            who asks, and what they may
    │   │   ├── SignInNeeded · TokenRefused · SignInRefused · TooManyAttempts · ForeignOrigin
    │   │   ├── ScopeMissing · NotYours · OperatorsOnly
    │   │   ├── InvitationInvalid · PasswordUnfit · EmailInvalid · EmailTaken
    │   │   └── UnknownPerson · UnknownToken · NameMissing
    │   ├── GraphStoreError         the Graph Store Protocol
    │   │   ├── UnknownGraph · GraphParameterInvalid · DefaultGraphReadOnly
    │   │   ├── GraphMapped · GraphMediaTypeUnknown · GraphChanged
    │   │   └── TokenUnknown · ForeignGraph · BodyTooLarge
    │   └── QueryError              a query that cannot be answered
    │       ├── QuerySyntaxError · QueryRefused · QueryTokenUnknown · QueryFailed
    │       ├── QueryLimit          over a limit of /sparql/limits
    │       │   └── QueryTooLarge · QueryStopped · QueueFull · TooManyLong · TooManyAtOnce · BudgetSpent
    │       ├── QueryParameterInvalid · QueryNotText · QueryMediaTypeUnknown
    │       └── ServiceFailed       another service, which the query asks by SERVICE
    ├── DataError                   what was handed in is not right (exit code 1)
    │   ├── SourceError             a file, or a table in it
    │   │   ├── UnknownFileKind · FileOfProgram · BrokenFile · SheetMissing · TableMissing · ColumnMissing
    │   │   ├── ForbiddenXML · TooDeep · TooLarge · NotRDF · ContextForeign
    │   │   ├── ReadingStopped · PathTooCostly
    │   │   └── PathInvalid · QueryInvalid
    │   ├── ReportRefused           a report that cannot be written into the member's workbook
    │   ├── MappingInvalid          a mapping, with all its findings at once
    │   ├── ShapesInvalid           SHACL that the checks cannot follow
    │   ├── IdentifierNeeded · NoTable   what the assistant cannot make a mapping for
    │   ├── ValueUnfit              a value that makes no term, where the letter of RML is kept
    │   ├── BackupDamaged · VersionDamaged   what was kept is not what was written
    │   └── DraftRefused            the draft has an error of no record, or no record is left
    └── SystemFailure               the machine did not play along (exit code 3)
        ├── JobBrokenOff · JobTooLarge · JobFault   the work ended before it was done
        ├── DiskFull · DiskReadOnly · DataBusy · DataNewer · DataUnreadable · DataUnfinished
        ├── ExportsBusy · ReadingPlacesTaken
        ├── AddressInUse · FunctionFailed · DatabaseUnreachable
        └── EngineFailed            the engine that holds what is published
            ├── GenerationGone      one that was read is no longer current
            ├── HardLinksNeeded     a disk that cannot keep generations
            └── EngineUnreachable · EngineRefused · EngineBehind · EngineTaken

The modules are named for what the errors are about. The text stands with its class and takes the facts by name, so that
it can be translated in one place. Each text says where, what, and what to do; the readers of pages get it in their
language, unless its class says ``translated = False``.
"""

from .accounts import (
    AccountError,
    EmailInvalid,
    EmailTaken,
    ForeignOrigin,
    InvitationInvalid,
    NameMissing,
    NotYours,
    OperatorsOnly,
    PasswordUnfit,
    ScopeMissing,
    SignInNeeded,
    SignInRefused,
    TokenRefused,
    TooManyAttempts,
    UnknownPerson,
    UnknownToken,
)
from .decisions import (
    AlreadyMerged,
    AlreadyWithdrawn,
    DecisionError,
    ForeignIdentifier,
    MergeInCircle,
    NothingPublished,
    NothingToUndo,
    NotStated,
    NotWithdrawn,
    SurvivorMerged,
    SurvivorNotPublished,
    WholeCollectionMeant,
)
from .drafts import (
    DraftBusy,
    DraftEmpty,
    DraftEnded,
    DraftNotReady,
    DraftRefused,
    FileNameInvalid,
    JobBrokenOff,
    JobEnded,
    JobFault,
    JobTooLarge,
    NothingFromRow,
    NoWorkbook,
    RecordNotNamed,
    ReportRefused,
    TooManyFiles,
    UnknownDraft,
    UnknownDraftFile,
    UnknownJob,
)
from .files import (
    BrokenFile,
    ColumnMissing,
    ContextForeign,
    FileMissing,
    FileOfProgram,
    ForbiddenXML,
    NotRDF,
    PathInvalid,
    PathTooCostly,
    QueryInvalid,
    ReadingStopped,
    SheetMissing,
    SourceError,
    SourceMissing,
    SourceUnmatched,
    TableMissing,
    TooDeep,
    TooLarge,
    UnknownFileKind,
)
from .graphs import (
    BodyTooLarge,
    DefaultGraphReadOnly,
    ForeignGraph,
    GraphChanged,
    GraphMapped,
    GraphMediaTypeUnknown,
    GraphParameterInvalid,
    GraphStoreError,
    TokenUnknown,
    UnknownGraph,
)
from .machine import (
    OF_THE_SERVICE,
    AddressInUse,
    BackupDamaged,
    DatabaseUnreachable,
    DataBusy,
    DataNewer,
    DataUnfinished,
    DataUnreadable,
    DiskFull,
    DiskReadOnly,
    EngineBehind,
    EngineFailed,
    EngineRefused,
    EngineTaken,
    EngineUnreachable,
    ExportsBusy,
    FunctionFailed,
    GenerationGone,
    HardLinksNeeded,
    ReadingPlacesTaken,
    VersionDamaged,
)
from .mappings import (
    ColumnUnknown,
    IdentifierNeeded,
    MappingChanged,
    MappingInvalid,
    MappingMediaTypeUnknown,
    MappingMissing,
    NoTable,
    NotMapped,
    ShapesInvalid,
    UnknownMapping,
    ValueUnfit,
)
from .queries import (
    BudgetSpent,
    QueryError,
    QueryFailed,
    QueryLimit,
    QueryMediaTypeUnknown,
    QueryNotText,
    QueryParameterInvalid,
    QueryRefused,
    QueryStopped,
    QuerySyntaxError,
    QueryTokenUnknown,
    QueryTooLarge,
    QueueFull,
    ServiceFailed,
    TooManyAtOnce,
    TooManyLong,
)
from .requests import (
    CollectionWithdrawn,
    CursorInvalid,
    EntityWithdrawn,
    FormInvalid,
    InvalidIRI,
    InvalidLanguage,
    KeyInUse,
    KeyInvalid,
    KeyUsedOtherwise,
    NotOffered,
    RangeUnsatisfiable,
    SearchTooLong,
    UnknownCollection,
    UnknownEntity,
    UnknownFormat,
    UnknownMember,
    UnknownQuery,
    UnknownVersion,
    Unwritable,
)
from .root import DataError, OpenCollectionsError, SystemFailure, UsageError
from .settings import (
    AlreadyThere,
    BaseIRIChanged,
    DatabaseInvalid,
    DatabaseTooMighty,
    DataMissing,
    FolderNotEmpty,
    FunctionsInvalid,
    InvalidBaseIRI,
    InvalidHomepage,
    InvalidLicence,
    InvalidSlug,
    OperatorError,
    ProbeNotAllowed,
    QueryFileInvalid,
    SettingInvalid,
    WrongOption,
)
