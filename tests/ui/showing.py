"""Forms that only the tests of the face use."""

from django import forms


class DraftForm(forms.Form):
    subject = forms.CharField(label="Oggetto")
    note = forms.CharField(label="Nota", widget=forms.Textarea, required=False)
    secret = forms.CharField(label="Segreto", widget=forms.PasswordInput, required=False)
