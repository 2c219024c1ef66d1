"""Changing the clinic's list of drugs, for changes that are signed from now on."""

from sqlalchemy.exc import IntegrityError

from coordcare.access.membership import Viewer
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import clock, transaction
from coordcare.medication import list_queries
from coordcare.medication.list_formulary import ClinicDrug
from coordcare.medication.list_rules import check_drug
from coordcare.medication.models import FormularyVersion

RACED = "Somebody changed this drug while you were writing. Look at it again."


def set_drug(viewer: Viewer, shown_version: int, one: ClinicDrug, *, submission_key: str) -> int:
    """Make the version after the one that was shown and answer its number. A form posted twice makes one.

    Raises Invalid with the field, Conflict when somebody else made that version first.
    """
    version = shown_version + 1
    try:
        with transaction() as session:
            record(Event(Happening.DRUG_CHANGED, viewer.actor, subject="formulary", subject_id=version))
            if list_queries.version_by_submission(viewer, submission_key) is not None:
                raise Conflict(RACED)
            known = list_queries.drug_list()
            now = known.drugs.get(one.drug.generic)
            if (now.version if now else 0) != shown_version:
                raise Conflict(RACED)
            for field, sentence in check_drug(one, known):
                raise Invalid(sentence, field)
            session.add(_row(viewer, version, one, submission_key))
            session.flush()
            return version
    except (Conflict, IntegrityError) as error:
        made = list_queries.version_by_submission(viewer, submission_key)
        if made is None or made.generic != one.drug.generic:
            raise Conflict(RACED) from error
        return made.version


def _row(viewer: Viewer, version: int, one: ClinicDrug, submission_key: str) -> FormularyVersion:
    drug = one.drug
    return FormularyVersion(
        generic=drug.generic,
        version=version,
        brands=" / ".join(drug.brands),
        drug_class=drug.drug_class,
        schedule=drug.schedule,
        family=drug.family,
        common_start=drug.common_start,
        usual_maximum=drug.usual_maximum,
        rxcui=drug.rxcui,
        maximum=one.maximum,
        maximum_unit=one.unit,
        offered=drug.offered,
        saved_by_id=viewer.account_id,
        saved_at=clock.now(),
        submission_key=submission_key,
    )
