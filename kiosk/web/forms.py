"""The forms that staff fill in; flask-wtf guards each with a token."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from ..printing import bundles


class SignInForm(FlaskForm):  # type: ignore[misc]
    """User name and password."""

    user_id = StringField(validators=[InputRequired(), Length(max=100)])
    password = PasswordField(validators=[InputRequired(), Length(max=200)])


class SignOutForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the token."""


class PairForm(FlaskForm):  # type: ignore[misc]
    """For which counter a pairing code is, and which tablet's place the new one takes."""

    counter_id = StringField(validators=[InputRequired(), Length(max=100)])
    replaces = StringField(validators=[Length(max=20)])


class MoveForm(FlaskForm):  # type: ignore[misc]
    """To which counter a tablet goes."""

    counter_id = StringField(validators=[InputRequired(), Length(max=100)])


class RevokeForm(FlaskForm):  # type: ignore[misc]
    """Why a tablet is no longer trusted."""

    reason = StringField(validators=[DataRequired(), Length(max=200)])


class ClearForm(FlaskForm):  # type: ignore[misc]
    """Why a tablet is one after all. Its page has a field called reason already."""

    because = StringField(validators=[DataRequired(), Length(max=200)])


class OutboxForm(FlaskForm):  # type: ignore[misc]
    """The file that a tablet's service page saved."""

    outbox = FileField(validators=[FileRequired()])


class PrintsForm(FlaskForm):  # type: ignore[misc]
    """Which sheets of a whole centre, and whether one file for all its counters."""

    choices = SelectMultipleField(choices=list(bundles.CHOICES), validators=[InputRequired()])
    files = SelectField(choices=["together", "apart"])
