"""What can go wrong at start-up, each in one Italian sentence for whoever typed the command."""


class LaunchError(Exception):
    """A fault whose sentence says what, where and how to mend it; shown without a traceback."""


class ClusterError(LaunchError):
    """The database cannot be reached, started or prepared."""
