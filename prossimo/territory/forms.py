"""The files that territory takes in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BoundaryFileForm(forms.Form):
    file = forms.FileField(
        label=_("File dei confini"),
        help_text=_("GeoJSON in gradi WGS 84, con il codice ISTAT o catastale oppure il nome."),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
    )


class ResidentsFileForm(forms.Form):
    file = forms.FileField(
        label=_("File dei residenti"),
        help_text=_(
            "CSV o XLSX con le colonne anno, comune, quartiere, sesso, classe_eta, cittadinanza, "
            "residenti: una riga per ogni casella."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
    )


class StreetFileForm(forms.Form):
    file = forms.FileField(
        label=_("File dello stradario"),
        help_text=_(
            "CSV, XLSX o ODS con le colonne comune, via, dal, al, lato (pari, dispari o tutti), "
            "quartiere: una riga per ogni tratto di strada."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
    )
