"""What an operator set or typed: a setting, a name, a folder, a grant."""

from .root import UsageError


class OperatorError(UsageError):
    translated = False


class DataMissing(OperatorError):
    text = "There is no data in {path}: it has no {file}. Name the folder of the data: --data DIR"


class FolderNotEmpty(OperatorError):
    text = "{path} is not empty, and nothing in it is overwritten. Name a new folder{hint}."
    status = 409


class AlreadyThere(UsageError):
    text = "{what} {name!r} is there already. Choose another name, or go on with the one that is there."
    status = 409


class InvalidSlug(UsageError):
    text = "{slug!r} cannot be the short name of a {what}. Use small letters a-z, digits and hyphens, beginning with a letter or digit, at most 64."


class InvalidBaseIRI(OperatorError):
    text = "{base!r} cannot be the base of identifiers: {reason}. Give an http or https address without query and fragment, such as https://data.example.org"


class WrongOption(OperatorError):
    text = "{option} {value!r} is not understood. Write {wanted}"


class InvalidHomepage(OperatorError):
    text = "{address!r} cannot be a homepage: {reason}. Give the whole web address, such as https://museum.example/"


class InvalidLicence(UsageError):
    text = "{address!r} cannot be a licence: {reason}. Give the web address of one, such as http://creativecommons.org/publicdomain/zero/1.0/"


class BaseIRIChanged(OperatorError):
    text = "This data was published under {kept}, and identifiers never change; {asked} is refused. Start with --base-url {kept}, or use another --data folder."


class ProbeNotAllowed(OperatorError):
    text = "Media are asked for their size only where the operator allows it. Set OCN_MEDIA_PROBE=true, and try again."


class SettingInvalid(OperatorError):
    text = "The setting OCN_{name} cannot be used: {detail}. The settings and what each allows stand in docs/operators.md."


class FunctionsInvalid(OperatorError):
    text = "{file}: the functions that it should give to mappings cannot be read: {detail}. Mend the file, or take it out of the configuration."


class DatabaseInvalid(OperatorError):
    text = "The database {name!r} in the configuration cannot be used: its connection is not written as postgresql://USER@HOST/DATABASE. Mend it in OCN_DATABASES."


class DatabaseTooMighty(OperatorError):
    text = "The database {name!r} is granted with a superuser, by whom a query could read the files of its server, so nothing was read. Grant it with a user that may only read: CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"


class QueryFileInvalid(OperatorError):
    text = "{file}: this prepared query cannot be offered: {detail}. Mend the file, or take it out of the folder."
