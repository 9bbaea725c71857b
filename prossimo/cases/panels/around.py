"""The sheet of a case with its family and its network."""

from django.utils.translation import gettext_lazy

from prossimo.cases.page import CaseTab, case_tabs
from prossimo.cases.policies.ties import may_read_network

case_tabs.add(
    CaseTab(
        key="people",
        label=gettext_lazy("Famiglia e rete"),
        order=60,
        url_name="cases:network",
        policy=may_read_network,
    )
)
