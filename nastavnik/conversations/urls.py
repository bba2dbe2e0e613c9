"""Addresses of conversations and of the board."""

from django.urls import path

from .views import board, chats, complaints, threads

app_name = "conversations"
urlpatterns = [
    path("talk/<uuid:pk>/", threads.thread, name="thread"),
    path("talk/messages/<uuid:pk>/edit/", threads.edit, name="edit"),
    path("talk/messages/<uuid:pk>/delete/", threads.delete, name="delete"),
    path("talk/messages/<uuid:pk>/report/", complaints.report, name="report"),
    path("talk/files/<uuid:pk>/", threads.file, name="file"),
    path("talk/complaints/", complaints.complaints, name="complaints"),
    path("talk/complaints/<uuid:pk>/", complaints.complaint, name="complaint"),
    path("talk/complaints/<uuid:pk>/take-up/", complaints.take_up, name="complaint_take_up"),
    path("talk/<uuid:pk>/chats/new/", chats.add_to_pair, name="chat_add"),
    path("talk/chats/<uuid:pk>/remove/", chats.remove, name="chat_remove"),
    path("board/", board.board, name="board"),
    path("board/archive/", board.archive, name="board_archive"),
    path("board/new/", board.add, name="announcement_add"),
    path("board/chats/new/", chats.add_to_organisation, name="board_chat_add"),
    path("board/<uuid:pk>/edit/", board.edit, name="announcement_edit"),
    path("board/<uuid:pk>/take-down/", board.take_down, name="announcement_take_down"),
    path("board/files/<uuid:pk>/", board.file, name="board_file"),
    path("board/files/<uuid:pk>/remove/", board.remove_file, name="board_file_remove"),
]
