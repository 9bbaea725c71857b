"""What can go wrong at start-up, each in one Italian sentence for the person who typed the command."""


class LaunchError(Exception):
    """A fault with a sentence that says what, where and how to mend it; shown without a traceback."""


class ClusterError(LaunchError):
    """The database cannot be reached, started or prepared."""
