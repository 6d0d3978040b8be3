"""The open data routes and the downloads: the same rows at addresses that can be cited."""
