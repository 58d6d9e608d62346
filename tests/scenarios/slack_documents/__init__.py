"""Documents from Slack: the file in, the question who may read it, the report; list and removal."""
