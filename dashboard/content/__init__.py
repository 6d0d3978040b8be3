"""What each page shows, ready to draw: marts joined to words, classes and charts."""
