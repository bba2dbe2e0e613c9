"""Addresses of meetings, tasks, the diary, rooms and the calendar."""

from django.urls import path

from .views import calendar, meetings, places, recording

app_name = "meetings"
urlpatterns = [
    path("pairs/<uuid:pk>/", meetings.of_pair, name="of_pair"),
    path("pairs/<uuid:pk>/new/", meetings.plan, name="plan"),
    path("pairs/<uuid:pk>/record/", recording.record_new, name="record_new"),
    path("pairs/<uuid:pk>/tasks/new/", recording.task_add, name="task_add"),
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
