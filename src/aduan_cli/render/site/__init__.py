"""A site of reports: pages that open from the disk as from a web server, with charts, without any script."""
