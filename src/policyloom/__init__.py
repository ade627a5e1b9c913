"""policyloom: from a folder of policy evidence to a report that cannot lie about its sources."""

__version__ = "0.1.0"
