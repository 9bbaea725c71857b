"""What the office fills in about a case, declared once: questionnaires by edition, published scales."""

from prossimo.cases.asking import Questionnaire
from prossimo.cases.scoring import Scale
from prossimo.core.registry import Registry

questionnaires: Registry[Questionnaire] = Registry("questionnaires of an analysis")
scales: Registry[Scale] = Registry("scales")
