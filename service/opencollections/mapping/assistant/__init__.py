"""The mapping assistant: columns are proposed to plain words, and the words become a mapping that its owner can read.

::

    proposal = propose([inspect(file)])
    text = written(proposal, Defaults(language="hu", institution="Múzeum"), "hu")

Nothing here reads a file: it works on what ``records.inspection`` found.
"""
