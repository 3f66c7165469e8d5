"""A stateful emulator of the Cloud API: what `make up` and the tests run the bridge against.

It signs, duplicates, reorders and batches its webhooks and repeats them until they are taken,
lets media addresses expire, keeps the 24-hour window and answers with the vendor's errors.
"""
