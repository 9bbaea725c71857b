"""Letters, mails and who is told of what, one file a subject."""
