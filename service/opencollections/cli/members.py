"""``ocn member``: the organisations of the network."""

import re
from datetime import UTC, datetime
from typing import Annotated

import typer

from ..errors import WrongOption
from ..iris import checked_slug
from ..members.tokens import new_token, token_hash
from ..store import registry
from ..store.registry import Member
from . import display, options

app = typer.Typer(no_args_is_help=True, help="Add members of the network.")


def now() -> str:
    """Give the present time as the control database keeps it."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@app.command("add")
def add(
    slug: Annotated[str, typer.Argument(help="Short name in identifiers: a-z, 0-9 and hyphens.")],
    name: Annotated[str, typer.Option("--name", help="Name of the organisation.")],
    language: Annotated[str, typer.Option("--language", help="Language of its texts (hu, sk, en …).")] = "en",
    homepage: Annotated[str | None, typer.Option("--homepage", help="Its web address.")] = None,
    email: Annotated[str | None, typer.Option("--email", help="Where readers report a mistake.")] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Add a member and print its token, once.

    Example: ocn member add npg --name "National Portrait Gallery" --language en --email catalogue@npg.example
    """
    settings = options.settings(data, base_url)
    token = new_token()
    member = Member(checked_slug(slug, "member"), name, language, homepage, now(), _checked_email(email))
    with options.folder(settings).control() as control:
        registry.add_member(control, member, token_hash(token))
    if as_json:
        display.print_json({"member": slug, "name": name, "token": token})
    else:
        typer.echo(f"Added {name} ({slug}).\nToken, shown only now: {token}")


def _checked_email(email: str | None) -> str | None:
    if email is not None and not re.fullmatch(r"[^\s@<>?&,;:\"]+@[^\s@<>?&,;:\"]+", email):
        raise WrongOption(
            option="--email", value=email, wanted="an address such as catalogue@museum.example."
        )
    return email
