"""What can be wrong with a field of a request: as a code, as values, and in English words.

A client that speaks to people in their own language words the code with its values; the English
sentence is for all others. Pydantic's own errors go by Pydantic's names of them.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from certfolio.domain.files import RejectionReason

Value = str | int | tuple[str, ...]
"""One value of a sentence. Amounts are decimal strings and days ``YYYY-MM-DD``, as everywhere."""

Values = Mapping[str, Value]


class FieldCode(StrEnum):
    """What is wrong with a field, for programs."""

    # What Pydantic finds.
    BOOL_PARSING = "bool_parsing"
    BOOL_TYPE = "bool_type"
    DATE_FROM_DATETIME_PARSING = "date_from_datetime_parsing"
    DICT_TYPE = "dict_type"
    ENUM = "enum"
    EXTRA_FORBIDDEN = "extra_forbidden"
    GREATER_THAN = "greater_than"
    GREATER_THAN_EQUAL = "greater_than_equal"
    INT_FROM_FLOAT = "int_from_float"
    INT_PARSING = "int_parsing"
    INT_PARSING_SIZE = "int_parsing_size"
    INT_TYPE = "int_type"
    LESS_THAN_EQUAL = "less_than_equal"
    LITERAL_ERROR = "literal_error"
    MISSING = "missing"
    MODEL_ATTRIBUTES_TYPE = "model_attributes_type"
    MODEL_TYPE = "model_type"
    STRING_PATTERN_MISMATCH = "string_pattern_mismatch"
    STRING_TOO_LONG = "string_too_long"
    STRING_TOO_SHORT = "string_too_short"
    STRING_TYPE = "string_type"
    STRING_UNICODE = "string_unicode"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    TUPLE_TYPE = "tuple_type"
    UNION_TAG_INVALID = "union_tag_invalid"
    UNION_TAG_NOT_FOUND = "union_tag_not_found"

    # What a value is not.
    CONTROL_CHARACTERS = "control_characters"
    LINK_WITH_CREDENTIALS = "link_with_credentials"
    NOTHING_TO_READ = "nothing_to_read"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_CURSOR = "not_a_cursor"
    NOT_A_DATE = "not_a_date"
    NOT_A_MAIL_ADDRESS = "not_a_mail_address"
    NOT_AN_ETAG = "not_an_etag"
    NOT_A_ROLE = "not_a_role"
    NOT_A_WEB_LINK = "not_a_web_link"
    NOT_ONE_LINE = "not_one_line"
    REPEATED = "repeated"
    UNKNOWN_PARAMETER = "unknown_parameter"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"

    # What a certificate must keep.
    ABOVE_MAXIMUM = "above_maximum"
    BELOW_MINIMUM = "below_minimum"
    CLAIMED_TWICE = "claimed_twice"
    ID_REQUIRED = "id_required"
    IN_FUTURE = "in_future"
    NOT_AFTER_EARNED = "not_after_earned"
    NOT_BEFORE_EXPIRY = "not_before_expiry"
    NOT_IN_STEP = "not_in_step"
    NOT_RENEWABLE = "not_renewable"
    REQUIRED = "required"
    RETIRED = "retired"
    TOO_EARLY = "too_early"
    TOO_LONG_AGO = "too_long_ago"
    TOGETHER_ABOVE_MAXIMUM = "together_above_maximum"
    TOGETHER_BELOW_MINIMUM = "together_below_minimum"
    UNKNOWN_CHOICE = "unknown_choice"
    UNKNOWN_CREDIT_TYPE = "unknown_credit_type"
    UNKNOWN_LABEL = "unknown_label"

    # Programmes and holdings.
    AMOUNT_OR_PERCENT = "amount_or_percent"
    CYCLE_IN_YEARS = "cycle_in_years"
    FIRST_WITHOUT_FIXED_DAY = "first_without_fixed_day"
    HAS_BEGUN = "has_begun"
    HELD = "held"
    HELD_ALREADY = "held_already"
    LABELS_FULL = "labels_full"
    NAMED_TWICE = "named_twice"
    NO_SUCH_REQUIREMENT = "no_such_requirement"
    NOT_AFTER_TODAY = "not_after_today"
    NOT_HELD = "not_held"
    NOT_ONE_OF = "not_one_of"
    OTHER_ID = "other_id"
    OUT_OF_CALENDAR = "out_of_calendar"
    PERCENT_OF_NO_AMOUNT = "percent_of_no_amount"
    TOO_DEEP = "too_deep"
    TOO_LATE = "too_late"
    TOO_MANY = "too_many"
    TOO_MANY_RULES = "too_many_rules"
    TOO_MANY_WINDOWS = "too_many_windows"
    UNKNOWN_PACK = "unknown_pack"
    UNKNOWN_PROGRAMME = "unknown_programme"
    VERSIONS_OUT_OF_ORDER = "versions_out_of_order"
    WRONG_REQUIREMENT = "wrong_requirement"

    # Files.
    FILE_REJECTED = "file_rejected"
    FILE_REQUIRED = "file_required"
    HAS_PATH = "has_path"
    OTHER_CERTIFICATE = "other_certificate"
    TOO_LARGE = "too_large"
    UNKNOWN_UPLOAD = "unknown_upload"
    UPLOAD_EXPIRED = "upload_expired"
    UPLOAD_REPLACED = "upload_replaced"
    UPLOAD_TAKEN = "upload_taken"
    UPLOAD_UNCHECKED = "upload_unchecked"
    WRONG_ENDING = "wrong_ending"

    # Decisions.
    CANNOT_BE_TAKEN_AWAY = "cannot_be_taken_away"
    COMMENT_REQUIRED = "comment_required"
    LINE_REQUIRED = "line_required"
    NOT_ALL_YES = "not_all_yes"
    NOT_APPROVING = "not_approving"
    NOT_ASKED = "not_asked"
    NOT_CLAIMED = "not_claimed"
    NOT_ON_STAFF = "not_on_staff"
    REASON_REQUIRED = "reason_required"
    UNKNOWN_REASON = "unknown_reason"

    # An academy's set-up and its directory.
    CARRY_OVER_IN_LIFETIME = "carry_over_in_lifetime"
    CARRY_OVER_WITHOUT_CAP = "carry_over_without_cap"
    CHECKLIST_WITHOUT_REVIEWER = "checklist_without_reviewer"
    CHOICES_REPEATED = "choices_repeated"
    EXTERNAL_ID_TAKEN = "external_id_taken"
    LABELS_REPEATED = "labels_repeated"
    LIFETIME = "lifetime"
    LOGO_DAMAGED = "logo_damaged"
    LOGO_HAS_MORE_BEHIND = "logo_has_more_behind"
    LOGO_NOT_BASE64 = "logo_not_base64"
    LOGO_NOT_PNG = "logo_not_png"
    LOGO_TOO_LARGE = "logo_too_large"
    LOGO_TOO_MANY_PIXELS = "logo_too_many_pixels"
    MAIL_NOT_INVITABLE = "mail_not_invitable"
    MAXIMUM_BELOW_MINIMUM = "maximum_below_minimum"
    NOT_MULTIPLE_OF_STEP = "not_multiple_of_step"
    ON_STAFF_OTHERWISE = "on_staff_otherwise"
    QUESTIONS_REPEATED = "questions_repeated"
    REASONS_REPEATED = "reasons_repeated"
    TARGET_ABOVE_CAP = "target_above_cap"

    @property
    def values(self) -> tuple[str, ...]:
        """Names of the values that come with the code."""
        return _SENTENCES[self].values

    @property
    def sentence(self) -> str:
        """The English sentence with the names of values in it."""
        return _SENTENCES[self].english

    def words(self, values: Values) -> str:
        """What is wrong, in English, to be read behind the field's name."""
        said = {name: _Joined(v) if isinstance(v, tuple) else v for name, v in values.items()}
        if self is FieldCode.FILE_REJECTED:
            said["explanation"] = RejectionReason(str(values["reason"])).explanation
        return self.sentence.format_map(said)


