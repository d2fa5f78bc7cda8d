"""Accounts at the console: open one, give it roles, renew its password, deactivate it. Deletion doesn't exist."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.permissions import ACTIVE
from server.identity import accounts, passwords
from server.identity.accounts import NewAccount
from server.web.context import office, unit_of_work
from server.web.office import navigation
from server.web.office.base import office_blueprint, office_route, person
from server.web.office.forms import revision_seen

blueprint = office_blueprint("accounts")


@office_route(blueprint, "/accounts", permission="accounts.see")
def index() -> str:
    """Everybody who has or had an account; the address holds the filter."""
    role, state = request.args.get("role", ""), request.args.get("state", "active")
    found = [
        one
        for one in accounts.accounts_of(office())
        if (not role or role in one.roles) and (state == "all" or one.active == (state == "active"))
    ]
    return render_template("office/accounts.html", accounts=found, roles=ACTIVE, role=role, state=state)


@office_route(blueprint, "/accounts/new", permission="accounts.manage")
def new() -> str:
    """The form for a new account."""
    return render_template("office/account_new.html", roles=ACTIVE)


@office_route(blueprint, "/accounts", permission="accounts.manage", methods=["POST"])
def create() -> str:
    """Opens the account under an invented first password, which is shown this once and must be changed."""
    password = passwords.invented()
    wanted = NewAccount(
        username=request.form.get("username", ""),
        password=password,
        roles=request.form.getlist("roles"),
        display_zh=request.form.get("display_zh", ""),
        display_en=request.form.get("display_en"),
    )
    with unit_of_work() as work:
        account = accounts.create_account(work, person().account, wanted)
    made = accounts.find_account(office(), account)
    return render_template("office/account_password.html", account=made, password=password, created=True)


@office_route(blueprint, "/accounts/<account>", permission="accounts.see")
def show(account: str) -> str:
    """One account: its roles, what they allow, and what can be done with it."""
    return render_template(
        "office/account.html", account=accounts.find_account(office(), account), roles=ACTIVE
    )


@office_route(blueprint, "/accounts/<account>/roles", permission="accounts.manage", methods=["POST"])
def change_roles(account: str) -> Response:
    """Replaces the account's roles; they hold from its next request on."""
    with unit_of_work() as work:
        accounts.change_roles(work, person().account, account, request.form.getlist("roles"), revision_seen())
    return redirect(url_for("accounts.show", account=account, done="admin.roles_changed"), 303)


@office_route(blueprint, "/accounts/<account>/password", permission="accounts.manage", methods=["POST"])
def renew_password(account: str) -> str:
    """Gives a new first password, shown this once, and ends the account's sessions."""
    password = passwords.invented()
    with unit_of_work() as work:
        accounts.set_password(work, person().account, account, password, must_change=True)
    found = accounts.find_account(office(), account)
    return render_template("office/account_password.html", account=found, password=password, created=False)


@office_route(blueprint, "/accounts/<account>/deactivate", permission="accounts.manage", methods=["POST"])
def deactivate(account: str) -> Response:
    """Ends the account; its name stays beside everything it did."""
    with unit_of_work() as work:
        accounts.deactivate(work, person().account, account, request.form.get("reason", ""), revision_seen())
    return redirect(url_for("accounts.index", done="admin.account_deactivated"), 303)


navigation.register(navigation.Item("admin.nav.accounts", "accounts.index", "accounts.see", "admin", 10))
