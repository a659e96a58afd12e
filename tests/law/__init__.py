"""The law as data: deadlines, calendars, tables against their sources, the merge of promise and law."""
