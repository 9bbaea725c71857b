"""The screens of cases."""
