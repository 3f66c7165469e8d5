"""The archive's files: content-addressed, encrypted, in a folder or an S3 bucket.

`objects` is where ciphertext lies (`folder`, `s3`), `chunks` how a file is encrypted, `keyring` the
keys of retention class and month, `store` all of it together, by the SHA-256 of the plain bytes.
"""
