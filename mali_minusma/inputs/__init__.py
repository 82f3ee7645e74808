"""What people validate, read in pieces: files of several forms, plain or packed, and frames.

Each source yields `Batch` after `Batch`, so that memory stays bounded however long the file is, and
reports what is wrong with the form instead of repairing it.
"""