def refusal(code: FieldCode, **values: str | int) -> PydanticCustomError:
    """What a validator raises, for Pydantic to say where."""
    # What goes out is worded from the code; this is what Pydantic itself prints.
    return PydanticCustomError(code.value, code.words(values), values)


def file_rejected(reason: RejectionReason) -> Values:
    """The values of `FILE_REJECTED`."""
    return {"reason": reason.value}


class _Sentence(NamedTuple):
    english: str
    values: tuple[str, ...] = ()


_SENTENCES: Mapping[FieldCode, _Sentence] = {
    FieldCode.BOOL_PARSING: _Sentence("must be true or false"),
    FieldCode.BOOL_TYPE: _Sentence("must be true or false"),
    FieldCode.DATE_FROM_DATETIME_PARSING: _Sentence("must be a day that the calendar has"),
    FieldCode.DICT_TYPE: _Sentence("must be an object"),
    FieldCode.ENUM: _Sentence("must be one of: {allowed:, }", ("allowed",)),
    FieldCode.EXTRA_FORBIDDEN: _Sentence("is not a field of this request"),
    FieldCode.GREATER_THAN: _Sentence("must be more than {limit}", ("limit",)),
    FieldCode.GREATER_THAN_EQUAL: _Sentence("must be at least {limit}", ("limit",)),
    FieldCode.INT_FROM_FLOAT: _Sentence("must be a whole number"),
    FieldCode.INT_PARSING: _Sentence("must be a whole number"),
    FieldCode.INT_PARSING_SIZE: _Sentence("must be a smaller number"),
    FieldCode.INT_TYPE: _Sentence("must be a whole number"),
    FieldCode.LESS_THAN_EQUAL: _Sentence("must be at most {limit}", ("limit",)),
    FieldCode.LITERAL_ERROR: _Sentence("must be one of: {allowed:, }", ("allowed",)),
    FieldCode.MISSING: _Sentence("must be there"),
    FieldCode.MODEL_ATTRIBUTES_TYPE: _Sentence("must be an object"),
    FieldCode.MODEL_TYPE: _Sentence("must be an object"),
    FieldCode.STRING_PATTERN_MISMATCH: _Sentence("must have the form {pattern}", ("pattern",)),
    FieldCode.STRING_TOO_LONG: _Sentence("must have {limit} characters or fewer", ("limit",)),
    FieldCode.STRING_TOO_SHORT: _Sentence("must have {limit} or more characters", ("limit",)),
    FieldCode.STRING_TYPE: _Sentence("must be a text"),
    FieldCode.STRING_UNICODE: _Sentence("must be a text in valid Unicode"),
    FieldCode.TOO_LONG: _Sentence("must have {limit} entries or fewer", ("limit",)),
    FieldCode.TOO_SHORT: _Sentence("must have {limit} or more entries", ("limit",)),
    FieldCode.TUPLE_TYPE: _Sentence("must be a list"),
    FieldCode.UNION_TAG_INVALID: _Sentence("must be of the kind {allowed: or }", ("allowed",)),
    FieldCode.UNION_TAG_NOT_FOUND: _Sentence("must say of which kind it is"),
    FieldCode.CONTROL_CHARACTERS: _Sentence("must not contain control characters"),
    FieldCode.LINK_WITH_CREDENTIALS: _Sentence("must not contain a user name or password"),
    FieldCode.NOTHING_TO_READ: _Sentence("must have something to read"),
    FieldCode.NOT_AN_AMOUNT: _Sentence(
        'must be a decimal string with at most two places, such as "1.25"'
    ),
    FieldCode.NOT_A_CURSOR: _Sentence("is not a cursor of this list"),
    FieldCode.NOT_A_DATE: _Sentence("must be a date written YYYY-MM-DD"),
    FieldCode.NOT_A_MAIL_ADDRESS: _Sentence("must be a mail address, such as name@example.org"),
    FieldCode.NOT_AN_ETAG: _Sentence('must be an ETag, such as "3"'),
    FieldCode.NOT_A_ROLE: _Sentence('must be "reviewer" or "administrator"'),
    FieldCode.NOT_A_WEB_LINK: _Sentence(
        "must be a link that begins with http:// or https://, without spaces"
    ),
    FieldCode.NOT_ONE_LINE: _Sentence("must not contain control characters or line breaks"),
    FieldCode.REPEATED: _Sentence("must be given once"),
    FieldCode.UNKNOWN_PARAMETER: _Sentence("is not a parameter of this request"),
    FieldCode.UNKNOWN_TIME_ZONE: _Sentence(
        "must be a time zone of the IANA database, such as Europe/Vienna"
    ),
    FieldCode.ABOVE_MAXIMUM: _Sentence(
        "must be at most {maximum}", ("maximum", "unit", "credit_type")
    ),
    FieldCode.BELOW_MINIMUM: _Sentence(
        "must be at least {minimum}", ("minimum", "unit", "credit_type")
    ),
    FieldCode.CLAIMED_TWICE: _Sentence("each credit type can be claimed once with the same labels"),
    FieldCode.ID_REQUIRED: _Sentence("must be a ULID of its own where no file is handed in"),
    FieldCode.IN_FUTURE: _Sentence("must not be in the future", ("today",)),
    FieldCode.NOT_AFTER_EARNED: _Sentence("must be after the date earned", ("earned_on",)),
    FieldCode.NOT_BEFORE_EXPIRY: _Sentence(
        "must be before {expires_on}, when certificates of this credit type expire",
        ("expires_on", "credit_type"),
    ),
    FieldCode.NOT_IN_STEP: _Sentence("must be in steps of {step}", ("step", "unit", "credit_type")),
    FieldCode.NOT_RENEWABLE: _Sentence("is not an approved certificate of this learner"),
    FieldCode.REQUIRED: _Sentence("is required for this credit type", ("credit_types",)),
    FieldCode.RETIRED: _Sentence("can no longer be claimed; choose another one", ("credit_type",)),
    FieldCode.TOO_EARLY: _Sentence("must not be before {earliest}", ("earliest",)),
    FieldCode.TOO_LONG_AGO: _Sentence(
        "must be within the last {months} months", ("months", "earliest", "credit_type")
    ),
    FieldCode.TOGETHER_ABOVE_MAXIMUM: _Sentence(
        "all lines of this credit type together must be at most {maximum}",
        ("maximum", "unit", "credit_type"),
    ),
    FieldCode.TOGETHER_BELOW_MINIMUM: _Sentence(
        "all lines of this credit type together must be at least {minimum}",
        ("minimum", "unit", "credit_type"),
    ),
    FieldCode.UNKNOWN_CHOICE: _Sentence("is not one of the choices of this label", ("label",)),
    FieldCode.UNKNOWN_CREDIT_TYPE: _Sentence("is not a credit type of this academy"),
    FieldCode.UNKNOWN_LABEL: _Sentence("is not a label of this credit type", ("credit_type",)),
    FieldCode.FILE_REJECTED: _Sentence("{explanation}", ("reason",)),
    FieldCode.FILE_REQUIRED: _Sentence(
        "a file is required for this credit type", ("credit_types",)
    ),
    FieldCode.HAS_PATH: _Sentence("must be a name without a path"),
    FieldCode.OTHER_CERTIFICATE: _Sentence("was made for another certificate or credential"),
    FieldCode.TOO_LARGE: _Sentence("must be at most {limit} bytes", ("limit",)),
    FieldCode.UNKNOWN_UPLOAD: _Sentence("is not an upload of yours"),
    FieldCode.UPLOAD_EXPIRED: _Sentence("did not arrive in time; upload the file again"),
    FieldCode.UPLOAD_REPLACED: _Sentence("was replaced; upload the file again"),
    FieldCode.UPLOAD_TAKEN: _Sentence("is in use already; upload the file again"),
    FieldCode.UPLOAD_UNCHECKED: _Sentence(
        "has not been checked yet; wait a moment, or upload the file again"
    ),
    FieldCode.WRONG_ENDING: _Sentence("must end in {endings: or }", ("endings",)),
    FieldCode.CANNOT_BE_TAKEN_AWAY: _Sentence("cannot be taken away"),
    FieldCode.COMMENT_REQUIRED: _Sentence("must say why"),
    FieldCode.LINE_REQUIRED: _Sentence("must say which line, as several are of this credit type"),
    FieldCode.NOT_ALL_YES: _Sentence(
        "must answer every question with yes: {questions:; }", ("questions",)
    ),
    FieldCode.NOT_APPROVING: _Sentence("is for an approval only"),
    FieldCode.NOT_ASKED: _Sentence("answers what is not asked here"),
    FieldCode.NOT_CLAIMED: _Sentence("must name each claimed line once"),
    FieldCode.NOT_ON_STAFF: _Sentence("is not on the staff list"),
    FieldCode.REASON_REQUIRED: _Sentence("must be one of the academy's reasons"),
    FieldCode.UNKNOWN_REASON: _Sentence("is not one of the academy's reasons for this"),
    FieldCode.AMOUNT_OR_PERCENT: _Sentence("give credits or percent, one of the two"),
    FieldCode.CYCLE_IN_YEARS: _Sentence(
        "cycles that end with the month of birth last whole years, "
        "and two where odd and even years are told apart"
    ),
    FieldCode.FIRST_WITHOUT_FIXED_DAY: _Sentence(
        "a long first cycle goes with cycles from a fixed day"
    ),
    FieldCode.HAS_BEGUN: _Sentence(
        "has begun, and somebody holds the credential: only its words can change; "
        "add a version that begins later"
    ),
    FieldCode.HELD: _Sentence("somebody holds the credential; retire the programme instead"),
    FieldCode.LABELS_FULL: _Sentence(
        "needs more labels or choices than the credit type {credit_type} can have", ("credit_type",)
    ),
    FieldCode.NAMED_TWICE: _Sentence(
        "each requirement needs an id of its own; {requirement} stands twice", ("requirement",)
    ),
    FieldCode.NO_SUCH_REQUIREMENT: _Sentence(
        "no requirement has the id {requirement}", ("requirement",)
    ),
    FieldCode.NOT_AFTER_TODAY: _Sentence(
        "must be after {today}, or that day where the version holds at once", ("today",)
    ),
    FieldCode.NOT_HELD: _Sentence("must be there, as the learner does not hold this credential"),
    FieldCode.OTHER_ID: _Sentence("is not the id in the path"),
    FieldCode.OUT_OF_CALENDAR: _Sentence(
        "must be from {earliest} to {latest}", ("earliest", "latest")
    ),
    FieldCode.PERCENT_OF_NO_AMOUNT: _Sentence(
        "a percentage is of a minimum in credits, which {requirement} is not", ("requirement",)
    ),
    FieldCode.TOO_DEEP: _Sentence("must be nested {limit} levels deep at most", ("limit",)),
    FieldCode.TOO_MANY_RULES: _Sentence(
        "must have {limit} requirements and conditions at most", ("limit",)
    ),
    FieldCode.TOO_MANY_WINDOWS: _Sentence(
        "its requirements must have {limit} windows in a cycle at most", ("limit",)
    ),
    FieldCode.UNKNOWN_PACK: _Sentence("is not a programme that is shipped"),
    FieldCode.HELD_ALREADY: _Sentence("is that of a credential which is entered already"),
    FieldCode.NOT_ONE_OF: _Sentence("must be one of: {allowed:, }", ("allowed",)),
    FieldCode.TOO_LATE: _Sentence("must not be after {latest}", ("latest",)),
    FieldCode.TOO_MANY: _Sentence("there can be {limit} at most", ("limit",)),
    FieldCode.UNKNOWN_PROGRAMME: _Sentence("is not a programme of this academy that is in force"),
    FieldCode.VERSIONS_OUT_OF_ORDER: _Sentence(
        "versions must stand in the order in which they begin"
    ),
    FieldCode.WRONG_REQUIREMENT: _Sentence(
        "needs a minimum or a maximum over the whole cycle, which {requirement} is not",
        ("requirement",),
    ),
    FieldCode.CARRY_OVER_IN_LIFETIME: _Sentence(
        "carry_over is not possible: a lifetime has no next period"
    ),
    FieldCode.CARRY_OVER_WITHOUT_CAP: _Sentence(
        "carry_over needs a cap: what lies beyond the cap is carried"
    ),
    FieldCode.CHECKLIST_WITHOUT_REVIEWER: _Sentence(
        "a checklist needs a reviewer; review cannot be automatic"
    ),
    FieldCode.CHOICES_REPEATED: _Sentence("the choices of a label must have different ids"),
    FieldCode.EXTERNAL_ID_TAKEN: _Sentence("belongs to another learner"),
    FieldCode.LABELS_REPEATED: _Sentence("labels must have different ids"),
    FieldCode.LIFETIME: _Sentence(
        "cannot change, a lifetime holds for good; retire this credit type and make another one"
    ),
    FieldCode.LOGO_DAMAGED: _Sentence("is damaged"),
    FieldCode.LOGO_HAS_MORE_BEHIND: _Sentence("must end where the picture ends"),
    FieldCode.LOGO_NOT_BASE64: _Sentence("must be written in base64"),
    FieldCode.LOGO_NOT_PNG: _Sentence("must be a PNG"),
    FieldCode.LOGO_TOO_LARGE: _Sentence("must be at most {limit} bytes", ("limit",)),
    FieldCode.LOGO_TOO_MANY_PIXELS: _Sentence(
        "must be at most {limit} pixels wide and high", ("limit",)
    ),
    FieldCode.MAIL_NOT_INVITABLE: _Sentence("is not an address that can be invited"),
    FieldCode.MAXIMUM_BELOW_MINIMUM: _Sentence("must not be below minimum", ("minimum",)),
    FieldCode.NOT_MULTIPLE_OF_STEP: _Sentence("must be a multiple of step", ("step",)),
    FieldCode.ON_STAFF_OTHERWISE: _Sentence(
        "belongs to a member of staff who has another name or role; change that one"
    ),
    FieldCode.QUESTIONS_REPEATED: _Sentence("the questions of the checklist must differ"),
    FieldCode.REASONS_REPEATED: _Sentence("reasons must have different ids"),
    FieldCode.TARGET_ABOVE_CAP: _Sentence(
        "target must not be above cap, or nobody could reach it", ("target", "cap")
    ),
}


class _Joined(tuple[str, ...]):
    """Some texts, which a sentence puts together by what stands behind the colon in it."""

    __slots__ = ()

    def __format__(self, separator: str) -> str:
        return separator.join(self)
