"""A page that is now at another address: whoever knocks at the old one is told and taken there."""

from django.http import Http404


class Moved(Http404):
    """Raised deep inside a view; the frame answers with the way, and the sentence that says why."""

    def __init__(self, address: str, sentence: str) -> None:
        self.address = address
        self.sentence = sentence
        super().__init__(sentence)
