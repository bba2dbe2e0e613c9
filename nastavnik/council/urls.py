"""Addresses of the council: questions, voices, the result, care, letters."""

from django.urls import path

from .views import care, closing, letters, questions

app_name = "council"

urlpatterns = [
    path("", questions.questions, name="questions"),
    path("regulation/", closing.regulation, name="regulation"),
    path("runs/<uuid:pk>/", questions.ask, name="ask"),
    path("<uuid:pk>/", questions.question, name="question"),
    path("<uuid:pk>/members/<uuid:member>/", questions.vote_for, name="vote-for"),
    path("<uuid:pk>/sitting/", closing.sitting, name="sitting"),
    path("<uuid:pk>/close/", closing.close, name="close"),
    path("<uuid:pk>/withdraw/", closing.withdraw, name="withdraw"),
    path("<uuid:pk>/care/", care.cares, name="care"),
    path("care/<uuid:pk>/", care.care, name="care-one"),
    path("<uuid:pk>/letters/", letters.letters, name="letters"),
    path("<uuid:pk>/letters/send/", letters.send, name="letters-send"),
    path("letters/<uuid:pk>/", letters.letter, name="letter"),
    path("letters/<uuid:pk>/print/", letters.print_letter, name="letter-print"),
    path("letters/<uuid:pk>/handed/", letters.handed, name="letter-handed"),
    path("letters/<uuid:pk>/own/", letters.own_letter, name="own-letter"),
]
