"""My account: particulars, password, where I am signed in. Beside the sign-in pages, on one blueprint."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import signed_in
from coordcare.access.membership import Viewer
from coordcare.accounts import actions, queries, session_queries, sessions, staff_actions
from coordcare.accounts.forms import ChangePasswordForm, PhoneForm
from coordcare.accounts.sign_in_views import begin, blueprint, goodbye, origin
from coordcare.errors import Invalid, NotFound, TooMany
from coordcare.fields import put_at_field

__all__ = ["blueprint", "init_app"]


def init_app(app: Flask) -> None:
    """Sessions of our own for every request."""
    sessions.init_app(app)


@blueprint.get("/account")
@signed_in
def account(viewer: Viewer) -> ResponseReturnValue:
    """What I am here, my password, my sessions, my colors."""
    return _page(viewer, ChangePasswordForm())


@blueprint.post("/account/password")
@signed_in
def change_password(viewer: Viewer) -> ResponseReturnValue:
    """Change my password; every other session of mine ends."""
    form = ChangePasswordForm(request.form)
    if not form.validate():
        return _page(viewer, form, 422)
    try:
        changed = actions.change_password(viewer, form.current.data or "", form.password.data or "", origin())
    except Invalid as error:
        put_at_field(form, error)
        return _page(viewer, form, 422)
    except TooMany as error:
        form.form_errors.append(error.sentence)
        return _page(viewer, form, 429, {"Retry-After": str(error.retry_after)})
    begin(changed)
    flash("Your password is changed. You are signed out everywhere else.")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/phone")
@signed_in
def change_phone(viewer: Viewer) -> ResponseReturnValue:
    """Change the number at which colleagues reach me."""
    form = PhoneForm(request.form)
    try:
        staff_actions.change_own_phone(viewer, form.phone.data or "")
    except Invalid as error:
        put_at_field(form, error)
        return _page(viewer, ChangePasswordForm(), 422, phone=form)
    flash("Your phone number is saved.")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sessions/<int:session_id>/end")
@signed_in
def end_session(viewer: Viewer, session_id: int) -> ResponseReturnValue:
    """End one of my sessions; ending this one is signing out."""
    if session_id == viewer.session_id:
        actions.sign_out(viewer)
        return goodbye()
    try:
        actions.end_session(viewer, session_id)
    except NotFound as error:
        raise refuse(error, subject_id=session_id) from None
    flash("That session has ended.")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_other_sessions(viewer: Viewer) -> ResponseReturnValue:
    """End all my sessions but this one."""
    count = actions.end_other_sessions(viewer)
    flash(
        f"{count} other session{'s have' if count > 1 else ' has'} ended." if count else "There was no other session."
    )
    return redirect(url_for("accounts.account"), 303)


def _page(
    viewer: Viewer,
    form: ChangePasswordForm,
    status: int = 200,
    headers: dict[str, str] | None = None,
    phone: PhoneForm | None = None,
) -> ResponseReturnValue:
    me = queries.account(viewer.account_id)
    page = render_template(
        "accounts/account.html",
        form=form,
        phone=phone or PhoneForm(phone=me.phone if me else ""),
        me=me,
        sessions=session_queries.living_sessions(viewer.account_id),
    )
    return page, status, headers or {}
