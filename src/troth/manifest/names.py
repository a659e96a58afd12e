"""The names a manifest gives to things, so that one kind of name is never taken for another."""

from typing import NewType

ItemName = NewType("ItemName", str)  # a data item: "email"
KindName = NewType("KindName", str)  # a kind of record: "order"
RoleName = NewType("RoleName", str)  # what a person is to a record: "buyer"
PurposeName = NewType("PurposeName", str)
ChoiceName = NewType("ChoiceName", str)  # what is asked apart within a purpose: "sms"
ClockName = NewType("ClockName", str)  # a kind of instant that starts a period: "last_contact"
EventName = NewType("EventName", str)  # something that befalls a relation and that Troth records
KeyType = NewType("KeyType", str)  # by what a person is known: "email", "account", "browser"
StoreName = NewType("StoreName", str)
TableName = NewType("TableName", str)
Column = NewType("Column", str)
Relation = NewType("Relation", str)  # a table's name for the record that its rows point at: "order"
