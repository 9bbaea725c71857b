"""PostgreSQL as Django speaks to it, with a health check that asks nothing while all is quiet."""
