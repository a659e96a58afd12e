"""The grammar of `policy.yaml` and `stores.yaml`, in one place.

For each mapping: its keys, what may stand there, and a line of help. The reader, the JSON Schemas and the
reference page are all made from it.
"""
