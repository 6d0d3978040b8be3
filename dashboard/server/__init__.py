"""What HTTP and the web server ask of the dashboard."""
