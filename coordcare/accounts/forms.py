"""Sign-in and passwords as they are typed in. A password is never shown again."""

from typing import Any

from wtforms import EmailField, Form, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from coordcare.accounts.passwords import ADVICE
from coordcare.accounts.rules import BAD_EMAIL, EMAIL_LENGTH


def trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class SignInForm(Form):
    """E-mail and password, and the page to go on to."""

    email = EmailField(
        "E-mail",
        [DataRequired("Enter your e-mail address."), Length(max=EMAIL_LENGTH, message=BAD_EMAIL)],
        filters=[trimmed],
    )
    password = PasswordField("Password", [InputRequired("Enter your password.")])
    next = HiddenField()


class _Current(Form):
    """Declared before the new password, and so asked and complained of first."""

    current = PasswordField("Current password", [InputRequired("Enter your current password.")])


class NewPasswordForm(Form):
    """A new password, typed twice."""

    password = PasswordField("New password", [InputRequired("Enter a new password.")], description=ADVICE)
    repeat = PasswordField(
        "New password again",
        [InputRequired("Enter the new password again."), EqualTo("password", "This is not the same as above.")],
    )


class ChangePasswordForm(_Current, NewPasswordForm):
    """The current password, to be sure who asks, and a new one."""


class PhoneForm(Form):
    """The number at which colleagues reach somebody. The action checks it."""

    phone = StringField("Phone", filters=[trimmed], description="Shown to the teams you are on, for what cannot wait.")
