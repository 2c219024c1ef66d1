"""Staff accounts: the list, adding, changing, disabling, sessions, password links."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from coordcare.access.gate import on_duty
from coordcare.access.membership import Viewer
from coordcare.access.policy import Duty
from coordcare.accounts import queries as staff_queries
from coordcare.accounts import staff_actions
from coordcare.accounts.models import Account
from coordcare.admin import queries
from coordcare.admin.forms import AssignForm, ChangeStaffForm, NewStaffForm
from coordcare.errors import Conflict, Invalid, NotFound
from coordcare.fields import put_at_field
from coordcare.settings.queries import clinic

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
STATUSES = (("", "All"), ("active", "Active"), ("invited", "Invited"), ("disabled", "Disabled"))


@blueprint.get("/staff")
@on_duty(Duty.ADMIN)
def staff(viewer: Viewer) -> ResponseReturnValue:
    """Everyone on the staff, by status and by words of name, e-mail or discipline."""
    status, words = request.args.get("status", ""), request.args.get("q", "")
    everyone = staff_queries.staff(words=words)
    counts = {code: sum(not code or row.account.status == code for row in everyone) for code, _ in STATUSES}
    rows = [row for row in everyone if not status or row.account.status == status]
    return render_template("admin/staff.html", rows=rows, status=status, q=words, statuses=STATUSES, counts=counts)


@blueprint.get("/staff/new")
@on_duty(Duty.ADMIN)
def new_staff(viewer: Viewer) -> ResponseReturnValue:
    """The form for a new member of staff."""
    return render_template("admin/new_staff.html", form=NewStaffForm())


@blueprint.post("/staff/new")
@on_duty(Duty.ADMIN)
def add_staff(viewer: Viewer) -> ResponseReturnValue:
    """Add a member of staff, and show once the link that sets the first password."""
    form = NewStaffForm(request.form)
    key = form.submission_key.data
    try:
        if form.validate():
            account, token = staff_actions.add_account(
                viewer, form.email.data or "", form.particulars(), submission_key=key
            )
            return _link_page(account, token)
    except Invalid as error:
        put_at_field(form, error)
    except Conflict:
        return _sent_before(key)
    return render_template("admin/new_staff.html", form=form), 422


@blueprint.get("/staff/<int:account_id>")
@on_duty(Duty.ADMIN)
def staff_member(viewer: Viewer, account_id: int) -> ResponseReturnValue:
    """One member of staff: particulars, sign-in, care teams."""
    return member_page(viewer, account_id)


@blueprint.post("/staff/<int:account_id>")
@on_duty(Duty.ADMIN)
def change_staff(viewer: Viewer, account_id: int) -> ResponseReturnValue:
    """Change the particulars; whoever is late sees both, and what was typed stays."""
    account = queries.member(account_id).account
    form = ChangeStaffForm(_own_kept(viewer, account))
    try:
        if form.validate():
            staff_actions.change_account(viewer, account_id, form.particulars(), form.version.data or 0)
            flash("Saved. It counts from their next click on.")
            return _back(account_id)
    except Invalid as error:
        put_at_field(form, error)
    except Conflict:
        form.version.data = queries.member(account_id).account.version
        form.version.raw_data = None
        return member_page(viewer, account_id, form, 409)
    return member_page(viewer, account_id, form, 422)


@blueprint.post("/staff/<int:account_id>/disable")
@on_duty(Duty.ADMIN)
def disable(viewer: Viewer, account_id: int) -> ResponseReturnValue:
    """Disable an account at once."""
    try:
        staff_actions.disable(viewer, account_id)
    except Invalid as error:
        return _refused(viewer, account_id, error)
    flash("Disabled, and signed out everywhere. Care-team memberships stay until you end them.")
    return _back(account_id)


@blueprint.post("/staff/<int:account_id>/enable")
@on_duty(Duty.ADMIN)
def enable(viewer: Viewer, account_id: int) -> ResponseReturnValue:
    """Let a disabled account sign in again."""
    staff_actions.enable(viewer, account_id)
    flash("Enabled. They can sign in again.")
    return _back(account_id)


@blueprint.post("/staff/<int:account_id>/end-sessions")
@on_duty(Duty.ADMIN)
def end_sessions(viewer: Viewer, account_id: int) -> ResponseReturnValue:
    """Sign a member of staff out everywhere."""
    count = staff_actions.end_sessions(viewer, account_id)
    flash(f"Signed out of {count} browser{'' if count == 1 else 's'}.")
    return _back(account_id)


@blueprint.post("/staff/<int:account_id>/password-link")
@on_duty(Duty.ADMIN)
def password_link(viewer: Viewer, account_id: int) -> ResponseReturnValue:
    """Make a link to set a password, and show it once."""
    try:
        token = staff_actions.make_password_link(viewer, account_id)
    except Invalid as error:
        return _refused(viewer, account_id, error)
    return _link_page(queries.member(account_id).account, token)


def member_page(
    viewer: Viewer,
    account_id: int,
    form: ChangeStaffForm | None = None,
    status: int = 200,
    **assigning: object,
) -> ResponseReturnValue:
    """The page of a member of staff; `assigning` says how far an assignment has got."""
    member = queries.member(account_id)
    account = member.account
    found = form or ChangeStaffForm(
        name=account.name,
        title=account.title,
        phone=account.phone,
        discipline=account.discipline or "",
        duties=[duty.value for duty in account.duties],
        version=account.version,
    )
    context = {"assign": AssignForm(formdata=None), "patient": None, "last_member": None, **assigning}
    page = render_template(
        "admin/staff_member.html",
        member=member,
        account=account,
        form=found,
        stale=status == 409,
        is_me=account.id == viewer.account_id,
        **context,
    )
    return page, status


def _own_kept(viewer: Viewer, account: Account) -> MultiDict[str, str]:
    """What was posted; one's own page has no discipline and no duties to post, so they stay as they are."""
    posted = MultiDict(request.form)
    if account.id == viewer.account_id and "discipline" not in posted and "duties" not in posted:
        posted["discipline"] = account.discipline or ""
        posted.setlist("duties", [duty.value for duty in account.duties])
    return posted


def _refused(viewer: Viewer, account_id: int, error: Invalid) -> ResponseReturnValue:
    flash(error.sentence, "error")
    return member_page(viewer, account_id, None, 422)


def _sent_before(key: str | None) -> ResponseReturnValue:
    account = staff_queries.added_by_form(key or "")
    if account is None:
        raise NotFound
    flash(f"{account.name} was added already. If the link is lost, make a new one below.", "warning")
    return _back(account.id)


def _link_page(account: Account, token: str) -> ResponseReturnValue:
    # The clinic's public address: the Host header is whatever the sender of a request likes.
    url = clinic().public_url.rstrip("/") + url_for("accounts.password_link", token=token)
    return render_template("admin/link.html", account=account, url=url)


def _back(account_id: int) -> ResponseReturnValue:
    return redirect(url_for("admin.staff_member", account_id=account_id), 303)
