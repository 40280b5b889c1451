"""The forms that staff fill in; flask-wtf guards each with a token."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):  # type: ignore[misc]
    """User name and password."""

    user_id = StringField(validators=[InputRequired(), Length(max=100)])
    password = PasswordField(validators=[InputRequired(), Length(max=200)])


class SignOutForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the token."""
