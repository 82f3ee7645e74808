"""Questions that people ask of the record, each answered by one call."""
