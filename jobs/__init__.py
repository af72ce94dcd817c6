"""The entrance by clock: a timetable, a runner, one small module per job."""
