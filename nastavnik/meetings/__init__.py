"""Meetings of a pair or a group: times, rooms, records, tasks between them, the diary, the calendar."""
