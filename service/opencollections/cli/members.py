"""``ocn member``: the organisations of the network, and the people who work for them."""

from typing import Annotated

import typer

from ..members import audit
from ..members.invitations import invite as invited
from ..members.invitations import open_invitations, revoke_unaddressed
from ..members.organisations import new_member
from ..members.people import people, person_of, revoke_person
from ..members.tokens import made_by, new_token, token_hash, tokens
from ..publishing.publish import identifiers
from ..settings import Settings
from ..store import registry
from ..store.control import Control
from . import display, options

app = typer.Typer(
    no_args_is_help=True, help="Add members of the network, and invite the people who work for them."
)

MemberName = Annotated[str, typer.Argument(metavar="MEMBER", help="Short name of the member.")]


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
    """Add a member; print its token and an invitation to its workspace, both once.

    Example: ocn member add npg --name "National Portrait Gallery" --language en --email catalogue@npg.example
    """
    settings = options.settings(data, base_url)
    token = new_token()
    member = new_member(slug, name, language, homepage, email)
    with options.control(settings) as control:
        registry.add_member(control, member, token_hash(token))
        link = _link(settings, control, invited(control, slug, None))
        audit.enter(control, None, "add member", slug, slug)
    if as_json:
        display.print_json({"member": slug, "name": member.name, "token": token, "invitation": link})
    else:
        typer.echo(f"Added {member.name} ({slug}).\nToken, shown only now: {token}\n{_told(link)}")


@app.command("invite")
def invite(
    member: MemberName,
    email: Annotated[str, typer.Option("--email", help="Address of the person, who signs in with it.")],
    operator: Annotated[
        bool, typer.Option("--operator", help="For an operator, who sees all members.")
    ] = False,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Invite a person to set a password, anew where there is one; print the link, once.

    Example: ocn member invite npg --email anna@npg.example
    """
    settings = options.settings(data, base_url)
    with options.control(settings) as control:
        registry.member(control, member)
        link = _link(settings, control, invited(control, member, email, operator=operator))
        audit.enter(control, None, "invite", email, member)
    if as_json:
        display.print_json({"member": member, "email": email, "invitation": link})
    else:
        typer.echo(_told(link))


@app.command("people")
def list_people(
    member: Annotated[str | None, typer.Argument(metavar="[MEMBER]", help="Of this member alone.")] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """List the people who work for members, and the invitations that wait.

    Example: ocn member people npg
    """
    with options.kept(data, base_url).control() as control:
        found, waiting = people(control, member), open_invitations(control, member)
    listed = [
        {
            "member": one.member,
            "email": one.email,
            "name": one.name,
            "operator": one.operator,
            "seen": one.seen,
        }
        for one in found
        if one.revoked is None
    ]
    invitations = [{"member": one.member, "email": one.email, "expires": one.expires} for one in waiting]
    if as_json:
        display.print_json({"people": listed, "invitations": invitations})
        return
    for one in listed:
        role = "operator" if one["operator"] else "curator"
        seen = f"last signed in {one['seen']}" if one["seen"] else "never signed in"
        typer.echo(f"{one['member']}  {one['name']} <{one['email']}>  {role}, {seen}")
    for open_one in waiting:
        typer.echo(
            f"{open_one.member}  {open_one.email or 'anybody with the link'}  invited until {open_one.expires}"
        )


@app.command("revoke")
def revoke(
    member: MemberName,
    email: Annotated[
        str | None,
        typer.Option(
            "--email", help="Address of the person; without it, invitations end that name no address."
        ),
    ] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
) -> None:
    """Take the account of a person back, with the open invitations to it and by it; who is signed in is signed out.

    Tokens that the person made go on, and are named, to be ended at /workspace/tokens. Without an address, open
    invitations end that anybody with the link may follow, such as that of ocn member add.

    Example: ocn member revoke npg --email anna@npg.example
    """
    with options.kept(data, base_url).control() as control:
        if email is None:
            _revoke_unaddressed(control, registry.member(control, member).slug)
        else:
            _revoke_person(control, member, email)


def _revoke_unaddressed(control: Control, member: str) -> None:
    ended = revoke_unaddressed(control, member)
    audit.enter(control, None, "end invitation", "", member)
    typer.echo(f"Invitations to {member} that named no address and are ended: {ended}.")


def _revoke_person(control: Control, member: str, email: str) -> None:
    known = person_of(control, email)
    made = made_by(tokens(control), known) if known is not None else []
    revoke_person(control, member, email)
    audit.enter(control, None, "revoke account", email, member)
    typer.echo(f"{email} cannot sign in any more.")
    if made:
        named = ", ".join(f"{one.title} of {one.member}" for one in made)
        typer.echo(f"Tokens that they made go on until they are ended at /workspace/tokens: {named}.")


def _link(settings: Settings, control: Control, secret: str) -> str:
    return f"{identifiers(control, settings).base}/invitations/{secret}"


def _told(link: str) -> str:
    return f"Invitation to the workspace, shown only now, for one person within 14 days: {link}"
