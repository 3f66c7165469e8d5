"""What no hook of Synapse can judge, closed in process: one subject a file.

Each replaces a small piece of Synapse, and pins the source of what it leans on: where that is not
what was tested, Synapse does not start.
"""
