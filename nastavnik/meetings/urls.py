"""Addresses of meetings, tasks, the diary, rooms and the calendar."""

from django.urls import path

from .views import calendar, diary, hours, meetings, places, recording

app_name = "meetings"
urlpatterns = [
    path("pairs/<uuid:pk>/", meetings.of_pair, name="of_pair"),
    path("pairs/<uuid:pk>/new/", meetings.plan, name="plan"),
    path("pairs/<uuid:pk>/record/", recording.record_new, name="record_new"),
    path("pairs/<uuid:pk>/tasks/new/", recording.task_add, name="task_add"),
    path("pairs/<uuid:pk>/diary/", diary.diary, name="diary"),
    path("pairs/<uuid:pk>/diary/new/", diary.diary_add, name="diary_add"),
    path("pairs/<uuid:pk>/visits/new/", diary.visit_add, name="visit_add"),
    path("diary/<uuid:pk>/", diary.diary_entry, name="diary_entry"),
    path("diary/<uuid:pk>/remove/", diary.diary_remove, name="diary_remove"),
    path("visits/<uuid:pk>/", diary.visit, name="visit"),
    path("visits/<uuid:pk>/edit/", diary.visit_edit, name="visit_edit"),
    path("visits/<uuid:pk>/files/new/", diary.visit_file_add, name="visit_file_add"),
    path("visits/<uuid:pk>/files/<uuid:attachment>/", diary.visit_file, name="visit_file"),
    path("tasks/<uuid:pk>/done/", recording.task_done, name="task_done"),
    path("tasks/<uuid:pk>/reopen/", recording.task_reopen, name="task_reopen"),
    path("rooms/", places.rooms, name="rooms"),
    path("rooms/new/", places.room_add, name="room_add"),
    path("rooms/video/", places.video, name="video"),
    path("rooms/<uuid:pk>/", places.room, name="room"),
    path("rooms/<uuid:pk>/close/", places.room_close, name="room_close"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/link/", calendar.feed_page, name="feed_page"),
    path("calendar/link/new/", calendar.feed_make, name="feed_make"),
    path("calendar/link/revoke/", calendar.feed_revoke, name="feed_revoke"),
    path("calendar/<str:secret>.ics", calendar.feed, name="feed"),
    path("hours/", hours.everybody, name="hours"),
    path("hours/<uuid:pk>/", hours.of_mentor, name="hours_of"),
    path("hours/<uuid:pk>/sheet.docx", hours.docx, name="hours_docx"),
    path("hours/<uuid:pk>/table.xlsx", hours.xlsx, name="hours_xlsx"),
    path("lessons/", places.lessons, name="lessons"),
    path("<uuid:pk>/", meetings.meeting, name="meeting"),
    path("<uuid:pk>/accept/", meetings.accept, name="accept"),
    path("<uuid:pk>/another/", meetings.another, name="another"),
    path("<uuid:pk>/move/", meetings.move, name="move"),
    path("<uuid:pk>/cancel/", meetings.cancel, name="cancel"),
    path("<uuid:pk>/record/", recording.record, name="record"),
    path("<uuid:pk>/meeting.ics", meetings.ics, name="ics"),
    path("<uuid:pk>/files/new/", recording.file_add, name="file_add"),
    path("<uuid:pk>/files/<uuid:attachment>/", recording.file, name="file"),
]
