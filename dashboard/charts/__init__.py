"""Charts: a frame and its metadata in, a Plotly figure or a sentence out."""
