"""`make bench`: how fast, against a yardstick measured in the same run. It fails nothing."""
