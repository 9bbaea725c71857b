"""Words remembered are the words that Django would say, in the language of each thread."""

import threading

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, trans_real

SENTENCES = ["Nuovo contatto", "Persone", "Salva", "una frase che nessun catalogo conosce", ""]


def test_each_language_says_what_django_says():
    for language in ("it", "en", "it", "en"):
        with translation.override(language):
            assert [gettext(one) for one in SENTENCES] == [
                trans_real.gettext(one) for one in SENTENCES
            ]


def test_a_lazy_word_follows_the_language_of_the_moment():
    word = gettext_lazy("Nuovo contatto")

    with translation.override("it"):
        here = str(word)
    with translation.override("en"):
        there = str(word)

    assert (here, there) == ("Nuovo contatto", "New contact")


def test_two_threads_speak_each_its_own_language():
    said = {}

    def speak(language):
        translation.activate(language)
        said[language] = [gettext("Nuovo contatto") for _ in range(50)]

    threads = [threading.Thread(target=speak, args=(one,)) for one in ("it", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(said["it"]) == {"Nuovo contatto"}
    assert set(said["en"]) == {"New contact"}


def test_what_was_marked_safe_stays_so_and_the_rest_does_not():
    with translation.override("it"):
        gettext("Salva")
        assert isinstance(gettext(mark_safe("Salva")), SafeString)
        assert not isinstance(gettext("Salva"), SafeString)


def test_the_mark_of_one_is_not_given_to_the_next():
    word = "Una parola che nessuno ha ancora chiesto"

    with translation.override("it"):
        assert isinstance(gettext(mark_safe(word)), SafeString)
        assert not isinstance(gettext(word), SafeString)


def test_without_a_language_words_stay_as_they_were_written():
    with translation.override("en"):
        gettext("Nuovo contatto")
    with translation.override(None):
        assert gettext("Nuovo contatto") == "Nuovo contatto"
